#include <algorithm>
#include <bitset>
#include <set>

#include <fmt/core.h>

#include "ledger/rules/checks.hpp"
#include "ledger/rules/consequences.hpp"
#include "ledger/rules/decisions.hpp"
#include "ledger/rules/money/check_money.hpp"
#include "ledger/values/limits.hpp"

namespace ledger {
namespace {

constexpr std::uint32_t longest_poll_interval_s = 86'400;

/// Says the fact, unless the book says the same already.
template <class Fact>
Decision declare(const Fact* known, const Fact& fact, const Occasion& occasion) {
    if (known != nullptr && *known == fact) return nothing_changes();
    return one_event(fact, occasion);
}

Objection check_methods(const std::vector<MethodId>& methods) {
    if (auto no = check_range("payment_methods", methods.size(), 1, 20)) return no;
    for (const MethodId& method : methods) {
        if (auto no = check_id("payment_methods", method)) return no;
    }
    return std::nullopt;
}

Objection check_counter(const SiteConfigured& site) {
    if (!site.counter) return std::nullopt;
    const CounterTerms& terms = *site.counter;
    if (auto no = first_of({check_range("counter.service_fee_ppm", terms.service_fee_ppm, 0,
                                        highest_service_fee_ppm),
                            check_limits(terms.overdraft, terms.hoarding_limit)}))
        return no;
    for (const MethodId& method : terms.till_methods) {
        if (auto no = check_method(site, method)) return no;
    }
    return check_range("counter.till_methods", terms.till_methods.size(), 0,
                       site.payment_methods.size());
}

Objection check_hours(const ProtectedHours& hours) {
    const auto minute = [](const char* field, std::uint32_t value, std::uint32_t most) {
        return check_range(field, value, 0, most);
    };
    if (auto no = first_of(
            {minute("patience.protected_hours.from_minute", hours.from_minute,
                    minutes_of_a_day - 1),
             minute("patience.protected_hours.to_minute", hours.to_minute, minutes_of_a_day),
             check_range("patience.protected_hours.weekdays", hours.weekdays.size(), 0, 7)}))
        return no;
    for (const std::uint32_t day : hours.weekdays) {
        if (auto no = check_range("patience.protected_hours.weekdays", day, 1, 7)) return no;
    }
    if (hours.to_minute > hours.from_minute) return std::nullopt;
    return Refusal{Rule::value_must_be_in_range, "patience.protected_hours.to_minute",
                   "protected hours end after they begin: give the hours of a night in two parts, "
                   "up to minute 1440 and from minute 0"};
}

/// A week without an hour in which power may be cut is no patience: that is what people decide.
Objection check_open_hours(const std::vector<ProtectedHours>& all) {
    std::bitset<std::size_t{7} * minutes_of_a_day> shut;
    for (const ProtectedHours& hours : all) {
        for (std::uint32_t day = 0; day < 7; ++day) {
            const bool is_on = hours.weekdays.empty() ||
                               std::find(hours.weekdays.begin(), hours.weekdays.end(), day + 1) !=
                                   hours.weekdays.end();
            for (std::uint32_t minute = hours.from_minute; is_on && minute < hours.to_minute;
                 ++minute)
                shut.set(day * minutes_of_a_day + minute);
        }
    }
    if (!shut.all()) return std::nullopt;
    return Refusal{Rule::value_must_be_in_range, "patience.protected_hours",
                   "every minute of the week is protected: leave some, or let people cut "
                   "(\"cutoff\": \"manual\")"};
}

Objection check_patience(const State& state, const SiteConfigured& site) {
    if (!site.patience) return std::nullopt;
    const CutoffTerms& terms = *site.patience;
    if (auto no = first_of({check_range("patience.grace_minutes", terms.grace_minutes, 0,
                                        longest_patience_minutes),
                            check_range("patience.patience_minutes", terms.patience_minutes, 0,
                                        longest_patience_minutes),
                            check_range("patience.protected_hours", terms.protected_hours.size(), 0,
                                        most_protected_hours)}))
        return no;
    for (const ProtectedHours& hours : terms.protected_hours) {
        if (auto no = check_hours(hours)) return no;
    }
    if (auto no = check_open_hours(terms.protected_hours)) return no;
    if (terms.holidays.is_empty() || state.calendars.contains(terms.holidays)) return std::nullopt;
    return no_such(Rule::calendar_must_exist, "patience.holidays", terms.holidays.text()).error;
}

Objection check_short_messages(const std::optional<ShortMessageTerms>& terms) {
    if (!terms) return std::nullopt;
    return first_of({check_range("notices.short_messages.quiet_from_minute",
                                 terms->quiet_from_minute, 0, minutes_of_a_day - 1),
                     check_range("notices.short_messages.quiet_to_minute", terms->quiet_to_minute,
                                 0, minutes_of_a_day - 1),
                     check_range("notices.short_messages.most_a_day", terms->most_a_day, 0,
                                 most_messages_a_day)});
}

Objection check_notices(const SiteConfigured& site) {
    if (!site.notices) return std::nullopt;
    const auto each_once = [](const char* field, const auto& list, std::size_t most) -> Objection {
        if (auto no = check_range(field, list.size(), 1, most)) return no;
        const std::set<typename std::remove_cvref_t<decltype(list)>::value_type> seen(list.begin(),
                                                                                      list.end());
        return check_range(field, list.size(), 1, seen.size());
    };
    return first_of(
        {each_once("notices.channels", site.notices->channels,
                   EnumNames<NoticeChannel>::names.size()),
         each_once("notices.kinds", site.notices->kinds, EnumNames<NoticeKind>::names.size()),
         check_short_messages(site.notices->short_messages)});
}

/// Two warnings that descend, and a power that a meter can show; `at` is where they stand.
Objection check_lines(const std::string& at, const WarningLines& lines) {
    if (lines.alarm1 < lines.alarm2 || lines.alarm2.is_negative() ||
        lines.alarm1 > most_money_at_once)
        return Refusal{
            Rule::thresholds_must_descend, at + "alarm2",
            "alarm1 is the first warning and alarm2 the last: give alarm1 >= alarm2 >= 0"};
    return check_range(at + "overload_w", lines.overload_w, 0, highest_rated_power_w);
}

Objection check_defaults(const State& state, const SiteConfigured& site) {
    if (!site.defaults) return std::nullopt;
    const auto& [tariff, thresholds] = *site.defaults;
    if (!tariff.is_empty() && !state.tariffs.contains(tariff))
        return no_such(Rule::tariff_must_exist, "defaults.tariff", tariff.text()).error;
    return thresholds ? check_lines("defaults.thresholds.", *thresholds) : std::nullopt;
}

Objection check_currency(const std::string& currency) {
    const bool is_code =
        currency.size() == 3 &&
        std::all_of(currency.begin(), currency.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    if (is_code) return std::nullopt;
    return Refusal{Rule::value_must_be_in_range, "currency",
                   "currency is not a code of three capital letters: give one such as CNY"};
}

/// A book is kept in one money and by one clock: what is posted cannot change its meaning.
Objection check_unchanged(const std::optional<SiteConfigured>& known, const SiteConfigured& site) {
    if (!known || (known->currency == site.currency && known->zone == site.zone))
        return std::nullopt;
    return Refusal{Rule::value_must_be_in_range, known->zone != site.zone ? "zone" : "currency",
                   fmt::format("the book is kept in {} and {}: start a new book for another",
                               known->currency, known->zone)};
}

Objection check_poll_interval(const std::optional<std::uint32_t>& seconds) {
    if (!seconds) return std::nullopt;
    return check_range("poll_interval_s", *seconds, 1, longest_poll_interval_s);
}

std::size_t meters_on(const State& state, const LineId& line, const MeterId& but) {
    return static_cast<std::size_t>(
        std::count_if(state.meters.begin(), state.meters.end(), [&](const auto& each) {
            return each.second.registered.line == line && each.first != but &&
                   each.second.retired.is_none();
        }));
}

Objection check_place_on_line(const State& state, const MeterRegistered& meter) {
    const Line* line = find(state.lines, meter.line);
    if (line == nullptr) return no_such(Rule::line_must_exist, "line", meter.line.text()).error;
    for (const auto& [id, other] : state.meters) {
        if (id != meter.meter && other.retired.is_none() && other.registered.line == meter.line &&
            other.registered.unit == meter.unit)
            return Refusal{Rule::unit_must_be_free_on_its_line, "unit",
                           fmt::format("unit {} of line '{}' is meter '{}': give another",
                                       meter.unit, meter.line.text(), id.text())};
    }
    if (meters_on(state, meter.line, meter.meter) >= line->registered.max_meters)
        return Refusal{Rule::line_must_have_room, "line",
                       fmt::format("line '{}' has its {} meters: use another line, or raise "
                                   "max_meters if the bus carries more",
                                   meter.line.text(), line->registered.max_meters)};
    return std::nullopt;
}

/// 总表: known, and not behind this meter itself, however far.
Objection check_main_meter(const State& state, const MeterRegistered& meter) {
    for (MeterId above = meter.main_meter; !above.is_empty();) {
        if (above == meter.meter)
            return Refusal{Rule::value_must_be_in_range, "main_meter",
                           fmt::format("meter '{}' would be behind itself: give the meter that "
                                       "feeds it, or none",
                                       meter.meter.text())};
        const Meter* known = find(state.meters, above);
        if (known == nullptr)
            return no_such(Rule::meter_must_exist, "main_meter", above.text()).error;
        above = known->registered.main_meter;
    }
    return std::nullopt;
}

/// What makes a meter this meter may not change under its name.
bool is_same_meter(const MeterRegistered& a, const MeterRegistered& b) {
    return a.profile == b.profile && a.number == b.number && a.ct == b.ct && a.pt == b.pt &&
           a.mode == b.mode;
}

/// Where people decide, the trips that the book asked for and that nobody has sent yet are over: as
/// many as one decision can tell of; what is left is not sent, and expires.
void stop_cutting(const State& state, Instant now, std::vector<Draft>& drafts) {
    for (const auto& [position, command] : state.commands) {
        if (drafts.size() == most_events_of_a_command) return;
        if (command.kind == CommandKind::trip && command.cause == CommandCause::arrears &&
            command.attempts == 0)
            drafts.push_back({CommandCancelled{position, command.meter}, now, state.last.next()});
    }
}

}  // namespace

Decision decide_one(const State& state, const ConfigureSite& command, const Occasion& occasion) {
    const SiteConfigured& site = command.fact;
    if (auto no = first_of(
            {check_text("name", site.name), check_zone("zone", site.zone),
             check_currency(site.currency), check_methods(site.payment_methods),
             check_range("plausibility_margin_percent", site.plausibility_margin_percent, 100,
                         1000),
             check_range("poll_interval_s", site.poll_interval_s, 1, longest_poll_interval_s),
             check_range("misses_until_lost", site.misses_until_lost, 1, 1000),
             check_range("look_back_days", site.look_back_days, 0, most_look_back_days),
             check_counter(site), check_unchanged(state.site, site), check_patience(state, site),
             check_notices(site), check_defaults(state, site)}))
        return refused(*no);
    auto decision = declare(state.site ? &*state.site : nullptr, site, occasion);
    if (decision && !decision->empty() && site.cutoff == Cutoff::manual)
        stop_cutting(state, occasion.now, *decision);
    return decision;
}

Decision decide_one(const State& state, const RegisterBuilding& command, const Occasion& occasion) {
    const BuildingRegistered& building = command.fact;
    if (auto no =
            first_of({check_id("building", building.building), check_text("name", building.name)}))
        return refused(*no);
    return declare(find(state.buildings, building.building), building, occasion);
}

Decision decide_one(const State& state, const RegisterGateway& command, const Occasion& occasion) {
    const GatewayRegistered& gateway = command.fact;
    if (auto no =
            first_of({check_id("gateway", gateway.gateway), check_text("name", gateway.name)}))
        return refused(*no);
    if (find(state.buildings, gateway.building) == nullptr)
        return no_such(Rule::building_must_exist, "building", gateway.building.text());
    return declare(find(state.gateways, gateway.gateway), gateway, occasion);
}

Decision decide_one(const State& state, const RegisterLine& command, const Occasion& occasion) {
    const LineRegistered& line = command.fact;
    if (auto no =
            first_of({check_id("line", line.line), check_text("address", line.address),
                      check_range("baud", line.baud, 300, 1'000'000),
                      check_range("stop_bits", line.stop_bits, 1, 2),
                      check_range("response_timeout_ms", line.response_timeout_ms, 10, 60'000),
                      check_poll_interval(line.poll_interval_s),
                      check_range("max_meters", line.max_meters, 1, most_units_on_a_line)}))
        return refused(*no);
    if (!line.gateway.is_empty() && find(state.gateways, line.gateway) == nullptr)
        return no_such(Rule::gateway_must_exist, "gateway", line.gateway.text());
    const Line* known = find(state.lines, line.line);
    return declare(known == nullptr ? nullptr : &known->registered, line, occasion);
}

Decision decide_one(const State& state, const RegisterMeter& command, const Occasion& occasion) {
    const MeterRegistered& meter = command.fact;
    if (auto no =
            first_of({check_id("meter", meter.meter), check_id("profile", meter.profile),
                      check_range("unit", meter.unit, 1, most_units_on_a_line),
                      check_text_or_empty("number", meter.number),
                      check_range("ct", meter.ct, 1, highest_ratio),
                      check_range("pt", meter.pt, 1, highest_ratio),
                      check_range("rated_power_w", meter.rated_power_w, 1, highest_rated_power_w),
                      check_text_or_empty("place.floor", meter.place.floor),
                      check_text_or_empty("place.room", meter.place.room),
                      check_poll_interval(meter.poll_interval_s)}))
        return refused(*no);
    if (find(state.buildings, meter.place.building) == nullptr)
        return no_such(Rule::building_must_exist, "place.building", meter.place.building.text());
    if (auto no = check_place_on_line(state, meter)) return refused(*no);
    if (auto no = check_main_meter(state, meter)) return refused(*no);
    const Meter* known = find(state.meters, meter.meter);
    if (known != nullptr && !is_same_meter(known->registered, meter))
        return refuse(Rule::meter_must_be_new, "meter",
                      fmt::format("meter '{}' is known with another number, profile, ratio or "
                                  "mode: register the new one under a new name",
                                  meter.meter.text()));
    const bool is_in_use = known != nullptr && known->retired.is_none();
    return declare(is_in_use ? &known->registered : nullptr, meter, occasion);
}

Decision decide_one(const State& state, const SetThresholds& command, const Occasion& occasion) {
    const ThresholdsSet& wanted = command.fact;
    const Meter* meter = find(state.meters, wanted.meter);
    if (meter == nullptr) return no_such(Rule::meter_must_exist, "meter", wanted.meter.text());
    if (auto no = check_lines("", {wanted.alarm1, wanted.alarm2, wanted.overload_w}))
        return refused(*no);
    if (meter->thresholds == wanted) return nothing_changes();

    Consequences drafts(state, occasion, Draft{wanted, occasion.now, {}});
    if (const Wallet* wallet = find(state.wallets, meter->wallet))
        drafts.watch_balance(*meter, {wallet->balance, wallet->overdraft}, &wanted);
    return drafts.take();
}

}  // namespace ledger
