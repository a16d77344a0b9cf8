#pragma once
#include <cstddef>
#include <cstdint>

#include "ledger/values/bytes.hpp"
#include "ledger/values/ensure.hpp"

namespace ledger {

/// Appends fixed-width numbers, highest byte first: keys then sort as numbers do.
template <class T>
void put_big_endian(T value, Bytes& out) {
    for (std::size_t i = sizeof(T); i-- > 0;)
        out.push_back(static_cast<char>(static_cast<std::uint64_t>(value) >> (8 * i) & 0xFFU));
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
