#include "tools/meterbook/used_keys.hpp"

#include "ledger/journal/sha256.hpp"

namespace meterbook {
namespace {

constexpr std::size_t keys_in_memory = 16'384;

}  // namespace

bool UsedKeys::is_new(const std::string& key, ledger::Position position) {
    const ledger::Bytes hash(ledger::view(ledger::sha256(key)));
    if (table_.get(hash)) return false;
    table_.put(hash, {});
    if (table_.uncommitted() == keys_in_memory) table_.commit(position);
    return true;
}

}  // namespace meterbook
