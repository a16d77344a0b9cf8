#include "ledger/snapshot.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <system_error>

#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

#include "ledger/journal/sha256.hpp"
#include "ledger/rules/state_codec.hpp"

// File: "MBSNAP04" | chain (32) | SHA-256 of the body (32) | body: an encoded State

namespace ledger {
namespace {

constexpr std::string_view magic = "MBSNAP04";
constexpr std::size_t hash_size = sizeof(Hash);
constexpr std::size_t head_size = magic.size() + 2 * hash_size;

[[noreturn]] void cannot(const char* what, const std::filesystem::path& file, int fault) {
    throw std::runtime_error(fmt::format("cannot {} {}: {}", what, file.string(),
                                         std::generic_category().message(fault)));
}

void write_durably(const std::filesystem::path& file, BytesView bytes) {
    const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0640);
    if (descriptor < 0) cannot("create", file, errno);
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) {
            const int fault = errno;
            ::close(descriptor);
            cannot("write", file, fault);
        }
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    int fault = ::fsync(descriptor) == 0 ? 0 : errno;
    if (::close(descriptor) != 0 && fault == 0) fault = errno;
    if (fault != 0) cannot("sync", file, fault);
}

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
    write_durably(fresh, bytes);
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
