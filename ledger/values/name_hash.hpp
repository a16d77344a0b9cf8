#pragma once
#include <cstdint>
#include <cstring>
#include <string_view>

namespace ledger {

/// Finds a name in a table. Names are short and are looked up half a dozen times at every reading:
/// eight bytes at once, in place. It differs between processors, and is never stored.
inline std::uint64_t hash_of_name(std::string_view name) noexcept {
    constexpr std::uint64_t odd = 0x9e37'79b9'7f4a'7c15;
    const auto mix = [](std::uint64_t word) {
        __extension__ using Wide = unsigned __int128;
        const Wide product = Wide{word ^ odd} * odd;
        return static_cast<std::uint64_t>(product ^ product >> 64U);
    };
    const auto word_at = [&](std::size_t at, auto word) {
        std::memcpy(&word, name.data() + at, sizeof word);
        return std::uint64_t{word};
    };
    const std::size_t size = name.size();
    std::uint64_t hash = mix(size);
    std::size_t at = 0;
    for (; at + 8 < size; at += 8) hash = mix(hash ^ word_at(at, std::uint64_t{}));
    if (size >= 8) return mix(hash ^ word_at(size - 8, std::uint64_t{}));  // some of them twice
    const auto half_at = [&](std::size_t at_byte) { return word_at(at_byte, std::uint32_t{}); };
    if (size >= 4) return mix(hash ^ (half_at(0) << 32U | half_at(size - 4)));
    for (const char each : name) hash = hash << 8U ^ static_cast<unsigned char>(each);
    return mix(hash);
}

}  // namespace ledger
