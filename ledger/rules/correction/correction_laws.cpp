#include "ledger/rules/correction/correction_laws.hpp"

#include <algorithm>

#include "ledger/rules/correction/chain.hpp"
#include "ledger/rules/correction/correction.hpp"
#include "ledger/rules/energy/check_registers.hpp"
#include "ledger/rules/energy/judge_reading.hpp"

namespace ledger {
namespace {

constexpr std::size_t first_look = 64;
constexpr std::size_t growth = 8;

/// Asks for more and more of the past until `look` finds it enough, or there is no more.
template <class Look>
auto look_back(const MeterId& meter, const PastOf& past_of, Look&& look) {
    for (std::size_t most = first_look;; most *= growth) {
        const std::vector<Event> past = past_of(meter, most);
        auto seen = look(past);
        if (seen || past.size() < most) return seen;
    }
}

/// What the chain says of a corrected reading, before and after.
struct Corrected {
    Registers before;
    Registers stands;
};

std::optional<Corrected> corrected_in(const Meter& meter, const ReadingCorrected& fact,
                                      const std::vector<Event>& past) {
    Chain chain = chain_of(meter, past);
    const auto found =
        std::find_if(chain.points.begin(), chain.points.end(), [&](const Point& each) {
            const bool is_baseline =
                each.event == meter.attached.position && fact.reading == meter.attached.baseline;
            return each.event == fact.reading || is_baseline;
        });
    if (found == chain.points.end()) return std::nullopt;
    const Registers before = found->registers;
    put_registers(chain.points, static_cast<std::size_t>(found - chain.points.begin()),
                  fact.registers);
    return Corrected{before, chain.points.back().registers};
}

/// Charges it again. Nothing: the past was too short.
std::optional<Result<Correction, Hindrance>> charged_again(const State& state, const Meter& meter,
                                                           const std::vector<Event>& past) {
    auto again = correction_of(state, meter, state.due.at(meter.registered.meter), past);
    const bool is_too_short = !again && again.error().is_past_too_short;
    return is_too_short ? std::nullopt : std::optional(std::move(again));
}

}  // namespace

std::optional<Breach> correction_breach(const State& state, const Envelope&,
                                        const ReadingCorrected& fact, const PastOf& past_of) {
    const Meter* meter = find(state.meters, fact.meter);
    if (meter == nullptr || !meter->last_good)
        return Breach{Law::event_speaks_of_known_things, "the meter is unknown, or was never read"};
    const auto chain = look_back(fact.meter, past_of, [&](const std::vector<Event>& past) {
        return corrected_in(*meter, fact, past);
    });
    const bool fits = chain && chain->before == fact.before && chain->stands == fact.stands &&
                      have_same_shape(fact.registers, fact.before) &&
                      !check_registers("registers", fact.registers);
    if (fits) return std::nullopt;
    return Breach{
        Law::reading_follows_the_last_good_one,
        "it corrects no reading that said so, to registers that the meter has, or the meter "
        "stands otherwise after it"};
}

std::optional<Breach> correction_breach(const State& state, const Envelope&,
                                        const ChargeCorrected& fact, const PastOf& past_of) {
    const Meter* meter = find(state.meters, fact.meter);
    const Due* due = find(state.due, fact.meter);
    if (meter == nullptr || due == nullptr || due->cause != fact.cause)
        return Breach{Law::event_speaks_of_known_things,
                      "nothing of this meter is to be corrected"};
    if (!due->from) {
        const bool is_empty = fact.wallet.is_empty() && fact.lines.empty();
        return is_empty ? std::nullopt
                        : std::optional(Breach{Law::charge_is_what_the_terms_say,
                                               "nothing of its account is to be corrected"});
    }
    const auto again = look_back(fact.meter, past_of, [&](const std::vector<Event>& past) {
        return charged_again(state, *meter, past);
    });
    if (!again || !*again)
        return Breach{Law::charge_is_what_the_terms_say, "it cannot be charged again"};
    if ((*again)->fact == fact) return std::nullopt;
    return Breach{Law::charge_is_what_the_terms_say, "charging it again gives other lines"};
}

PastOf past_in(std::span<const Event> events) {
    return [events](const MeterId& meter, std::size_t most) {
        const Subject subject{SubjectKind::meter, meter.text()};
        std::vector<Event> past;
        for (auto each = events.rbegin(); each != events.rend() && past.size() < most; ++each) {
            if (each->envelope.subject == subject) past.push_back(*each);
        }
        std::reverse(past.begin(), past.end());
        return past;
    };
}

}  // namespace ledger
