#include "ledger/rules/consequences.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "ledger/rules/decisions.hpp"

namespace ledger {
namespace {

constexpr auto automatic_command_lives = std::chrono::hours(24 * 7);

}  // namespace

Consequences::Consequences(const State& state, const Occasion& occasion, std::vector<Draft> first)
    : state_(state),
      occasion_(occasion),
      drafts_(std::move(first)),
      cause_{state.last.number + drafts_.size()} {}

Consequences::Consequences(const State& state, const Occasion& occasion, Draft first)
    : Consequences(state, occasion, only(std::move(first))) {}

void Consequences::set_alarm(const Meter& meter, AlarmKind kind, bool on,
                             const std::function<std::string()>& detail) {
    if (!on) return clear_alarm(meter, kind);
    if (!meter.alarms.contains(kind)) add(AlarmRaised{kind, meter.registered.meter, detail()});
}

void Consequences::tell_out_of_reach(const Meter& meter, std::string detail) {
    add(AlarmRaised{AlarmKind::correction_out_of_reach, meter.registered.meter, std::move(detail)});
}

void Consequences::clear_alarm(const Meter& meter, AlarmKind kind) {
    const auto raised = meter.alarms.find(kind);
    if (raised != meter.alarms.end())
        add(AlarmCleared{raised->second, kind, meter.registered.meter});
}

void Consequences::watch_balance(const Meter& meter, Cover cover, const ThresholdsSet* thresholds) {
    const auto watch = [&](AlarmKind kind, Money line) {
        set_alarm(meter, kind, cover.balance < line, [&] {
            return fmt::format("balance {} is below {}", to_text(cover.balance), to_text(line));
        });
    };
    if (thresholds != nullptr) {
        watch(AlarmKind::balance_low, thresholds->alarm1);
        watch(AlarmKind::balance_very_low, thresholds->alarm2);
    }
    watch(AlarmKind::arrears, -cover.overdraft);
}

void Consequences::watch_power(const Meter& known, Cover cover, std::optional<bool> relay_closed) {
    const MeterId& meter = known.registered.meter;
    if (state_.site->cutoff != Cutoff::automatic || !known.registered.has_relay) return;
    const bool is_tripped = known.supply == CommandKind::trip && relay_closed != true;
    if (cover.is_in_arrears()) {
        const bool kept =
            known.supply == CommandKind::keep_power || is_pending(meter, CommandKind::keep_power);
        if (kept || is_tripped || is_pending(meter, CommandKind::trip)) return;
        return request(meter, CommandKind::trip, CommandCause::arrears);
    }
    cancel_unsent(meter, CommandKind::trip);
    const bool cut_for_arrears =
        known.supply == CommandKind::trip && known.supply_cause == CommandCause::arrears;
    const bool may_be_cut =
        std::any_of(state_.commands.begin(), state_.commands.end(), [&](const auto& each) {
            const PendingCommand& command = each.second;
            return command.meter == meter && command.kind == CommandKind::trip &&
                   command.cause == CommandCause::arrears && command.attempts > 0;
        });
    if ((cut_for_arrears || may_be_cut) && !is_pending(meter, CommandKind::restore_prepaid))
        request(meter, CommandKind::restore_prepaid, CommandCause::credit);
}

void Consequences::watch_wallet(const WalletId& wallet, Money balance) {
    watch_wallet(wallet, {balance, state_.wallets.at(wallet).overdraft});
}

void Consequences::watch_wallet(const WalletId& wallet, Cover cover) {
    each_meter_of(state_, wallet, [&](const Meter& meter) {
        watch_balance(meter, cover, meter.thresholds ? &*meter.thresholds : nullptr);
        watch_power(meter, cover, meter.relay_closed);
    });
}

void Consequences::watch_charged(const Meter& meter, Money balance,
                                 std::optional<bool> relay_closed) {
    const Cover cover{balance, state_.wallets.at(meter.wallet).overdraft};
    each_meter_beside(state_, meter, [&](const Meter& each) {
        watch_balance(each, cover, each.thresholds ? &*each.thresholds : nullptr);
        watch_power(each, cover, &each == &meter ? relay_closed : each.relay_closed);
    });
}

void Consequences::end_balance(const Meter& meter) {
    clear_alarm(meter, AlarmKind::balance_low);
    clear_alarm(meter, AlarmKind::balance_very_low);
    clear_alarm(meter, AlarmKind::arrears);
    cancel_unsent(meter.registered.meter, CommandKind::trip);
}

void Consequences::add(Payload payload) {
    drafts_.push_back({std::move(payload), occasion_.now, cause_});
}

void Consequences::request(const MeterId& meter, CommandKind kind, CommandCause cause) {
    add(CommandRequested{meter, kind, cause, occasion_.now + automatic_command_lives});
}

void Consequences::cancel_unsent(const MeterId& meter, CommandKind kind) {
    for (const auto& [position, command] : state_.commands) {
        if (command.meter == meter && command.kind == kind && command.attempts == 0 &&
            command.cause == CommandCause::arrears)
            add(CommandCancelled{position, meter});
    }
}

bool Consequences::is_pending(const MeterId& meter, CommandKind kind) const {
    return std::any_of(state_.commands.begin(), state_.commands.end(), [&](const auto& each) {
        return each.second.meter == meter && each.second.kind == kind;
    });
}

}  // namespace ledger
