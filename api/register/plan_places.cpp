#include "api/register/plan.hpp"

namespace api {
namespace {

using ledger::SiteConfigured;
using ledger::State;

/// What stands in a row of settings that belong together, and the column that is missing.
class Together {
public:
    Together(const Placed<SiteRow>& placed, ImportFaults& faults)
        : placed_(placed), faults_(faults) {}

    /// True where all of these are given; a fault where only some are.
    bool are(std::initializer_list<std::pair<const char*, bool>> needed, bool is_more_given) {
        bool any = is_more_given;
        for (const auto& [name, is_given] : needed) any = any || is_given;
        bool all = true;
        for (const auto& [name, is_given] : needed) {
            all = all && is_given;
            if (any && !is_given)
                faults_.push_back({"site", placed_.row, name, "", "cell_must_fit",
                                   "it is empty, and what belongs to it is not: give it, too"});
        }
        return any && all;
    }

private:
    const Placed<SiteRow>& placed_;
    ImportFaults& faults_;
};

std::optional<ledger::SupplyDefaults> defaults_of(const SiteRow& row, Together& together) {
    ledger::SupplyDefaults defaults{row.default_tariff, {}};
    if (together.are({{"default_alarm1", row.default_alarm1.has_value()},
                      {"default_alarm2", row.default_alarm2.has_value()}},
                     row.default_overload_w.has_value()))
        defaults.thresholds = {*row.default_alarm1, *row.default_alarm2,
                               row.default_overload_w.value_or(0)};
    if (defaults.tariff.is_empty() && !defaults.thresholds) return std::nullopt;
    return defaults;
}

SiteConfigured site_of(const Placed<SiteRow>& placed, ImportFaults& faults) {
    const SiteRow& row = placed.value;
    SiteConfigured site = row.site;
    Together together(placed, faults);
    if (together.are({{"service_fee_ppm", row.service_fee_ppm.has_value()},
                      {"overdraft", row.overdraft.has_value()}},
                     row.hoarding_limit || !row.till_methods.empty()))
        site.counter = {*row.service_fee_ppm, *row.overdraft, row.hoarding_limit, row.till_methods};
    if (together.are({{"grace_minutes", row.grace_minutes.has_value()},
                      {"patience_minutes", row.patience_minutes.has_value()}},
                     !row.protected_hours.empty() || !row.holidays.is_empty()))
        site.patience = {*row.grace_minutes, *row.patience_minutes, row.protected_hours,
                         row.holidays};
    if (together.are({{"notice_channels", !row.notice_channels.empty()},
                      {"notice_language", row.notice_language.has_value()},
                      {"notice_kinds", !row.notice_kinds.empty()}},
                     row.quiet_from_minute.has_value()))
        site.notices = {row.notice_channels, *row.notice_language, row.notice_kinds, {}};
    const bool are_short = together.are({{"quiet_from_minute", row.quiet_from_minute.has_value()},
                                         {"quiet_to_minute", row.quiet_to_minute.has_value()},
                                         {"messages_a_day", row.most_a_day.has_value()}},
                                        false);
    if (site.notices && are_short)
        site.notices->short_messages = {*row.quiet_from_minute, *row.quiet_to_minute,
                                        *row.most_a_day};
    site.defaults = defaults_of(row, together);
    return site;
}

/// The site of an empty book before its calendars and tariffs are there.
SiteConfigured without_what_comes_later(SiteConfigured site) {
    if (site.patience) site.patience->holidays = {};
    if (site.defaults) site.defaults->tariff = {};
    return site;
}

template <class Fact, class Id>
ImportStep declaring(const std::string& sheet, const Placed<Fact>& placed, const Id& id,
                     const Fact* known) {
    ImportStep step{sheet, placed.row, id.text(), known == nullptr};
    if (known == nullptr || *known != placed.value)
        step.commands.emplace_back(ledger::Declare<Fact>{placed.value});
    return step;
}

void plan_buildings(const RegisterRows& rows, const State& state, ImportPlan& plan) {
    Named<ledger::BuildingId> named("buildings", "building", plan.faults);
    for (const auto& each : rows.buildings) {
        const auto& id = each.value.building;
        if (named.is_first(id, each.row))
            plan.steps.push_back(declaring("buildings", each, id, find(state.buildings, id)));
    }
}

void plan_gateways(const RegisterRows& rows, const State& state, ImportPlan& plan) {
    Named<ledger::GatewayId> named("gateways", "gateway", plan.faults);
    for (const auto& each : rows.gateways) {
        const auto& id = each.value.gateway;
        if (named.is_first(id, each.row))
            plan.steps.push_back(declaring("gateways", each, id, find(state.gateways, id)));
    }
}

void plan_lines(const RegisterRows& rows, const State& state, ImportPlan& plan) {
    Named<ledger::LineId> named("lines", "line", plan.faults);
    for (const auto& each : rows.lines) {
        const auto& id = each.value.line;
        const ledger::Line* known = find(state.lines, id);
        if (named.is_first(id, each.row))
            plan.steps.push_back(
                declaring("lines", each, id, known == nullptr ? nullptr : &known->registered));
    }
}

}  // namespace

void plan_site(const RegisterRows& rows, const State& state, ImportPlan& plan) {
    if (rows.sites.size() > 1)
        plan.faults.push_back({"site", rows.sites[1].row, "", "", "row_must_be_the_only_one",
                               "there is one site: leave this row out"});
    if (rows.sites.empty()) return;
    const Placed<SiteRow>& first = rows.sites.front();
    const SiteConfigured site = site_of(first, plan.faults);
    ImportStep step{"site", first.row, site.name, !state.site};
    if (!state.site)
        step.commands.emplace_back(ledger::ConfigureSite{without_what_comes_later(site)});
    plan.steps.push_back(std::move(step));
}

void plan_whole_site(const RegisterRows& rows, const State& state, ImportPlan& plan) {
    if (rows.sites.empty()) return;
    ImportFaults told_already;
    const SiteConfigured site = site_of(rows.sites.front(), told_already);
    if (site == (state.site ? *state.site : without_what_comes_later(site))) return;
    plan.steps.push_back(
        {"site", rows.sites.front().row, site.name, !state.site, {ledger::ConfigureSite{site}}});
}

void plan_places(const RegisterRows& rows, const State& state, ImportPlan& plan) {
    plan_buildings(rows, state, plan);
    plan_gateways(rows, state, plan);
    plan_lines(rows, state, plan);
}

}  // namespace api
