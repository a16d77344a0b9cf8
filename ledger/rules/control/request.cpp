#include "ledger/rules/control/request.hpp"

#include <algorithm>
#include <iterator>

#include <fmt/core.h>

#include "ledger/rules/catalogue/in_use.hpp"
#include "ledger/rules/catalogue/meter_terms.hpp"
#include "ledger/rules/checks.hpp"
#include "ledger/rules/control/pending.hpp"

namespace ledger {
namespace {

constexpr auto usual_life = std::chrono::hours(24);

/// What holds of any command to any meter.
Objection check_wish(const State& state, const RequestCommand& wish, const Meter& meter,
                     Instant now) {
    if (auto no = check_expiry(expiry_of(wish.expires_at, now), now)) return no;
    if (wish.kind == CommandKind::credit_push)
        return Refusal{Rule::credit_push_must_follow_a_sale, "kind",
                       "credit goes to a meter when it is sold: sell it"};
    if (is_pending(state, meter, wish.kind))
        return Refusal{Rule::command_must_not_be_pending_twice, "kind",
                       fmt::format("a {} of meter '{}' is on its way: wait for it, or cancel it",
                                   to_text(wish.kind), wish.meter.text())};
    return std::nullopt;
}

/// What holds of those that move the relay. Keep-power outranks everything but its own end.
Objection check_supply(const State& state, const RequestCommand& wish, const Meter& meter) {
    if (!is_about_supply(wish.kind)) return std::nullopt;
    if (!meter.registered.has_relay)
        return Refusal{
            Rule::meter_must_have_a_relay, "meter",
            fmt::format("meter '{}' has no relay: it can only be read", wish.meter.text())};
    const bool is_kept = meter.supply == CommandKind::keep_power ||
                         is_pending(state, meter, CommandKind::keep_power);
    if (is_kept && wish.kind == CommandKind::trip)
        return Refusal{
            Rule::keep_power_outranks_trip, "kind",
            fmt::format("meter '{}' keeps power: restore prepaid first", wish.meter.text())};
    if (is_kept && wish.kind == CommandKind::close)
        return Refusal{Rule::power_must_not_be_kept, "kind",
                       fmt::format("meter '{}' keeps power and is closed: restore prepaid to end "
                                   "that",
                                   wish.meter.text())};
    return std::nullopt;
}

/// The prices in force now. A meter knows bands, and no tiers.
Result<Cargo, Refusal> prices_of(const State& state, const Meter& meter, Instant now) {
    const auto terms = terms_of(state, meter, {now, now + Duration(1)});
    const std::string& id = meter.registered.meter.text();
    if (terms.empty() || terms.front().tariff == nullptr)
        return refuse(Rule::meter_must_have_a_price, "meter",
                      fmt::format("meter '{}' has no tariff in force now: assign one", id));
    const TariffPublished& tariff = *terms.front().tariff;
    if (!tariff.tiers.empty())
        return refuse(Rule::prices_must_have_no_tiers, "kind",
                      fmt::format("tariff '{}' of meter '{}' has tiers, which meters do not know: "
                                  "let the book deduct",
                                  tariff.tariff.text(), id));
    Cargo cargo;
    cargo.tariff = terms.front().published;
    cargo.prices = tariff.prices;
    return cargo;
}

Result<Cargo, Refusal> settings_of(const Meter& meter) {
    if (!meter.thresholds)
        return refuse(Rule::thresholds_must_be_set, "meter",
                      fmt::format("meter '{}' has no thresholds: set its alarms first",
                                  meter.registered.meter.text()));
    Cargo cargo;
    cargo.settings = MeterSettings{meter.thresholds->alarm1, meter.thresholds->alarm2,
                                   meter.thresholds->overload_w};
    return cargo;
}

}  // namespace

Instant expiry_of(const std::optional<Instant>& wanted, Instant now) {
    return wanted.value_or(now + usual_life);
}

Objection check_expiry(Instant expires_at, Instant now) {
    if (auto no = check_instant("expires_at", expires_at)) return no;
    if (expires_at > now) return std::nullopt;
    return Refusal{Rule::expiry_must_be_in_the_future, "expires_at",
                   fmt::format("{} is over: give a later moment", to_text(expires_at))};
}

Result<CommandRequested, Refusal> request_of(const State& state, const RequestCommand& wish,
                                             const Occasion& occasion) {
    const Meter* meter = find(state.meters, wish.meter);
    if (meter == nullptr) return no_such(Rule::meter_must_exist, "meter", wish.meter.text());
    if (auto no = check_in_use("meter", *meter)) return refused(*no);
    if (auto no = check_wish(state, wish, *meter, occasion.now)) return refused(*no);
    if (auto no = check_supply(state, wish, *meter)) return refused(*no);
    if (wish.kind != CommandKind::read_now) {
        if (auto no = check_reason(occasion.reason)) return refused(*no);
    }
    CommandRequested request{
        wish.meter, wish.kind, CommandCause::person, expiry_of(wish.expires_at, occasion.now),
        {},         {}};
    const bool carries_prices = wish.kind == CommandKind::price_download;
    if (!carries_prices && wish.kind != CommandKind::settings_download) return request;
    auto cargo = carries_prices ? prices_of(state, *meter, occasion.now) : settings_of(*meter);
    if (!cargo) return refused(cargo.error());
    request.cargo = std::move(*cargo);
    return request;
}

void add_request(const State& state, Draft request, std::vector<Draft>& drafts) {
    const auto& asked = std::get<CommandRequested>(request.payload);
    const Position cause = {state.last.number + drafts.size() + 1};
    std::vector<Draft> ended;
    for (const Position older : state.meters.at(asked.meter).pending) {
        if (is_about_supply(asked.kind) && is_about_supply(state.commands.at(older).kind))
            ended.push_back({CommandCancelled{older, asked.meter}, request.occurred_at, cause});
    }
    drafts.push_back(std::move(request));
    std::ranges::move(ended, std::back_inserter(drafts));
}

}  // namespace ledger
