#pragma once
#include <cstdint>
#include <limits>

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/wire_format_lite.h>

#include "ledger/values/bytes.hpp"

namespace ledger::wire {

using Format = google::protobuf::internal::WireFormatLite;

/// Reads bytes from the left, up to an end that lengths within them draw nearer: in place, since a
/// call for each number would cost more than reading it. False, always: they do not go on like
/// that.
class Reader {
public:
    explicit Reader(BytesView bytes) : next_(bytes.data()), end_(next_ + bytes.size()) {}

    bool is_at_end() const { return next_ == end_; }

    bool varint(std::uint64_t& value) {
        if (next_ == end_) return false;
        const auto first = static_cast<unsigned char>(*next_);
        if (first >= 0x80) return long_varint(value);
        ++next_;
        value = first;
        return true;
    }

    bool tag(std::uint32_t& tag) {
        std::uint64_t number = 0;
        if (!varint(number) || number > std::numeric_limits<std::uint32_t>::max()) return false;
        tag = static_cast<std::uint32_t>(number);
        return Format::GetTagFieldNumber(tag) > 0;
    }

    /// A length and so many bytes, borrowed.
    bool bytes(BytesView& bytes) {
        std::uint64_t length = 0;
        if (!varint(length) || length > left()) return false;
        bytes = {next_, length};
        next_ += length;
        return true;
    }

    /// Goes past a field that nobody knows here, as protobuf does: that of a newer version.
    bool skip(std::uint32_t tag) {
        if (Format::GetTagWireType(tag) == Format::WIRETYPE_LENGTH_DELIMITED) {
            BytesView skipped;
            return bytes(skipped);
        }
        google::protobuf::io::CodedInputStream rest(reinterpret_cast<const std::uint8_t*>(next_),
                                                    static_cast<int>(left()));
        if (!Format::SkipField(&rest, tag)) return false;
        next_ += rest.CurrentPosition();
        return true;
    }

private:
    static constexpr unsigned bits_of_a_varint = 70;

    std::uint64_t left() const { return static_cast<std::uint64_t>(end_ - next_); }

    bool long_varint(std::uint64_t& value) {
        value = 0;
        for (unsigned shift = 0; shift < bits_of_a_varint && next_ != end_; shift += 7) {
            const auto byte = static_cast<unsigned char>(*next_++);
            value |= std::uint64_t{byte & 0x7FU} << shift;
            if (byte < 0x80) return true;
        }
        return false;
    }

    const char* next_;
    const char* end_;
};

}  // namespace ledger::wire
