#include "ledger/rules/consequences.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "ledger/rules/control/cutoff.hpp"
#include "ledger/rules/control/pending.hpp"
#include "ledger/rules/control/purchases.hpp"
#include "ledger/rules/control/request.hpp"
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
    : state_(state), occasion_(occasion), cause_(state.last.next()) {
    drafts_.push_back(std::move(first));
}

void Consequences::raise(const Meter& meter, AlarmKind kind, std::string detail) {
    add(AlarmRaised{kind, meter.registered.meter, std::move(detail)});
}

void Consequences::tell_out_of_reach(const Meter& meter, std::string detail) {
    raise(meter, AlarmKind::correction_out_of_reach, std::move(detail));
}

void Consequences::clear_alarm(const Meter& meter, AlarmKind kind) {
    const auto raised = meter.alarms.find(kind);
    if (raised == meter.alarms.end()) return;
    add(AlarmCleared{raised->second, kind, meter.registered.meter});
    cleared_.insert({meter.registered.meter, kind});
    withdraw_notices(meter, kind);
}

bool Consequences::has_alarm(const Meter& meter, AlarmKind kind) const {
    return meter.alarms.contains(kind) && !cleared_.contains({meter.registered.meter, kind});
}

bool Consequences::others_have(const Meter& meter, AlarmKind kind) const {
    const auto drawing = meters_of(state_, meter.wallet);
    return std::any_of(drawing.begin(), drawing.end(),
                       [&](const Meter* each) { return each != &meter && has_alarm(*each, kind); });
}

void Consequences::tell(const Meter& meter, NoticeKind kind, const NoticeFacts& facts) {
    if (!told_.insert({meter.wallet, kind}).second) return;
    const Position cause = cause_;
    cause_ = {state_.last.number + drafts_.size()};  // what turned on just now
    for (NoticeQueued& each : notices_about(state_, meter, kind, facts, occasion_.now))
        add(std::move(each));
    cause_ = cause;
}

/// What is not true any more is not told.
void Consequences::withdraw_notices(const Meter& meter, AlarmKind alarm) {
    const auto kind = notice_of(alarm);
    const Wallet* wallet = find(state_.wallets, meter.wallet);
    if (!kind || wallet == nullptr || wallet->notices.empty() || others_have(meter, alarm)) return;
    for (const Position position : wallet->notices) {
        const PendingNotice& notice = state_.notices.at(position);
        if (notice.queued.kind == *kind)
            add(NoticeFailed{position, meter.wallet, notice.attempts,
                             fmt::format("{} is over: it is not told any more", to_text(alarm)),
                             true});
    }
}

void Consequences::watch_balance(const Meter& meter, Cover cover, const ThresholdsSet* thresholds) {
    const auto watch = [&](AlarmKind kind, Money line) {
        const bool is_new = set_alarm(meter, kind, cover.balance < line, [&] {
            return fmt::format("balance {} is below {}", to_text(cover.balance), to_text(line));
        });
        if (is_new && !meter.wallet.is_empty() && !others_have(meter, kind))
            tell(meter, *notice_of(kind), {cover.balance, line});
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
    if (is_decided_by_person(state_, known)) return;
    if (cover.is_in_arrears()) {
        if (can_be_cut(state_, known, relay_closed) && may_be_cut(state_, known, occasion_.now))
            request(meter, CommandKind::trip, CommandCause::arrears);
        return;
    }
    const bool cut_for_arrears =
        known.supply == CommandKind::trip && known.supply_cause == CommandCause::arrears;
    const bool may_have_been_cut = find_pending(state_, known, [](const auto& each) {
                                       return each.kind == CommandKind::trip &&
                                              each.cause == CommandCause::arrears &&
                                              each.attempts > 0;
                                   }) != nullptr;
    if (!cut_for_arrears && !known.may_be_cut && !may_have_been_cut)
        return cancel_unsent(known, CommandKind::trip);
    if (!is_pending(state_, known, CommandKind::restore_prepaid))
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
    const Wallet& wallet = state_.wallets.at(meter.wallet);
    const Cover cover{balance, wallet.overdraft};
    for (const MeterId& id : wallet.meters) {
        const bool is_this = id == meter.registered.meter;
        const Meter& each = is_this ? meter : state_.meters.at(id);
        watch_balance(each, cover, each.thresholds ? &*each.thresholds : nullptr);
        watch_power(each, cover, is_this ? relay_closed : each.relay_closed);
    }
}

void Consequences::end_balance(const Meter& meter) {
    clear_alarm(meter, AlarmKind::balance_low);
    clear_alarm(meter, AlarmKind::balance_very_low);
    clear_alarm(meter, AlarmKind::arrears);
    cancel_unsent(meter, CommandKind::trip);
}

void Consequences::add(Payload payload) {
    drafts_.push_back({std::move(payload), occasion_.now, cause_});
}

void Consequences::request(const MeterId& meter, CommandKind kind, CommandCause cause) {
    const CommandRequested request{meter, kind, cause, occasion_.now + automatic_command_lives};
    add_request(state_, {request, occasion_.now, cause_}, drafts_);
}

void Consequences::push_credit(const Meter& meter, Money amount) {
    Cargo cargo;
    cargo.purchase = Purchase{cause_, amount, next_purchase_count(state_, meter)};
    add(credit_push(meter, std::move(cargo)));
}

void Consequences::cancel_unsent(const Meter& meter, CommandKind kind) {
    for (const Position position : meter.pending) {
        const PendingCommand& command = state_.commands.at(position);
        if (command.kind == kind && command.attempts == 0 && command.cause == CommandCause::arrears)
            add(CommandCancelled{position, command.meter});
    }
}

}  // namespace ledger
