#include "tools/meterbook/bundle/bundle_file.hpp"

#include <charconv>
#include <cstring>

#include <fmt/core.h>

#include "ledger/journal/big_endian.hpp"
#include "tools/meterbook/command_line.hpp"

namespace meterbook {
namespace {

using ledger::Bytes;
using ledger::BytesView;

constexpr std::string_view magic = "MBTLOG1\n";
constexpr std::size_t most_of_a_block = 256;
constexpr std::uint32_t most_bytes_of_a_record = 1U << 30;
constexpr std::size_t head_of_a_record = 5;
constexpr const char* way_out = "take another copy of the bundle, or export it again";

const std::size_t frame_size = ledger::encode(ledger::Frame{}).size();

/// "key value\n" at the beginning of the text, taken off.
std::optional<std::string> take_value(std::string_view& text, std::string_view key) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos || !text.starts_with(key)) return std::nullopt;
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end + 1);
    if (line.size() <= key.size() || line[key.size()] != ' ') return std::nullopt;
    return std::string(line.substr(key.size() + 1));
}

bool may_follow(RecordKind before, RecordKind now) {
    switch (now) {
        case RecordKind::header:
            return false;
        case RecordKind::block:
        case RecordKind::summary:
            return before != RecordKind::summary;
        case RecordKind::checkpoint:
            return before == RecordKind::block || before == RecordKind::checkpoint;
    }
    return false;
}

}  // namespace

std::string BundleHeader::text() const {
    return fmt::format("origin {}\nstore {}\nkey {}\nsize {}\n", origin, store, first_key, size);
}

std::optional<BundleHeader> BundleHeader::from_text(std::string_view text) {
    const std::string_view whole = text;
    const auto origin = take_value(text, "origin");
    const auto store = take_value(text, "store");
    const auto key = take_value(text, "key");
    const auto size = take_value(text, "size");
    if (!origin || !store || !key || !size || !text.empty()) return std::nullopt;
    BundleHeader header{*origin, *store, *key, 0};
    std::from_chars(size->data(), size->data() + size->size(), header.size);
    return header.text() == whole ? std::optional(std::move(header)) : std::nullopt;
}

Bytes Block::body() const {
    Bytes bytes;
    ledger::put_big_endian(first, bytes);
    ledger::put_big_endian(static_cast<std::uint32_t>(entries.size()), bytes);
    ledger::put_big_endian(static_cast<std::uint32_t>(frames.size()), bytes);
    for (const ledger::Hash& each : leaves) bytes += ledger::view(each);
    for (const ledger::Frame& each : frames) bytes += encode(each);
    for (const BytesView each : entries) {
        ledger::put_big_endian(static_cast<std::uint32_t>(each.size()), bytes);
        bytes += each;
    }
    return bytes;
}

std::optional<Block> Block::from_body(BytesView body) {
    if (body.size() < 16) return std::nullopt;
    Block block;
    block.first = ledger::take_big_endian<std::uint64_t>(body);
    const auto events = ledger::take_big_endian<std::uint32_t>(body);
    const auto frames = ledger::take_big_endian<std::uint32_t>(body);
    const bool fits = events > 0 && events <= most_of_a_block && frames <= events &&
                      body.size() >= events * sizeof(ledger::Hash) + frames * frame_size;
    if (!fits) return std::nullopt;
    block.leaves.resize(events);
    std::memcpy(block.leaves.data(), body.data(), events * sizeof(ledger::Hash));
    body.remove_prefix(events * sizeof(ledger::Hash));
    for (std::uint32_t i = 0; i < frames; ++i) {
        block.frames.push_back(*ledger::decode_frame(body.substr(0, frame_size)));
        body.remove_prefix(frame_size);
    }
    for (std::uint32_t i = 0; i < events; ++i) {
        if (body.size() < 4) return std::nullopt;
        const auto length = ledger::take_big_endian<std::uint32_t>(body);
        if (body.size() < length) return std::nullopt;
        block.entries.push_back(body.substr(0, length));
        body.remove_prefix(length);
    }
    return body.empty() ? std::optional(std::move(block)) : std::nullopt;
}

BundleWriter::BundleWriter(std::ostream& out) : out_(out) { out_ << magic; }

void BundleWriter::put(RecordKind kind, BytesView body) {
    Bytes head(1, static_cast<char>(kind));
    ledger::put_big_endian(static_cast<std::uint32_t>(body.size()), head);
    out_ << head << body;
}

BundleReader::BundleReader(const std::string& file) : in_(file, std::ios::binary) {
    if (!in_) throw Cannot(fmt::format("cannot read {}: give a bundle, or the right to it", file));
    Bytes begin(magic.size(), '\0');
    in_.read(begin.data(), static_cast<std::streamsize>(begin.size()));
    if (!in_ || begin != magic)
        throw BundleBroken(fmt::format("{} does not begin as a bundle does: {}", file, way_out));
    offset_ = magic.size();
    const Record record = read();
    const auto header =
        record.kind == RecordKind::header ? BundleHeader::from_text(record.body) : std::nullopt;
    if (!header) throw BundleBroken(fmt::format("the header is not one: {}", way_out));
    header_ = *header;
}

std::optional<Record> BundleReader::next(Bytes memory) {
    if (last_ == RecordKind::summary) {
        if (in_.peek() != std::ifstream::traits_type::eof())
            throw BundleBroken(fmt::format("something stands behind the summary: {}", way_out));
        return std::nullopt;
    }
    Record record = read(std::move(memory));
    if (!may_follow(last_, record.kind))
        throw BundleBroken(
            fmt::format("the record at byte {} is of a kind that does not belong "
                        "there: {}",
                        record.offset, way_out));
    last_ = record.kind;
    return record;
}

Record BundleReader::read(Bytes memory) {
    Bytes head(head_of_a_record, '\0');
    in_.read(head.data(), static_cast<std::streamsize>(head.size()));
    BytesView rest = BytesView(head).substr(1);
    const auto length = in_ ? ledger::take_big_endian<std::uint32_t>(rest) : 0;
    const std::uint64_t at = offset_ + head_of_a_record;
    if (!in_ || length > most_bytes_of_a_record)
        throw BundleBroken(
            fmt::format("it ends, or says nonsense, at byte {}: {}", offset_, way_out));
    Record record{static_cast<RecordKind>(head[0]), at, std::move(memory)};
    record.body.resize(length);
    in_.read(record.body.data(), static_cast<std::streamsize>(length));
    if (!in_)
        throw BundleBroken(fmt::format("it ends within the record at byte {}: {}", at, way_out));
    offset_ = at + length;
    return record;
}

bool BundleReader::is_bundle(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    Bytes begin(magic.size(), '\0');
    in.read(begin.data(), static_cast<std::streamsize>(begin.size()));
    return in && begin == magic;
}

}  // namespace meterbook
