#include <fmt/core.h>

#include "ledger/rules/checks.hpp"
#include "ledger/rules/consequences.hpp"
#include "ledger/rules/control/cutoff.hpp"
#include "ledger/rules/control/pending.hpp"
#include "ledger/rules/control/request.hpp"
#include "ledger/rules/decisions.hpp"

namespace ledger {
namespace {

Refused<Refusal> not_pending(Position command) {
    return refuse(
        Rule::command_must_be_pending, "command",
        fmt::format("command {} is finished or never was: request a new one", command.number));
}

Objection check_sending(const State& state, const PendingCommand& command, Instant now) {
    const bool cuts = command.kind == CommandKind::trip && command.cause == CommandCause::arrears;
    if (cuts && state.site->cutoff == Cutoff::manual)
        return Refusal{Rule::power_must_not_be_cut_now, "command",
                       "people decide about power now: cancel what the book wanted before"};
    if (cuts && next_unprotected(state, now) != now)
        return Refusal{Rule::power_must_not_be_cut_now, "command",
                       "power is not cut for arrears in protected hours or on a holiday: it waits "
                       "for their end"};
    const Purchase* purchase = purchase_of(command);
    if (purchase == nullptr) return std::nullopt;
    const Meter& meter = state.meters.at(command.meter);
    const bool is_next = meter.purchases && purchase->count == *meter.purchases + 1;
    if (is_next && !meter.alarms.contains(AlarmKind::purchases_disagree)) return std::nullopt;
    return Refusal{Rule::purchases_must_agree, "command",
                   fmt::format("purchase {} of meter '{}' is not the next, or the meter and the "
                               "book do not agree: it waits until they do",
                               purchase->count, command.meter.text())};
}

/// A sale stands until its meter has taken it: it is not given up on the way.
Objection check_can_end(Position position, const PendingCommand& command) {
    if (purchase_of(command) == nullptr) return std::nullopt;
    return Refusal{Rule::credit_push_must_be_finished, "command",
                   fmt::format("command {} brings a sale to meter '{}' and ends when the meter has "
                               "it: resolve its purchases where it cannot",
                               position.number, command.meter.text())};
}

/// Customers are told of what the book did to their power by itself.
void tell_of_power(Consequences& drafts, const State& state, const PendingCommand& done) {
    const bool is_cut = done.kind == CommandKind::trip && done.cause == CommandCause::arrears;
    const bool is_back =
        done.kind == CommandKind::restore_prepaid && done.cause == CommandCause::credit;
    const Meter& meter = state.meters.at(done.meter);
    if ((!is_cut && !is_back) || meter.wallet.is_empty()) return;
    drafts.tell(meter, is_cut ? NoticeKind::power_cut : NoticeKind::power_restored,
                {state.wallets.at(meter.wallet).balance});
}

}  // namespace

Decision decide_one(const State& state, const RequestCommand& command, const Occasion& occasion) {
    auto request = request_of(state, command, occasion);
    if (!request) return refused(request.error());
    std::vector<Draft> drafts;
    add_request(state, {std::move(*request), occasion.now, {}}, drafts);
    return drafts;
}

Decision decide_one(const State& state, const ReportSent& command, const Occasion& occasion) {
    const PendingCommand* pending = find(state.commands, command.command);
    if (pending == nullptr) return not_pending(command.command);
    if (occasion.now >= pending->expires_at)
        return refuse(Rule::command_must_be_pending, "command",
                      fmt::format("command {} expired at {}: it is not sent any more",
                                  command.command.number, to_text(pending->expires_at)));
    if (auto no = check_sending(state, *pending, occasion.now)) return refused(*no);
    return std::vector<Draft>{{CommandSent{command.command, pending->meter, pending->attempts + 1},
                               occasion.happened(), command.command}};
}

Decision decide_one(const State& state, const ReportConfirmed& command, const Occasion& occasion) {
    const PendingCommand* pending = find(state.commands, command.command);
    if (pending == nullptr) return not_pending(command.command);
    if (auto no = check_text_or_empty("read_back", command.read_back)) return refused(*no);
    const MeterId& id = pending->meter;
    Consequences drafts(state, occasion,
                        Draft{CommandConfirmed{command.command, id, pending->kind,
                                               command.relay_closed, command.read_back},
                              occasion.happened(), command.command});
    tell_of_power(drafts, state, *pending);
    const Meter& meter = state.meters.at(id);
    if (!meter.failed.empty() && failed_without(meter, pending->kind).empty())
        drafts.clear_alarm(meter, AlarmKind::command_failed);
    return drafts.take();
}

Decision decide_one(const State& state, const ReportFailed& command, const Occasion& occasion) {
    const PendingCommand* pending = find(state.commands, command.command);
    if (pending == nullptr) return not_pending(command.command);
    if (auto no = first_of(
            {check_text("cause", command.cause), check_can_end(command.command, *pending)}))
        return refused(*no);
    Consequences drafts(
        state, occasion,
        Draft{CommandFailed{command.command, pending->meter, pending->kind, command.cause},
              occasion.happened(), command.command});
    if (pending->kind != CommandKind::read_now)
        drafts.set_alarm(state.meters.at(pending->meter), AlarmKind::command_failed, true, [&] {
            return fmt::format("{}: {}", to_text(pending->kind), command.cause);
        });
    return drafts.take();
}

Decision decide_one(const State& state, const ExpireCommand& command, const Occasion& occasion) {
    const PendingCommand* pending = find(state.commands, command.command);
    if (pending == nullptr) return not_pending(command.command);
    if (occasion.now < pending->expires_at)
        return refuse(Rule::command_must_be_pending, "command",
                      fmt::format("command {} lives until {}: cancel it to end it sooner",
                                  command.command.number, to_text(pending->expires_at)));
    return std::vector<Draft>{
        {CommandExpired{command.command, pending->meter}, occasion.happened(), command.command}};
}

Decision decide_one(const State& state, const CancelCommand& command, const Occasion& occasion) {
    const PendingCommand* pending = find(state.commands, command.command);
    if (pending == nullptr) return not_pending(command.command);
    if (auto no =
            first_of({check_reason(occasion.reason), check_can_end(command.command, *pending)}))
        return refused(*no);
    return std::vector<Draft>{
        {CommandCancelled{command.command, pending->meter}, occasion.now, command.command}};
}

}  // namespace ledger
