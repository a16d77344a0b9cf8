#include "ledger/rules/accounts/site_defaults.hpp"

namespace ledger {

Begun begun_by_site(const State& state, const MeterId& id, Instant now, Position cause) {
    Begun begun{state.meters.at(id), {}};
    if (!state.site || !state.site->defaults) return begun;
    const SupplyDefaults& site = *state.site->defaults;
    Meter& meter = begun.meter;
    const auto say = [&](auto fact) { begun.said.push_back({std::move(fact), now, cause}); };
    if (meter.tariffs.empty() && !site.tariff.is_empty() && meter.last_good) {
        meter.tariffs.push_back({meter.last_good->at, site.tariff});
        say(TariffAssigned{id, site.tariff, meter.last_good->at});
    }
    if (!meter.thresholds && site.thresholds) {
        const auto& [alarm1, alarm2, overload_w] = *site.thresholds;
        meter.thresholds = {id, alarm1, alarm2, overload_w};
        say(*meter.thresholds);
    }
    return begun;
}

std::optional<WalletLimits> limits_of_new_wallets(const State& state) {
    if (!state.site || !state.site->counter) return std::nullopt;
    return WalletLimits{state.site->counter->overdraft, state.site->counter->hoarding_limit};
}

}  // namespace ledger
