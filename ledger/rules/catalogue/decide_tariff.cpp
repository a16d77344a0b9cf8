#include <algorithm>

#include <fmt/core.h>

#include "ledger/rules/catalogue/tariff_shape.hpp"
#include "ledger/rules/checks.hpp"
#include "ledger/rules/correction/changed_past.hpp"
#include "ledger/rules/decisions.hpp"
#include "ledger/rules/entry_size.hpp"

namespace ledger {
namespace {

Objection check_calendar(const State& state, const PublishTariff& tariff) {
    const bool known = tariff.calendar.is_empty() || state.calendars.contains(tariff.calendar);
    if (!known) return no_such(Rule::calendar_must_exist, "calendar", tariff.calendar.text()).error;
    const bool speaks_of_holidays =
        std::any_of(tariff.rules.begin(), tariff.rules.end(),
                    [](const DayRule& each) { return each.on == DayKind::holiday; });
    if (speaks_of_holidays && tariff.calendar.is_empty())
        return Refusal{Rule::calendar_must_exist, "calendar",
                       "a rule is about holidays and no calendar says which days are: name one"};
    return std::nullopt;
}

/// What the fact changes of what was charged lies within what the site looks back.
template <class Fact>
Objection check_past(const State& state, const Fact& fact, std::string_view field, Instant now) {
    for (const auto& [id, meter] : state.meters) {
        if (auto no = check_look_back(state, meter, changed_past(state, meter, fact), field, now))
            return no;
    }
    return std::nullopt;
}

}  // namespace

Decision decide_one(const State& state, const PublishTariff& command, const Occasion& occasion) {
    if (auto no = first_of({check_id("tariff", command.tariff), check_text("name", command.name),
                            check_instant("effective_from", command.effective_from),
                            command.zone.empty() ? std::nullopt : check_zone("zone", command.zone),
                            check_calendar(state, command)}))
        return refused(*no);
    const Tariff* known = find(state.tariffs, command.tariff);
    const auto version =
        static_cast<std::uint32_t>(known == nullptr ? 1 : known->versions.size() + 1);
    TariffPublished fact{command.tariff,         command.name,       version,
                         command.effective_from, command.zone,       command.prices,
                         command.schedule,       command.rules,      command.calendar,
                         command.tiers,          command.tier_cycle, command.cycle_start,
                         command.provisional};
    if (auto no = first_of({check_shape(fact), check_entry_size("rules", fact),
                            check_past(state, fact, "effective_from", occasion.now)}))
        return refused(*no);
    return one_event(std::move(fact), occasion);
}

Decision decide_one(const State& state, const AssignTariff& command, const Occasion& occasion) {
    const TariffAssigned& wanted = command.fact;
    const Meter* meter = find(state.meters, wanted.meter);
    if (meter == nullptr) return no_such(Rule::meter_must_exist, "meter", wanted.meter.text());
    if (find(state.tariffs, wanted.tariff) == nullptr)
        return no_such(Rule::tariff_must_exist, "tariff", wanted.tariff.text());
    if (auto no = check_instant("from", wanted.from)) return refused(*no);
    const auto same = [&](const AssignedTariff& each) {
        return each.from == wanted.from && each.tariff == wanted.tariff;
    };
    if (!meter->tariffs.empty() && same(meter->tariffs.back())) return nothing_changes();
    if (auto no = check_look_back(state, *meter, changed_past(state, *meter, wanted), "from",
                                  occasion.now))
        return refused(*no);
    return one_event(wanted, occasion);
}

}  // namespace ledger
