#include <algorithm>

#include "api/register/plan.hpp"

namespace api {
namespace {

using ledger::MeterId;
using ledger::State;

/// The rows of one thing, in the order of the file.
template <class Id, class Row>
using Groups = std::vector<std::pair<Id, std::vector<const Placed<Row>*>>>;

template <class Id, class Row, class IdOf>
Groups<Id, Row> grouped(const std::vector<Placed<Row>>& rows, IdOf id_of) {
    Groups<Id, Row> groups;
    std::map<Id, std::size_t> places;
    for (const Placed<Row>& each : rows) {
        const Id& id = id_of(each.value);
        const auto [place, is_new] = places.emplace(id, groups.size());
        if (is_new) groups.push_back({id, {}});
        groups[place->second].second.push_back(&each);
    }
    return groups;
}

using CalendarRows = std::vector<const Placed<CalendarRow>*>;

void check_calendar_row(const Placed<CalendarRow>& placed, const CalendarRows& rows,
                        ImportFaults& faults) {
    const CalendarRow& row = placed.value;
    if (row.name != rows.front()->value.name)
        faults.push_back({"calendars", placed.row, "name", row.name, "cell_must_fit",
                          "give the name of the calendar's first row"});
    if (row.day.has_value() != row.kind.has_value())
        faults.push_back({"calendars", placed.row, row.day ? "kind" : "day", "", "cell_must_fit",
                          "it is empty: give the day and its kind, or neither"});
    if (!row.day && rows.size() > 1)
        faults.push_back({"calendars", placed.row, "day", "", "cell_must_fit",
                          "it is empty: only a calendar of one row has no day"});
}

ledger::CalendarPublished calendar_of(const ledger::CalendarId& id, const CalendarRows& rows,
                                      ImportFaults& faults) {
    ledger::CalendarPublished calendar{id, rows.front()->value.name, {}};
    for (const Placed<CalendarRow>* each : rows) {
        check_calendar_row(*each, rows, faults);
        if (each->value.day && each->value.kind)
            calendar.days.push_back({*each->value.day, *each->value.kind});
    }
    std::ranges::stable_sort(calendar.days, {}, &ledger::CalendarDay::day);
    return calendar;
}

ledger::PublishTariff terms_of(const TariffRow& row) {
    ledger::PublishTariff terms = row.terms;
    for (std::size_t i = 0; i < row.prices.size(); ++i) {
        if (row.prices[i]) terms.prices.push_back({static_cast<ledger::Band>(i), *row.prices[i]});
    }
    return terms;
}

/// What was asked for when this version was published, with its prices in the order of the bands.
ledger::PublishTariff terms_of(const ledger::TariffPublished& fact) {
    ledger::PublishTariff terms{fact.tariff,     fact.name,        fact.effective_from,
                                fact.zone,       fact.prices,      fact.schedule,
                                fact.rules,      fact.calendar,    fact.tiers,
                                fact.tier_cycle, fact.cycle_start, fact.provisional};
    std::ranges::sort(terms.prices, {}, &ledger::BandPrice::band);
    return terms;
}

/// The versions of a tariff that no row was found to be yet.
std::vector<ledger::PublishTariff> published(const State& state, const ledger::TariffId& id) {
    std::vector<ledger::PublishTariff> versions;
    const ledger::Tariff* tariff = find(state.tariffs, id);
    if (tariff == nullptr) return versions;
    for (const ledger::TariffVersion& each : tariff->versions)
        versions.push_back(terms_of(each.terms));
    return versions;
}

bool takes(std::vector<ledger::PublishTariff>& versions, const ledger::PublishTariff& terms) {
    const auto found = std::ranges::find(versions, terms);
    if (found == versions.end()) return false;
    versions.erase(found);
    return true;
}

/// Mode `meter` is for profiles that say how a sale reaches the meter.
void check_mode(const Placed<MeterRow>& placed, const PlanOccasion& occasion,
                ImportFaults& faults) {
    const ledger::MeterRegistered& meter = placed.value.meter;
    if (meter.mode != ledger::DeductMode::meter || !occasion.why_the_book_deducts) return;
    if (const auto why = occasion.why_the_book_deducts(meter.profile))
        faults.push_back({"meters", placed.row, "mode", "meter", "mode_must_suit_the_profile",
                          "meters of profile '" + meter.profile.text() +
                              "' cannot deduct by themselves: " + *why + "; give mode book"});
}

ImportStep step_of(const Placed<MeterRow>& placed, const State& state, ImportFaults& faults) {
    const ledger::MeterRegistered& wanted = placed.value.meter;
    const ledger::Meter* known = find(state.meters, wanted.meter);
    ImportStep step{"meters", placed.row, wanted.meter.text(), known == nullptr};
    if (known == nullptr || known->registered != wanted)
        step.commands.emplace_back(ledger::RegisterMeter{wanted});
    const auto lines = warning_lines("meters", placed, faults);
    if (!lines) return step;
    const ledger::ThresholdsSet thresholds{wanted.meter, lines->alarm1, lines->alarm2,
                                           lines->overload_w};
    if (known == nullptr || known->thresholds != thresholds)
        step.commands.emplace_back(ledger::SetThresholds{thresholds});
    return step;
}

using MeterTariffRows = std::vector<const Placed<MeterTariffRow>*>;

bool is_known(const State& state, const MeterTariffRow& row) {
    const ledger::Meter* meter = find(state.meters, row.meter);
    return meter != nullptr &&
           std::ranges::any_of(meter->tariffs, [&](const ledger::AssignedTariff& each) {
               return each.from == row.from && each.tariff == row.tariff;
           });
}

/// From the first row on that the book does not have: an assignment ends those after it.
void plan_meter(MeterTariffRows rows, const State& state, ImportPlan& plan) {
    std::ranges::stable_sort(rows, {}, [](const auto* each) { return each->value.from; });
    bool is_changed = false;
    const MeterTariffRow* before = nullptr;
    for (const Placed<MeterTariffRow>* each : rows) {
        const MeterTariffRow& row = each->value;
        if (before != nullptr && before->from == row.from) {
            plan.faults.push_back({"meter_tariffs", each->row, "from", to_text(row.from),
                                   "row_must_be_the_only_one",
                                   "another row gives this meter a tariff at that moment: leave "
                                   "one of them out"});
            continue;
        }
        before = &row;
        const bool known = is_known(state, row);
        is_changed = is_changed || !known;
        ImportStep step{"meter_tariffs", each->row, row.meter.text(), !known};
        if (is_changed)
            step.commands.emplace_back(ledger::AssignTariff{{row.meter, row.tariff, row.from}});
        plan.steps.push_back(std::move(step));
    }
}

}  // namespace

void plan_calendars(const RegisterRows& rows, const State& state, ImportPlan& plan) {
    const auto id_of = [](const CalendarRow& row) -> const auto& { return row.calendar; };
    for (const auto& [id, of_it] :
         grouped<ledger::CalendarId, CalendarRow>(rows.calendars, id_of)) {
        const ledger::CalendarPublished wanted = calendar_of(id, of_it, plan.faults);
        const ledger::CalendarPublished* known = find(state.calendars, id);
        ImportStep step{"calendars", of_it.front()->row, id.text(), known == nullptr};
        if (known == nullptr || *known != wanted)
            step.commands.emplace_back(ledger::PublishCalendar{wanted});
        plan.steps.push_back(std::move(step));
    }
}

void plan_tariffs(const RegisterRows& rows, const State& state, ImportPlan& plan) {
    std::map<ledger::TariffId, std::vector<ledger::PublishTariff>> known;
    for (const Placed<TariffRow>& each : rows.tariffs) {
        const ledger::PublishTariff wanted = terms_of(each.value);
        auto [versions, is_first] = known.try_emplace(wanted.tariff);
        if (is_first) versions->second = published(state, wanted.tariff);
        ImportStep step{"tariffs", each.row, wanted.tariff.text(),
                        !state.tariffs.contains(wanted.tariff)};
        if (!takes(versions->second, wanted)) step.commands.emplace_back(wanted);
        plan.steps.push_back(std::move(step));
    }
}

void plan_meters(const RegisterRows& rows, const State& state, const PlanOccasion& occasion,
                 ImportPlan& plan) {
    Named<MeterId> named("meters", "meter", plan.faults);
    for (const Placed<MeterRow>& each : rows.meters) {
        if (!named.is_first(each.value.meter.meter, each.row)) continue;
        check_mode(each, occasion, plan.faults);
        plan.steps.push_back(step_of(each, state, plan.faults));
    }
}

void plan_meter_tariffs(const RegisterRows& rows, const State& state, ImportPlan& plan) {
    const auto id_of = [](const MeterTariffRow& row) -> const auto& { return row.meter; };
    for (const auto& [id, of_it] : grouped<MeterId, MeterTariffRow>(rows.meter_tariffs, id_of))
        plan_meter(of_it, state, plan);
}

}  // namespace api
