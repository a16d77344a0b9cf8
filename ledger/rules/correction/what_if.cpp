#include "ledger/rules/correction/what_if.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "ledger/rating/rate.hpp"
#include "ledger/rules/catalogue/meter_terms.hpp"
#include "ledger/values/limits.hpp"

namespace ledger {
namespace {

Interval interval_of(const State& state, Days days) {
    const Zone zone = *Zone::find(state.site->zone);
    return {zone.at(days.from), zone.at(days.to.next())};
}

void publish(State& state, TariffPublished terms) {
    auto& versions = state.tariffs[terms.tariff].versions;
    const auto later = std::upper_bound(
        versions.begin(), versions.end(), terms.effective_from,
        [](Instant from, const TariffVersion& each) { return from < each.terms.effective_from; });
    versions.insert(later, {state.last.next(), std::move(terms)});
}

bool is_priced_by(const Meter& meter, const TariffId& tariff, Interval interval) {
    for (std::size_t i = 0; i < meter.tariffs.size(); ++i) {
        const bool is_last = i + 1 == meter.tariffs.size();
        const Instant end =
            is_last ? interval.to : std::min(interval.to, meter.tariffs[i + 1].from);
        if (meter.tariffs[i].tariff == tariff &&
            std::max(meter.tariffs[i].from, interval.from) < end)
            return true;
    }
    return false;
}

bool is_in(Days days, const ChargeLine& line) {
    return line.day >= days.from && line.day <= days.to;
}

__extension__ using Wide = __int128;

/// No wallet holds more, so that sums over many meters fit, too.
Result<Money, Hindrance> within_bounds(Wide micros) {
    const Wide most = most_money_at_once.count();
    if (micros >= -most && micros <= most) return Money{static_cast<std::int64_t>(micros)};
    return refused(
        Hindrance{false, fmt::format("it is more than {}, which no wallet holds: ask for fewer "
                                     "days, or other prices",
                                     to_text(most_money_at_once))});
}

}  // namespace

std::optional<State> excerpt_for(const State& state, const MeterId& meter) {
    const Meter& known = state.meters.at(meter);
    if (known.account.is_empty()) return std::nullopt;
    State excerpt;
    excerpt.last = state.last;
    excerpt.site = state.site;
    excerpt.tariffs = state.tariffs;
    excerpt.calendars = state.calendars;
    excerpt.meters[meter] = known;
    excerpt.accounts[known.account] = state.accounts.at(known.account);
    excerpt.wallets[known.wallet] = state.wallets.at(known.wallet);
    return excerpt;
}

bool is_concerned(const State& state, const Meter& meter, const TariffId& tariff, Days days) {
    if (meter.account.is_empty() || !meter.last_good) return false;
    Interval interval = interval_of(state, days);
    interval.from = std::max(interval.from, meter.attached.at);
    interval.to = std::min(interval.to, meter.last_good->at);
    return is_priced_by(meter, tariff, interval);
}

bool was_concerned(const State& state, const Meter& meter, const TariffId& tariff, Days days) {
    Interval interval = interval_of(state, days);
    interval.to = std::min(interval.to, meter.left_at);
    return is_priced_by(meter, tariff, interval);
}

Result<Money, Hindrance> charged_for(const Meter& meter, Days days, std::span<const Event> past) {
    Wide charged = 0;
    const auto add = [&](const auto& fact) {
        if constexpr (requires { fact.lines; }) {
            for (const ChargeLine& line : fact.lines) {
                if (is_in(days, line)) charged += line.amount.count();
            }
        }
    };
    for (const Event& event : past) {
        if (event.envelope.position > meter.attached.position) std::visit(add, event.payload);
    }
    return within_bounds(charged);
}

Result<Money, Hindrance> difference_under(State excerpt, const MeterId& meter,
                                          TariffPublished terms, Days days,
                                          std::span<const Event> past) {
    const Interval interval = interval_of(excerpt, days);
    // These terms alone: the versions that begin within these days do not.
    auto& versions = excerpt.tariffs[terms.tariff].versions;
    std::erase_if(versions, [&](const TariffVersion& each) {
        return each.terms.effective_from > interval.from && each.terms.effective_from < interval.to;
    });
    terms.effective_from = interval.from;
    publish(excerpt, std::move(terms));
    const Meter& known = excerpt.meters.at(meter);
    const Due due{std::max(interval.from, known.attached.at), false, excerpt.last};
    const auto again = recharge_of(excerpt, known, due, past);
    if (!again) return refused(again.error());
    std::vector<ChargeLine> lines;
    std::ranges::copy_if(again->lines, std::back_inserter(lines),
                         [&](const ChargeLine& line) { return is_in(days, line); });
    if (auto no = beyond_arithmetic(lines)) return refused(*no);
    post_amounts(lines, 0);
    Wide difference = 0;
    for (const ChargeLine& line : lines) difference += line.amount.count();
    return within_bounds(difference);
}

}  // namespace ledger
