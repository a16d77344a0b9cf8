#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "ledger/values/bytes.hpp"

namespace ledger::wire {

/// Writes over what stands in some bytes, from a place on, and makes them longer where they end:
/// byte by byte, and each costs less than a call.
class Pen {
public:
    explicit Pen(Bytes& paper, std::size_t place = 0) : paper_(paper) { at(place); }
    ~Pen() = default;
    Pen(const Pen&) = delete;
    Pen& operator=(const Pen&) = delete;

    void put(char byte) {
        want(1);
        *next_++ = byte;
    }
    void put(BytesView bytes) {
        want(bytes.size());
        next_ = copied_to(next_, bytes);
    }
    /// Seven bits a byte, the lowest first.
    void put_varint(std::uint64_t value) {
        want(longest_varint);
        next_ = varint_at(next_, value);
    }
    /// Two of them: a tag, and the number or the length behind it.
    [[gnu::always_inline]] void put_varints(std::uint32_t tag, std::uint64_t value) {
        want(2 * longest_varint);
        next_ = varint_at(varint_at(next_, tag), value);
    }

    /// Where it stands: behind what it wrote.
    std::size_t written() const { return static_cast<std::size_t>(next_ - paper_.data()); }

    void put_at(std::size_t place, char byte) { paper_[place] = byte; }

    /// One byte that was written before becomes these.
    void replace(std::size_t place, BytesView bytes) {
        const std::size_t more = bytes.size() - 1;
        const std::size_t behind = written() - place - 1;
        want(more);
        char* at = paper_.data() + place;
        std::memmove(at + bytes.size(), at + 1, behind);
        std::memcpy(at, bytes.data(), bytes.size());
        next_ += more;
    }

private:
    static constexpr std::size_t least_room = 256;  ///< most events are shorter
    static constexpr std::size_t longest_varint = 10;

    [[gnu::always_inline]] static char* varint_at(char* next, std::uint64_t value) {
        for (; value >= 0x80; value >>= 7U) *next++ = static_cast<char>(value | 0x80U);
        *next++ = static_cast<char>(value);
        return next;
    }
    /// Names are short: its first and its last word are all of one, and cost less than a call.
    [[gnu::always_inline]] static char* copied_to(char* next, BytesView bytes) {
        const char* from = bytes.data();
        const std::size_t size = bytes.size();
        const auto both_ends = [&](auto word) {
            std::memcpy(&word, from, sizeof word);
            std::memcpy(next, &word, sizeof word);
            std::memcpy(&word, from + size - sizeof word, sizeof word);
            std::memcpy(next + size - sizeof word, &word, sizeof word);
        };
        if (size > 2 * sizeof(std::uint64_t)) {
            std::memcpy(next, from, size);
        } else if (size >= sizeof(std::uint64_t)) {
            both_ends(std::uint64_t{});
        } else if (size >= sizeof(std::uint32_t)) {
            both_ends(std::uint32_t{});
        } else {
            for (std::size_t i = 0; i < size; ++i) next[i] = from[i];
        }
        return next + size;
    }
    void want(std::size_t bytes) {
        if (static_cast<std::size_t>(end_ - next_) < bytes) make_room(bytes);
    }
    void at(std::size_t place) {
        next_ = paper_.data() + place;
        end_ = paper_.data() + paper_.size();
    }
    [[gnu::noinline]] void make_room(std::size_t bytes) {
        const std::size_t place = written();
        paper_.resize(std::max({least_room, 2 * paper_.size(), place + bytes}));
        at(place);
    }

    Bytes& paper_;
    char* next_ = nullptr;
    char* end_ = nullptr;
};

}  // namespace ledger::wire
