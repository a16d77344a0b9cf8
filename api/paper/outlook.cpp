#include "api/paper/outlook.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "api/paper/log.hpp"
#include "api/problem.hpp"
#include "api/replies.hpp"

namespace api {
namespace {

using namespace ledger;

constexpr std::int64_t days_looked_at = 7;

/// A meter that draws on the wallet, and its first whole day with it.
struct Drawing {
    MeterId meter;
    Day since;
};

std::vector<Drawing> drawing_on(const Call& call, const WalletId& wallet, const Zone& zone) {
    return call.service.book.read([&](const State& state) {
        const Wallet* known = find(state.wallets, wallet);
        if (known == nullptr)
            throw Problem(404, "wallet_must_exist", "",
                          "wallet '" + wallet.text() + "' does not exist");
        std::vector<Drawing> all;
        for (const MeterId& id : known->meters)
            all.push_back({id, zone.day_of(state.meters.at(id).attached.at).next()});
        return all;
    });
}

/// What was used on whole days of the site.
struct Use {
    Day from;
    Day to;
    std::int64_t days = 0;
    Energy energy;
    Money amount;
};

Use use_of(const Call& call, const std::vector<Drawing>& meters, Day today) {
    Use use{{today.number - days_looked_at}, {today.number - 1}, 0, {}, {}};
    if (meters.empty()) return use;
    const Day oldest = std::ranges::min(meters, {}, &Drawing::since).since;
    use.from = std::max(use.from, oldest);
    use.days = std::max<std::int64_t>(use.to.number - use.from.number + 1, 0);
    for (const Drawing& each : meters) {
        const Day from = std::max(use.from, each.since);
        if (from > use.to) continue;
        for (const auto& day : call.service.read_models.energy.of(each.meter, from, use.to)) {
            use.energy += day.energy;
            use.amount += day.amount;
        }
    }
    return use;
}

/// GET /v1/wallets/{wallet}/outlook
Response read_outlook(const Call& call) {
    wait_for_position(call, call.service.read_models.balances);
    wait_for_position(call, call.service.read_models.energy);
    const auto wallet = name_in<WalletId>(call, 0);
    const Zone zone = zone_of(site_of(call));
    const auto meters = drawing_on(call, wallet, zone);
    const Use use = use_of(call, meters, zone.day_of(call.service.clock()));
    const Money balance = call.service.read_models.balances.credit(wallet);
    const auto left = days_left(balance, use.amount, use.days);
    const bool has_days = use.days > 0;
    return json_response(
        {{"wallet", wallet.text()},
         {"balance", to_text(balance)},
         {"days_left", left ? Json(*left) : Json(nullptr)},
         {"days", use.days},
         {"from", has_days ? Json(to_text(use.from)) : Json(nullptr)},
         {"to", has_days ? Json(to_text(use.to)) : Json(nullptr)},
         {"energy_kwh", to_text(use.energy)},
         {"used", to_text(use.amount)},
         {"used_a_day",
          has_days ? Json(to_text(Money{use.amount.count() / use.days})) : Json(nullptr)}});
}

/// GET /v1/wallets/{wallet}/prices: what holds now for each meter that draws on it
Response read_prices(const Call& call) {
    const auto wallet = name_in<WalletId>(call, 0);
    const auto meters = drawing_on(call, wallet, zone_of(site_of(call)));
    const Instant now = call.service.clock();
    Json items = Json::array();
    for (const Drawing& each : meters) {
        const auto price = call.service.book.read(
            [&](const State& state) { return price_at(state, each.meter, now); });
        items.push_back(
            {{"meter", each.meter.text()}, {"price", price ? price_json(*price) : Json(nullptr)}});
    }
    return json_response({{"items", items}, {"next_cursor", nullptr}});
}

}  // namespace

std::optional<std::string> days_left(Money balance, Money used, std::int64_t days) {
    if (!used.is_positive() || days <= 0) return std::nullopt;
    if (!balance.is_positive()) return "0.0";
    const std::int64_t tenths = balance.count() * 10 * days / used.count();
    return fmt::format("{}.{}", tenths / 10, tenths % 10);
}

std::vector<Route> supply_routes() {
    return {{"GET", "/v1/wallets/{wallet}/outlook", Right::money_read, read_outlook},
            {"GET", "/v1/wallets/{wallet}/prices", Right::money_read, read_prices}};
}

}  // namespace api
