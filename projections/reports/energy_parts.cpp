#include "projections/reports/energy_parts.hpp"

#include <map>

#include "ledger/rating/split.hpp"
#include "ledger/values/one_of.hpp"

namespace projections {
namespace {

using namespace ledger;  // NOLINT(google-build-using-namespace): every event is the ledger's

constexpr Duration an_hour = std::chrono::hours(1);

/// Moments where an interval is cut within one day.
struct Cuts {
    std::vector<std::uint8_t> hours;
    std::vector<std::int64_t> weights;  ///< microseconds
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

void divide_day(const EnergyFact& fact, Day day, Energy energy, const Zone& zone,
                const std::function<void(const HourPart&)>& each) {
    const Instant midnight = zone.at(day);
    Cuts cuts;
    if (fact.since && !energy.is_negative())
        cuts = cuts_of(std::max(*fact.since, midnight), std::min(fact.until, zone.at(day.next())),
                       midnight);
    if (cuts.hours.empty()) return each({day, no_hour, energy});
    const auto parts = split(energy, cuts.weights);
    for (std::size_t i = 0; i < parts.size(); ++i) each({day, cuts.hours[i], parts[i]});
}

}  // namespace

void each_hour(const EnergyFact& fact, const Zone& zone,
               const std::function<void(const HourPart&)>& each) {
    std::map<Day, Energy> days;
    for (const ChargeLine& line : *fact.lines)
        days[line.day] += line.tier == 0 ? line.energy : Energy{};
    for (const auto& [day, energy] : days) {
        if (!energy.is_zero()) divide_day(fact, day, energy, zone, each);
    }
}

std::optional<EnergyFact> energy_in(const Event& event, const std::optional<Instant>& since) {
    return std::visit(
        [&](const auto& fact) -> std::optional<EnergyFact> {
            using Fact = std::remove_cvref_t<decltype(fact)>;
            if constexpr (requires { fact.lines; }) {
                EnergyFact energy{fact.meter, fact.wallet, &fact.lines, since,
                                  event.envelope.occurred_at};
                if constexpr (requires { fact.previous; }) energy.previous = fact.previous;
                if constexpr (std::is_same_v<Fact, EnergyEstimated>) energy.since = fact.since;
                if constexpr (std::is_same_v<Fact, ChargeCorrected>) energy.since.reset();
                return energy;
            } else {
                return std::nullopt;
            }
        },
        event.payload);
}

MeterId read_anew(const Event& event) {
    return std::visit(
        [](const auto& fact) -> MeterId {
            using Fact = std::remove_cvref_t<decltype(fact)>;
            if constexpr (std::is_same_v<Fact, ReadingRecorded>) {
                const bool is_newest =
                    fact.use != ReadingUse::late && fact.use != ReadingUse::corrects;
                return is_newest ? fact.meter : MeterId();
            } else if constexpr (is_one_of<Fact, MeterAttached, MeterDetached, RegisterRolledOver,
                                           MeterReplaced, MeterReset, TransformerRatioChanged>) {
                return fact.meter;
            } else {
                return {};
            }
        },
        event.payload);
}

}  // namespace projections
