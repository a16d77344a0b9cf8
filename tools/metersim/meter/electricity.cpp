#include "tools/metersim/meter/electricity.hpp"

#include "tools/metersim/meter/dice.hpp"

namespace metersim {
namespace {

/// Whole part of the square root, by Newton's rule.
std::int64_t whole_root(std::int64_t square) {
    if (square < 2) return square;
    std::int64_t root = square;
    for (std::int64_t next = (root + 1) / 2; next < root; next = (root + square / root) / 2) {
        root = next;
    }
    return root;
}

struct Phase {
    std::int64_t microwatts;
    std::int64_t decivolts;
    std::int64_t power_factor_permille;
};

void put(Electricity& all, std::size_t place, const Phase& phase) {
    const std::int64_t watts = (phase.microwatts + 500'000) / 1'000'000;
    const std::int64_t apparent = watts * 1000 / phase.power_factor_permille;
    // microwatts / (decivolts x permille) is centiamperes: the powers of ten cancel
    const std::int64_t current = phase.microwatts / (phase.decivolts * phase.power_factor_permille);
    all.decivolts.at(place) = static_cast<int>(phase.decivolts);
    all.centiamperes.at(place) = static_cast<int>(current);
    all.watts.at(place) = static_cast<int>(watts);
    all.vars.at(place) = static_cast<int>(whole_root(apparent * apparent - watts * watts));
    all.power_factor_permille.at(place) = static_cast<int>(phase.power_factor_permille);
    all.total_watts += all.watts.at(place);
    all.total_vars += all.vars.at(place);
}

}  // namespace

Electricity measure(std::int64_t microwatts, int phases, std::uint64_t random) {
    const std::int64_t power_factor =
        microwatts == 0 ? 1000 : dice_between(dice(random, 0), 900, 990);
    Electricity all;
    std::int64_t left = microwatts;
    for (int place = 0; place < phases; ++place) {
        const std::uint64_t own = dice(random, static_cast<std::uint64_t>(place) + 1);
        const std::int64_t fair = left / (phases - place);
        const bool is_last = place + 1 == phases;
        const std::int64_t share = is_last ? left : fair * dice_between(own, 950, 1050) / 1000;
        left -= share;
        put(all, static_cast<std::size_t>(place),
            {.microwatts = share,
             .decivolts = dice_between(own >> 16U, 2170, 2240),
             .power_factor_permille = power_factor});
    }
    all.total_power_factor_permille = static_cast<int>(power_factor);
    return all;
}

}  // namespace metersim
