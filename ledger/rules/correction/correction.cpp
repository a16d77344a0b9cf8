#include "ledger/rules/correction/correction.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include <fmt/core.h>

#include "ledger/rating/rate.hpp"
#include "ledger/rating/tiers.hpp"
#include "ledger/rules/catalogue/meter_terms.hpp"
#include "ledger/rules/correction/chain.hpp"
#include "ledger/rules/energy/judge_reading.hpp"
#include "ledger/values/limits.hpp"

namespace ledger {
namespace {

__extension__ using Wide = __int128;

/// Of all lines together, taken back or charged: whatever sums them stays within 64 bits.
constexpr Money most_money_moved{INT64_MAX / 2};
constexpr std::int64_t exact_units_per_micro = 100'000;  // Wh x 1e-8 per kWh in 1e-6

/// So that the event fits in a frame of the journal.
constexpr std::size_t most_lines = 8'000;

Refused<Hindrance> too_short() {
    return refused(Hindrance{true, "the past that was brought begins too late: bring more of it"});
}

/// One meter's past, and what of it is charged again.
class Recharge {
public:
    Recharge(const State& state, const Meter& meter, std::span<const Event> past)
        : state_(state),
          meter_(meter),
          past_(past),
          zone_(*Zone::find(state.site->zone)),
          opened_(zone_.day_of(state.accounts.at(meter.account).opened)),
          chain_(chain_of(meter, past)) {}

    const Chain& chain() const { return chain_; }
    Day since() const { return since_; }
    Day until() const { return zone_.day_of(meter_.last_good->at); }
    const TierCount& tiers() const { return tiers_; }

    /// Finds the first day that may change, and where to begin to charge for it.
    bool begin(Instant from) {
        const auto after = std::find_if(chain_.points.begin(), chain_.points.end(),
                                        [&](const Point& each) { return each.at >= from; });
        if (after == chain_.points.begin() && !chain_.is_whole) return false;
        auto unchanged = after == chain_.points.begin() ? chain_.points.begin() : std::prev(after);
        // A late one may stand there only by what is known since, and was left out until now.
        while (unchanged->is_late) --unchanged;
        since_ = zone_.day_of(unchanged->at);
        while (find_anchor()) {
            const Day first = first_of_cycles();
            if (first >= since_) return true;
            since_ = first;
        }
        return false;
    }

    /// The lines that should stand for these days.
    Result<std::vector<ChargeLine>, Hindrance> should_be() {
        Standing standing{0, anchor_->tiers.value_or(TierCount{}), opened_};
        std::vector<ChargeLine> lines;
        for (auto point = std::next(anchor_); point != chain_.points.cend(); ++point) {
            const auto use = use_of(*std::prev(point), *point);
            const auto doubt = use ? judge_size(*use) : std::nullopt;
            if (doubt) return refused(Hindrance{false, doubt->detail});
            auto rated = charge(*std::prev(point), *point, standing);
            if (!rated) return refused(Hindrance{false, rated.error().detail});
            standing.tiers = rated->standing.tiers;
            keep_days(rated->lines, lines);
        }
        tiers_ = has_tiers() ? standing.tiers : meter_.tiers;
        return lines;
    }

    /// The lines that were recorded for these days.
    std::vector<ChargeLine> is() const {
        std::vector<ChargeLine> lines;
        for (const Event& event : past_) {
            if (event.envelope.position <= std::max(anchor_->event, meter_.attached.position))
                continue;
            std::visit(
                [&](const auto& fact) {
                    if constexpr (requires { fact.lines; }) keep_days(fact.lines, lines);
                },
                event.payload);
        }
        return lines;
    }

private:
    using Points = std::vector<Point>;

    /// The last charge before the first day. From there on the count of the tiers is known.
    bool find_anchor() {
        const Instant start = zone_.at(since_);
        const auto later = std::find_if(
            chain_.points.rbegin(), chain_.points.rend(),
            [&](const Point& each) { return each.at <= start && each.tiers.has_value(); });
        if (later != chain_.points.rend()) {
            anchor_ = std::prev(later.base());
            return true;
        }
        anchor_ = chain_.points.begin();
        return chain_.is_whole;
    }

    /// The versions that charge, or charged, for these days.
    std::set<const TariffPublished*> versions() const {
        std::set<const TariffPublished*> all;
        const Interval interval{zone_.at(since_), meter_.last_good->at};
        for (const Terms& each : terms_of(state_, meter_, interval)) all.insert(each.tariff);
        std::set<Position> charged;
        for (const ChargeLine& line : is()) charged.insert(line.tariff);
        for (const auto& [id, tariff] : state_.tariffs) {
            for (const TariffVersion& version : tariff.versions) {
                if (charged.contains(version.published)) all.insert(&version.terms);
            }
        }
        all.erase(nullptr);
        return all;
    }

    bool has_tiers() const {
        const auto all = versions();
        return std::any_of(all.begin(), all.end(),
                           [](const auto* each) { return !each->tiers.empty(); });
    }

    Day first_of_cycles() const {
        const Day attached = zone_.day_of(meter_.attached.at);
        Day first = since_;
        for (const TariffPublished* each : versions()) {
            if (!each->tiers.empty()) first = std::min(first, cycle_of(since_, *each, opened_));
        }
        return std::min(since_, std::max(first, attached));
    }

