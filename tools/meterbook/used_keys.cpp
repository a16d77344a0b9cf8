#include "tools/meterbook/used_keys.hpp"

#include "ledger/journal/sha256.hpp"

namespace meterbook {
namespace {

constexpr std::size_t keys_in_memory = 16'384;
constexpr char used_key = 1;  ///< the one kind of row here

}  // namespace

bool UsedKeys::is_new(const std::string& key, ledger::Position position) {
    const ledger::Hash hash = ledger::sha256(key);
    const ledger::Bytes row = used_key + ledger::Bytes(ledger::view(hash));
    if (table_.get(row)) return false;
    table_.put(row, {});
    if (table_.uncommitted() == keys_in_memory) table_.commit(position);
    return true;
}

}  // namespace meterbook
