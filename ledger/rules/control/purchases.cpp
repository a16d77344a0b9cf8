#include "ledger/rules/control/purchases.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "ledger/rules/control/pending.hpp"

namespace ledger {

const Meter* meter_with_credit(const State& state, const WalletId& wallet) {
    for (const Meter* each : meters_of(state, wallet)) {
        if (each->registered.mode == DeductMode::meter) return each;
    }
    return nullptr;
}

std::uint64_t next_purchase_count(const State& state, const Meter& meter) {
    const auto pushes = std::count_if(
        meter.pending.begin(), meter.pending.end(),
        [&](Position each) { return purchase_of(state.commands.at(each)) != nullptr; });
    return meter.purchases.value() + static_cast<std::uint64_t>(pushes) + 1;
}

CommandRequested credit_push(const Meter& meter, Cargo cargo) {
    return {
        meter.registered.meter, CommandKind::credit_push, CommandCause::sale, latest_instant, {},
        std::move(cargo)};
}

bool is_expected(const State& state, const Meter& meter, std::uint64_t count_seen) {
    if (!meter.purchases || count_seen == *meter.purchases) return true;
    const PendingCommand* sent = find_pending(state, meter, [](const auto& each) {
        return purchase_of(each) != nullptr && each.attempts > 0;
    });
    return sent != nullptr && purchase_of(*sent)->count == count_seen;
}

Objection check_purchases(const State& state, const WalletId& wallet) {
    const Meter* meter = meter_with_credit(state, wallet);
    if (meter == nullptr) return std::nullopt;
    if (meter->alarms.contains(AlarmKind::purchases_disagree))
        return Refusal{Rule::purchases_must_agree, "wallet",
                       fmt::format("meter '{}' and the book do not agree on its purchases: look at "
                                   "the meter and resolve it before anything is sold to it",
                                   meter->registered.meter.text())};
    if (meter->purchases) return std::nullopt;
    return Refusal{Rule::purchase_count_must_be_known, "wallet",
                   fmt::format("meter '{}' has not shown its purchase count yet: read it first",
                               meter->registered.meter.text())};
}

Objection check_credit_is_ours(const State& state, const WalletId& wallet, std::string_view field) {
    const Meter* meter = meter_with_credit(state, wallet);
    if (meter == nullptr) return std::nullopt;
    return Refusal{Rule::credit_must_not_be_on_the_meter, std::string(field),
                   fmt::format("the credit of wallet '{}' is on meter '{}', which gives none back: "
                               "settle it when the account is closed, or adjust it",
                               wallet.text(), meter->registered.meter.text())};
}

Objection check_no_push(const State& state, const Meter& meter) {
    if (!is_pending(state, meter, CommandKind::credit_push)) return std::nullopt;
    return Refusal{Rule::credit_push_must_be_finished, "meter",
                   fmt::format("a sale is on its way to meter '{}': wait until the meter took it, "
                               "or resolve its purchases",
                               meter.registered.meter.text())};
}

Objection check_wallet_mode(const State& state, WalletMode mode, const MeterId& id) {
    const Meter* meter = find(state.meters, id);
    if (meter == nullptr || mode == WalletMode::per_meter ||
        meter->registered.mode == DeductMode::book)
        return std::nullopt;
    return Refusal{Rule::wallet_must_be_the_meters_own, "wallets",
                   fmt::format("meter '{}' deducts by itself and shares its credit with no other: "
                               "open the account with a wallet a meter",
                               id.text())};
}

}  // namespace ledger
