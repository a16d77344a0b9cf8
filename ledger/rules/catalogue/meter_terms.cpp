#include "ledger/rules/catalogue/meter_terms.hpp"

#include <algorithm>

namespace ledger {
namespace {

/// Adds the versions of one assigned tariff, from the moment it is assigned until `to`.
void add_versions(const State& state, const Tariff& tariff, Interval held, TermsInForce& terms) {
    Terms current{held.from, {}, nullptr};
    for (const TariffVersion& version : tariff.versions) {
        const Instant begins = version.terms.effective_from;
        if (begins >= held.to) break;
        if (begins > held.from) terms.push_back(current);
        current = {std::max(begins, held.from), version.published, &version.terms,
                   find(state.calendars, version.terms.calendar)};
    }
    terms.push_back(current);
}

}  // namespace

TermsInForce terms_of(const State& state, const Meter& meter, Interval interval) {
    TermsInForce terms;
    for (std::size_t i = 0; i < meter.tariffs.size(); ++i) {
        const Instant from = std::max(meter.tariffs[i].from, interval.from);
        const bool is_last = i + 1 == meter.tariffs.size();
        const Instant to = is_last ? interval.to : std::min(meter.tariffs[i + 1].from, interval.to);
        if (from < to)
            add_versions(state, state.tariffs.at(meter.tariffs[i].tariff), {from, to}, terms);
    }
    return terms;
}

Standing standing_of(const State& state, const Meter& meter, const Wallet& wallet,
                     std::span<const Terms> terms) {
    Standing standing{wallet.carry, meter.tiers, {}};
    const bool have_tiers = std::any_of(terms.begin(), terms.end(), [](const Terms& each) {
        return each.tariff != nullptr && !each.tariff->tiers.empty();
    });
    if (have_tiers)
        standing.opened =
            Zone::find(state.site->zone)->day_of(state.accounts.at(meter.account).opened);
    return standing;
}

}  // namespace ledger