    Result<Rated, MissingPrice> charge(const Point& before, const Point& point,
                                       const Standing& standing) const {
        const auto use = use_of(before, point);
        const Interval interval{before.at, point.at};
        if (!use || interval.from >= interval.to) return Rated{{}, standing};
        auto rated = rate(*use, interval, terms_of(state_, meter_, interval), zone_, standing);
        if (rated && point.passage == Passage::estimated) {
            for (ChargeLine& line : rated->lines) line.basis = LineBasis::estimated;
        }
        return rated;
    }

    void keep_days(const std::vector<ChargeLine>& from, std::vector<ChargeLine>& to) const {
        std::copy_if(from.begin(), from.end(), std::back_inserter(to),
                     [&](const ChargeLine& line) { return line.day >= since_; });
    }

    const State& state_;
    const Meter& meter_;
    std::span<const Event> past_;
    Zone zone_;
    Day opened_;
    Chain chain_;
    Day since_;
    Points::const_iterator anchor_;
    TierCount tiers_;
};

/// What should be, less what is, in the order of days, tiers, bands, versions and prices.
class Difference {
public:
    void add(const ChargeLine& line) {
        Sum& sum = at(line);
        sum.energy += line.energy;
        sum.basis = line.basis;
        sum.is_told = true;
    }

    void take(const ChargeLine& line) {
        Sum& sum = at(line);
        sum.energy -= line.energy;
        if (!sum.is_told) sum.basis = line.basis;
    }

    std::vector<ChargeLine> lines() const {
        std::vector<ChargeLine> lines;
        for (const auto& [place, sum] : sums_) {
            if (sum.energy.is_zero()) continue;
            const auto& [day, tier, band, tariff, price] = place;
            lines.push_back({.tariff = tariff,
                             .band = band,
                             .day = day,
                             .energy = sum.energy,
                             .price = price,
                             .amount = {},
                             .basis = sum.basis,
                             .tier = tier});
        }
        return lines;
    }

private:
    struct Sum {
        Energy energy;
        LineBasis basis{};
        bool is_told = false;  ///< the basis is that of today
    };

    Sum& at(const ChargeLine& line) {
        return sums_[{line.day, line.tier, line.band, line.tariff, line.price}];
    }

    std::map<std::tuple<Day, std::uint32_t, Band, Position, Price>, Sum> sums_;
};

/// Leaves the first whole days that fit in one event.
std::optional<Hindrance> keep_what_fits(Recharged& recharged) {
    std::vector<ChargeLine>& lines = recharged.lines;
    if (lines.size() <= most_lines) return std::nullopt;
    const Day rest = lines[most_lines].day;
    if (lines.front().day == rest)
        return Hindrance{false,
                         fmt::format("{} has more than {} lines: publish fewer versions for it",
                                     to_text(rest), most_lines)};
    std::erase_if(lines, [&](const ChargeLine& line) { return line.day >= rest; });
    recharged.until = Day{rest.number - 1};
    return std::nullopt;
}

std::optional<Hindrance> beyond_bounds(Money balance) {
    if (balance >= -most_money_at_once && balance <= most_money_at_once) return std::nullopt;
    return Hindrance{false, fmt::format("it would leave the wallet with {}: adjust the wallet, and "
                                        "the book tries again at its next start",
                                        to_text(balance))};
}

}  // namespace

std::optional<Hindrance> beyond_arithmetic(std::span<const ChargeLine> lines) {
    Wide moved = 0;
    for (const ChargeLine& line : lines) {
        const Wide exact = Wide{line.energy.count()} * line.price.count();
        moved += exact < 0 ? -exact : exact;
    }
    if (moved / exact_units_per_micro < most_money_moved.count()) return std::nullopt;
    return Hindrance{false, fmt::format("it would move more than {} there and back: publish prices "
                                        "that are nearer to those that were charged",
                                        to_text(most_money_moved))};
}

Result<Recharged, Hindrance> recharge_of(const State& state, const Meter& meter, const Due& due,
                                         std::span<const Event> past) {
    Recharge recharge(state, meter, past);
    if (!recharge.begin(*due.from)) return too_short();
    const auto should = recharge.should_be();
    if (!should) return refused(should.error());
    Difference difference;
    for (const ChargeLine& line : *should) difference.add(line);
    for (const ChargeLine& line : recharge.is()) difference.take(line);

    return Recharged{recharge.since(), recharge.until(), difference.lines(), recharge.tiers(),
                     recharge.chain().left_out};
}

Result<Correction, Hindrance> correction_of(const State& state, const Meter& meter, const Due& due,
                                            std::span<const Event> past) {
    auto again = recharge_of(state, meter, due, past);
    if (!again) return refused(again.error());
    if (auto no = keep_what_fits(*again)) return refused(*no);
    if (auto no = beyond_arithmetic(again->lines)) return refused(*no);
    const Wallet& wallet = state.wallets.at(meter.wallet);
    const std::int64_t carry = post_amounts(again->lines, wallet.carry);
    Money balance = wallet.balance;
    for (const ChargeLine& line : again->lines) balance -= line.amount;
    if (auto no = beyond_bounds(balance)) return refused(*no);
    return Correction{{meter.registered.meter, meter.wallet, due.cause, again->since, again->until,
                       std::move(again->lines), carry, again->tiers},
                      balance,
                      std::move(again->left_out)};
}

}  // namespace ledger
