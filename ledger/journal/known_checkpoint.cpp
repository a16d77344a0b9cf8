#include "ledger/journal/known_checkpoint.hpp"

#include <array>
#include <charconv>
#include <fstream>
#include <iterator>
#include <sstream>

#include <fmt/core.h>
#include <openssl/evp.h>

#include "ledger/journal/past_root.hpp"

namespace ledger {
namespace {

std::optional<Hash> hash_in(const std::string& base64) {
    constexpr std::size_t width = 44;  // of 32 bytes, with one sign of padding
    std::array<unsigned char, 33> decoded{};
    if (base64.size() != width || !base64.ends_with('=')) return std::nullopt;
    const int length =
        EVP_DecodeBlock(decoded.data(), reinterpret_cast<const unsigned char*>(base64.data()),
                        static_cast<int>(base64.size()));
    if (length != static_cast<int>(decoded.size())) return std::nullopt;
    Hash hash;
    std::copy_n(decoded.begin(), hash.size(), hash.begin());
    return hash;
}

}  // namespace

std::optional<KnownCheckpoint> checkpoint_in(const std::string& note) {
    std::istringstream lines(note);
    KnownCheckpoint known{};
    std::string size;
    std::string root;
    std::string empty;
    if (!std::getline(lines, known.origin) || !std::getline(lines, size) ||
        !std::getline(lines, root) || !std::getline(lines, empty) || !empty.empty())
        return std::nullopt;
    const auto [end, fault] = std::from_chars(size.data(), size.data() + size.size(), known.size);
    const auto hash = hash_in(root);
    if (fault != std::errc() || end != size.data() + size.size() || !hash) return std::nullopt;
    known.root = *hash;
    return known;
}

KnownCheckpoint known_checkpoint_in(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in || !std::filesystem::is_regular_file(file))
        throw JournalUnavailable(
            fmt::format("{} cannot be read: give the file in which a checkpoint was kept, or the "
                        "right to read it",
                        file.string()));
    auto known = checkpoint_in({std::istreambuf_iterator<char>(in), {}});
    if (!known)
        throw JournalUnavailable(
            fmt::format("{} is no checkpoint: give a file that holds what GET /v1/log/checkpoint "
                        "answers",
                        file.string()));
    return std::move(*known);
}

void hold_against_known(const Journal& journal, const std::filesystem::path& file) {
    const KnownCheckpoint known = known_checkpoint_in(file);
    if (!known.origin.ends_with(to_hex(journal.store())))
        throw JournalUnavailable(fmt::format("{} is of another log, {}: give one of this log",
                                             file.string(), known.origin));
    const Position last = journal.head().last;
    if (known.size > last.number)
        throw JournalDamaged(
            last.next(),
            fmt::format("event {}: the log ends before it, and {} remembers {} events: this is an "
                        "old copy: keep it aside, then restore the last backup",
                        last.next().number, file.string(), known.size));
    if (root_at(journal, known.size) != known.root)
        throw JournalDamaged(
            {known.size},
            fmt::format("event {}: the log up to it is not the one that {} remembers: keep a copy "
                        "of the directory, then restore the last backup",
                        known.size, file.string()));
}

}  // namespace ledger
