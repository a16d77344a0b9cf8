#include "ledger/snapshot.hpp"

#include <cstring>
#include <fstream>
#include <iterator>
#include <system_error>

#include "ledger/journal/durable_file.hpp"
#include "ledger/journal/sha256.hpp"
#include "ledger/rules/state_codec.hpp"

// File: "MBSNAP15" | chain (32) | SHA-256 of the body (32) | body: an encoded State

namespace ledger {
namespace {

constexpr std::string_view magic = "MBSNAP15";
constexpr std::size_t hash_size = sizeof(Hash);
constexpr std::size_t head_size = magic.size() + 2 * hash_size;

std::filesystem::path unfinished(const std::filesystem::path& file) {
    return file.string() + ".new";
}

}  // namespace

void write_snapshot(const std::filesystem::path& file, BytesView state, const Hash& chain) {
    Bytes bytes(magic);
    bytes += view(chain);
    bytes += view(sha256(state));
    bytes += state;
    const std::filesystem::path fresh = unfinished(file);
    write_durably(fresh, bytes, 0640);
    std::filesystem::rename(fresh, file);
}

void remove_unfinished_snapshot(const std::filesystem::path& file) {
    std::error_code ignored;  // the next one that is written replaces it
    std::filesystem::remove(unfinished(file), ignored);
}

std::optional<Snapshot> read_snapshot(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) return std::nullopt;
    const Bytes bytes{std::istreambuf_iterator<char>(in), {}};
    if (bytes.size() < head_size || !bytes.starts_with(magic)) return std::nullopt;
    const BytesView body = BytesView(bytes).substr(head_size);
    const BytesView digest = BytesView(bytes).substr(magic.size() + hash_size, hash_size);
    if (view(sha256(body)) != digest) return std::nullopt;
    auto state = decode_state(body);
    if (!state) return std::nullopt;
    Snapshot snapshot{std::move(*state), {}};
    std::memcpy(snapshot.chain.data(), bytes.data() + magic.size(), hash_size);
    return snapshot;
}

}  // namespace ledger
