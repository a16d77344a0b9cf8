#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "ledger/values/bytes.hpp"
#include "ledger/values/ensure.hpp"

namespace ledger {

/// Writes a fixed-width number, highest byte first: keys then sort as numbers do. Says where it
/// ends.
template <class T>
char* write_big_endian(T value, char* at) {
    constexpr unsigned unused_bits = 8 * (sizeof(std::uint64_t) - sizeof(T));
    const std::uint64_t word = __builtin_bswap64(static_cast<std::uint64_t>(value) << unused_bits);
    std::memcpy(at, &word, sizeof(T));
    return at + sizeof(T);
}

/// Appends one.
template <class T>
void put_big_endian(T value, Bytes& out) {
    std::array<char, sizeof(T)> bytes;  // NOLINT(cppcoreguidelines-pro-type-member-init)
    write_big_endian(value, bytes.data());
    out.append(bytes.data(), bytes.size());
}

/// Takes a fixed-width number from the front of the bytes, which must hold it.
template <class T>
T take_big_endian(BytesView& bytes) {
    ensure(bytes.size() >= sizeof(T), "the bytes are long enough");
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < sizeof(T); ++i)
        value = value << 8U | static_cast<unsigned char>(bytes[i]);
    bytes.remove_prefix(sizeof(T));
    return static_cast<T>(value);
}

}  // namespace ledger
