#include "projections/reports/energy_parts.hpp"

#include <algorithm>

#include "ledger/rating/split.hpp"
#include "ledger/values/one_of.hpp"

namespace projections {
namespace {

using namespace ledger;  // NOLINT(google-build-using-namespace): every event is the ledger's

constexpr Duration an_hour = std::chrono::hours(1);

struct DayUse {
    Day day;
    Energy energy;
};

/// Moments where an interval is cut within one day.
struct Cuts {
    Few<std::uint8_t, 4> hours;
    Few<std::int64_t, 4> weights;  ///< microseconds
};

Cuts cuts_of(Instant begin, Instant end, Instant midnight) {
    Cuts cuts;
    while (begin < end) {
        const auto hour = (begin - midnight) / an_hour;
        const Instant next = std::min(end, midnight + an_hour * (hour + 1));
        cuts.hours.push_back(static_cast<std::uint8_t>(hour));
        cuts.weights.push_back((next - begin).count());
        begin = next;
    }
    return cuts;
}

void divide_day(const EnergyFact& fact, const DayUse& use, const Zone& zone, HourParts& parts) {
    const Instant midnight = zone.at(use.day);
    Cuts cuts;
    if (fact.since && !use.energy.is_negative())
        cuts = cuts_of(std::max(*fact.since, midnight),
                       std::min(fact.until, zone.at(use.day.next())), midnight);
    if (cuts.hours.empty()) return parts.push_back({use.day, no_hour, use.energy});
    if (cuts.hours.size() == 1) return parts.push_back({use.day, cuts.hours[0], use.energy});
    const auto shares = split(use.energy, {cuts.weights.data(), cuts.weights.size()});
    for (std::size_t i = 0; i < shares.size(); ++i)
        parts.push_back({use.day, cuts.hours[i], shares[i]});
}

/// Of all bands and tariffs.
Few<DayUse, 4> days_of(const std::vector<ChargeLine>& lines) {
    Few<DayUse, 4> days;
    for (const ChargeLine& line : lines) {
        auto* use = std::ranges::find(days, line.day, &DayUse::day);
        if (use == days.end()) {
            days.push_back({line.day, {}});
            use = &days.back();
        }
        use->energy += line.tier == 0 ? line.energy : Energy{};
    }
    return days;
}

}  // namespace

HourParts hours_of(const EnergyFact& fact, const Zone& zone) {
    HourParts parts;
    for (const DayUse& each : days_of(fact.lines)) {
        if (!each.energy.is_zero()) divide_day(fact, each, zone, parts);
    }
    return parts;
}

std::optional<EnergyFact> energy_in(const Event& event) {
    return std::visit(
        [&](const auto& fact) -> std::optional<EnergyFact> {
            using Fact = std::remove_cvref_t<decltype(fact)>;
            if constexpr (requires { fact.lines; }) {
                EnergyFact energy{
                    fact.meter, fact.wallet, fact.lines, {}, event.envelope.occurred_at};
                if constexpr (requires { fact.previous; }) energy.previous = fact.previous;
                if constexpr (std::is_same_v<Fact, EnergyEstimated>) energy.since = fact.since;
                energy.is_since_last_read = !is_one_of<Fact, EnergyEstimated, ChargeCorrected>;
                return energy;
            } else {
                return std::nullopt;
            }
        },
        event.payload);
}

const MeterId* read_anew(const Event& event) {
    return std::visit(
        [](const auto& fact) -> const MeterId* {
            using Fact = std::remove_cvref_t<decltype(fact)>;
            if constexpr (std::is_same_v<Fact, ReadingRecorded>) {
                const bool is_newest =
                    fact.use != ReadingUse::late && fact.use != ReadingUse::corrects;
                return is_newest ? &fact.meter : nullptr;
            } else if constexpr (is_one_of<Fact, MeterAttached, MeterDetached, RegisterRolledOver,
                                           MeterReplaced, MeterReset, TransformerRatioChanged>) {
                return &fact.meter;
            } else {
                return nullptr;
            }
        },
        event.payload);
}

}  // namespace projections
