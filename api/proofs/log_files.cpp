#include "api/proofs/log_files.hpp"

#include <algorithm>
#include <charconv>

#include "api/replies.hpp"
#include "ledger/journal/big_endian.hpp"
#include "ledger/journal/journal.hpp"
#include "ledger/journal/merkle.hpp"
#include "ledger/proofs/log_hashes.hpp"
#include "ledger/proofs/signer.hpp"

// The log as the static files of https://c2sp.org/tlog-tiles, below /v1/log/.

namespace api {
namespace {

constexpr std::uint64_t width = ledger::MerkleTree::tile_width;
constexpr std::size_t most_bytes_of_an_entry = 65'535;  // its length is a u16 there
constexpr unsigned highest_level = 7;                   // above it there is no tile of 64 bits

[[noreturn]] void nothing_there(const std::string& path) {
    throw Problem(404, "path_must_exist", "",
                  "the log has no file '" + path +
                      "' yet: take a checkpoint first, its size says which tiles there are");
}

std::optional<std::uint64_t> number_in(std::string_view text) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool is_one = error == std::errc() && end == text.data() + text.size();
    return is_one ? std::optional(number) : std::nullopt;
}

/// The text up to the slash, taken off; all of it where there is none.
std::string_view take_part(std::string_view& path) {
    const std::size_t end = std::min(path.find('/'), path.size());
    const std::string_view part = path.substr(0, end);
    path.remove_prefix(std::min(end + 1, path.size()));
    return part;
}

/// "x001/x234/067" or "x001/x234/067.p/112", read back from how it is written.
std::optional<TilePath> tile_in(std::string_view path) {
    const std::string_view whole = path;
    TilePath tile;
    const std::string_view level = take_part(path);
    tile.is_entries = level == "entries";
    if (!tile.is_entries) tile.level = number_in(level).value_or(UINT64_MAX);
    for (bool more = true; more;) {
        std::string_view part = take_part(path);
        more = part.starts_with('x');
        if (more) part.remove_prefix(1);
        const bool is_partial = part.ends_with(".p");
        if (is_partial) part.remove_suffix(2);
        const auto digits = number_in(part);
        if (!digits || part.size() != 3 || tile.index > UINT64_MAX / 1'000'000) return std::nullopt;
        tile.index = tile.index * 1'000 + *digits;
        if (is_partial) tile.width = number_in(take_part(path)).value_or(0);
    }
    const bool is_one = tile.width > 0 && tile.width <= width && tile.text() == whole;
    return is_one ? std::optional(tile) : std::nullopt;
}

/// How many hashes of this level are whole in the signed log.
std::uint64_t hashes_at(std::uint64_t size, std::uint64_t level) {
    for (std::uint64_t i = 0; i < level; ++i) size /= width;
    return size;
}

Response file_of(ledger::Bytes bytes) {
    return {200,
            {{"Content-Type", "application/octet-stream"}, {"Cache-Control", "private, no-cache"}},
            std::move(bytes)};
}

ledger::Bytes entries_in(const ledger::Journal& journal, std::uint64_t from, std::uint64_t count) {
    ledger::Bytes bytes;
    auto reader = journal.read({from + 1});
    for (std::uint64_t i = 0; i < count; ++i) {
        const auto entry = reader.next();
        ledger::ensure(entry.has_value(), "what is signed is in the log");
        if (entry->bytes.size() > most_bytes_of_an_entry)
            throw Problem(409, "entry_must_fit_its_bundle", "",
                          "event " + std::to_string(entry->position.number) +
                              " is longer than an entry of a bundle can be: export the log with "
                              "'meterbook export --format tlog'");
        ledger::put_big_endian(static_cast<std::uint16_t>(entry->bytes.size()), bytes);
        bytes += entry->bytes;
    }
    return bytes;
}

Response read_tile(const Call& call, const std::string& path) {
    const auto tile = tile_in(std::string_view(path).substr(std::string_view("tile/").size()));
    const std::uint64_t size = signed_size(call);
    if (!tile || tile->level > highest_level) nothing_there(path);
    const std::uint64_t whole = hashes_at(size, tile->level);
    const std::uint64_t begin = tile->index * width;
    if (begin >= whole || tile->width > whole - begin) nothing_there(path);
    const auto& journal = call.service.book.journal();
    if (tile->is_entries) return file_of(entries_in(journal, begin, tile->width));
    return file_of(ledger::LogHashes(journal).tile(static_cast<std::uint8_t>(tile->level),
                                                   tile->index, tile->width));
}

Response read_checkpoint(const Call& call) {
    const auto note = call.service.book.signer().newest();
    if (!note) nothing_there("checkpoint");
    return {
        200, {{"Content-Type", "text/plain; charset=utf-8"}, {"Cache-Control", "no-cache"}}, *note};
}

/// GET /v1/log/{file_path}: checkpoint, tile/<L>/<N>[.p/<W>], tile/entries/<N>[.p/<W>]
Response read_log_file(const Call& call) {
    const std::string& path = call.names.at(0);
    if (path == "checkpoint") return read_checkpoint(call);
    if (path.starts_with("tile/")) return read_tile(call, path);
    nothing_there(path);
}

}  // namespace

std::string TilePath::text() const {
    std::string digits = std::to_string(index);
    digits.insert(0, (3 - digits.size() % 3) % 3, '0');
    std::string text = is_entries ? "entries/" : std::to_string(level) + "/";
    for (std::size_t i = 0; i < digits.size(); i += 3) {
        const bool is_last = i + 3 == digits.size();
        text += (is_last ? "" : "x") + digits.substr(i, 3) + (is_last ? "" : "/");
    }
    return width == api::width ? text : text + ".p/" + std::to_string(width);
}

std::uint64_t signed_size(const Call& call) {
    const auto note = call.service.book.signer().newest();
    const auto newest = note ? ledger::signed_checkpoint_from(*note) : std::nullopt;
    return newest ? newest->checkpoint.tree.size : 0;
}

std::vector<Route> log_file_routes() {
    return {{"GET", "/v1/log/{file_path}", Right::event_read, read_log_file}};
}

}  // namespace api
