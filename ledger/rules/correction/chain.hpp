#pragma once
#include <optional>
#include <span>
#include <vector>

#include "ledger/rating/rate.hpp"
#include "ledger/rules/state.hpp"

namespace ledger {

/// How a meter's registers came from one moment to the next.
enum class Passage : std::uint8_t {
    counted,      ///< what lies between was used
    rolled_over,  ///< the same, across their highest count
    estimated,    ///< a person says what was used, and they stay
    rescaled,     ///< other transformers: the counts stay, and nothing was used
    set_anew      ///< another device, or a reset: nothing was used
};

/// A moment at which it is known what a meter stood at.
struct Point {
    Instant at;
    Registers registers;
    Position event;  ///< that says so
    Passage passage = Passage::counted;
    Energy estimated{};
    std::uint64_t modulus = 0;
    std::optional<TierCount> tiers{};  ///< after it, as it was charged
    bool is_late = false;              ///< came after later ones, and stands where it fits
};

/// What a meter stood at, moment after moment, by everything that is known today: corrected
/// registers are in the place of the wrong ones, and then readings that came late in theirs, oldest
/// first. It is the same in whatever order they came.
struct Chain {
    std::vector<Point> points;
    std::vector<Position> left_out;  ///< late readings that contradict those around them
    bool is_whole = false;           ///< begins where the meter was attached, or first read
};

/// The chain as far as this past of the meter reaches.
Chain chain_of(const Meter& meter, std::span<const Event> past);

/// What was used since the point before; nothing where nothing can have been.
std::optional<EnergyUse> use_of(const Point& before, const Point& point);

/// Gives a point other registers, and the points after it that stand at the same.
void put_registers(std::vector<Point>& points, std::size_t index, const Registers& registers);

}  // namespace ledger
