#include "tools/metersim/meter/dice.hpp"

namespace metersim {

std::uint64_t dice(std::uint64_t seed, std::uint64_t throw_number) {
    std::uint64_t mixed = seed + (throw_number + 1) * 0x9E3779B97F4A7C15U;
    mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9U;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBU;
    return mixed ^ (mixed >> 31U);
}

std::int64_t dice_between(std::uint64_t random, std::int64_t lowest, std::int64_t highest) {
    const auto sides = static_cast<std::uint64_t>(highest - lowest) + 1;
    return lowest + static_cast<std::int64_t>(random % sides);
}

std::uint64_t seed_of(std::uint64_t seed, std::string_view name) {
    std::uint64_t hash = 0xCBF29CE484222325U;  // FNV-1a
    for (const char letter : name) {
        hash = (hash ^ static_cast<unsigned char>(letter)) * 0x100000001B3U;
    }
    return dice(seed, hash);
}

}  // namespace metersim
