#include "ledger/rules/accounts/attachments.hpp"

#include <set>

#include <fmt/core.h>

#include "ledger/rules/catalogue/in_use.hpp"
#include "ledger/rules/catalogue/meter_terms.hpp"

namespace ledger {

WalletId wallet_of(const AccountId& account, WalletMode mode, const MeterId& meter) {
    if (mode == WalletMode::pooled) return WalletId(account.text());
    return WalletId(account.text() + "." + meter.text());
}

Objection check_free(const State& state, const MeterId& id) {
    const Meter* meter = find(state.meters, id);
    if (meter == nullptr) return no_such(Rule::meter_must_exist, "meters", id.text()).error;
    if (auto no = check_in_use("meters", *meter)) return no;
    if (meter->account.is_empty()) return std::nullopt;
    return Refusal{Rule::meter_must_be_unattached, "meters",
                   fmt::format("meter '{}' belongs to account '{}': close that one first",
                               id.text(), meter->account.text())};
}

Objection check_meter(const State& state, const Meter& meter) {
    const MeterId& id = meter.registered.meter;
    if (!meter.last_good)
        return Refusal{Rule::meter_must_have_been_read, "meters",
                       fmt::format("meter '{}' was never read, so there is no baseline: wait for "
                                   "its first good reading, or key one in",
                                   id.text())};
    const Instant at = meter.last_good->at;
    const auto terms = terms_of(state, meter, {at, at + Duration(1)});
    if (terms.empty() || terms.front().tariff == nullptr)
        return Refusal{Rule::meter_must_have_a_price, "meters",
                       fmt::format("meter '{}' has no tariff in force at its baseline {}: assign "
                                   "one from then on",
                                   id.text(), to_text(at))};
    return std::nullopt;
}

Objection check_list(const std::vector<MeterId>& meters) {
    if (auto no = check_range("meters", meters.size(), 1, most_meters_of_an_account)) return no;
    std::set<MeterId> seen;
    for (const MeterId& id : meters) {
        if (!seen.insert(id).second)
            return Refusal{Rule::meter_must_be_unattached, "meters",
                           fmt::format("meter '{}' is named twice: name it once", id.text())};
    }
    return std::nullopt;
}

Draft attachment(const Meter& meter, Joining joining, Position cause) {
    const LastReading& baseline = *meter.last_good;
    return {MeterAttached{std::move(joining.account), meter.registered.meter,
                          std::move(joining.wallet), baseline.registers, joining.limits},
            baseline.at, cause};
}

}  // namespace ledger
