#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace ledger {

using Bytes = std::string;           ///< Owned bytes, as RocksDB and Protobuf speak them.
using BytesView = std::string_view;  ///< Borrowed bytes.
using Hash = std::array<std::uint8_t, 32>;

/// Lower-case hexadecimal, for people and logs.
std::string to_hex(BytesView bytes);
inline BytesView view(const Hash& hash) {
    return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

}  // namespace ledger
