#include <algorithm>

#include <fmt/core.h>

#include "ledger/rules/checks.hpp"
#include "ledger/rules/consequences.hpp"
#include "ledger/rules/decisions.hpp"

namespace ledger {
namespace {

constexpr std::chrono::hours usual_life(24);  ///< of a command that names no end

Refused<Refusal> not_pending(Position command) {
    return refuse(
        Rule::command_must_be_pending, "command",
        fmt::format("command {} is finished or never was: request a new one", command.number));
}

bool is_pending(const State& state, const MeterId& meter, CommandKind kind) {
    return std::any_of(state.commands.begin(), state.commands.end(), [&](const auto& each) {
        return each.second.meter == meter && each.second.kind == kind;
    });
}

Objection check_expiry(Instant expires_at, Instant now) {
    if (auto no = check_instant("expires_at", expires_at)) return no;
    if (expires_at > now) return std::nullopt;
    return Refusal{Rule::expiry_must_be_in_the_future, "expires_at",
                   fmt::format("{} is over: give a later moment", to_text(expires_at))};
}

Objection check_request(const State& state, const RequestCommand& command, const Meter& meter,
                        const Occasion& occasion) {
    if (is_pending(state, command.meter, command.kind))
        return Refusal{Rule::command_must_not_be_pending_twice, "kind",
                       fmt::format("a {} of meter '{}' is on its way: wait for it, or cancel it",
                                   to_text(command.kind), command.meter.text())};
    if (command.kind == CommandKind::read_now) return std::nullopt;
    if (!meter.registered.has_relay)
        return Refusal{
            Rule::meter_must_have_a_relay, "meter",
            fmt::format("meter '{}' has no relay: it can only be read", command.meter.text())};
    if (command.kind == CommandKind::trip && meter.supply == CommandKind::keep_power)
        return Refusal{
            Rule::keep_power_outranks_trip, "kind",
            fmt::format("meter '{}' keeps power: restore prepaid first", command.meter.text())};
    return check_reason(occasion.reason);
}

}  // namespace

Decision decide_one(const State& state, const RequestCommand& command, const Occasion& occasion) {
    const Meter* meter = find(state.meters, command.meter);
    if (meter == nullptr) return no_such(Rule::meter_must_exist, "meter", command.meter.text());
    const Instant expires_at = command.expires_at.value_or(occasion.now + usual_life);
    if (auto no = check_expiry(expires_at, occasion.now)) return refused(*no);
    if (auto no = check_request(state, command, *meter, occasion)) return refused(*no);
    return one_event(
        CommandRequested{command.meter, command.kind, CommandCause::person, expires_at}, occasion);
}

Decision decide_one(const State& state, const ReportSent& command, const Occasion& occasion) {
    const PendingCommand* pending = find(state.commands, command.command);
    if (pending == nullptr) return not_pending(command.command);
    if (occasion.now >= pending->expires_at)
        return refuse(Rule::command_must_be_pending, "command",
                      fmt::format("command {} expired at {}: it is not sent any more",
                                  command.command.number, to_text(pending->expires_at)));
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
    drafts.clear_alarm(state.meters.at(id), AlarmKind::command_failed);
    return drafts.take();
}

Decision decide_one(const State& state, const ReportFailed& command, const Occasion& occasion) {
    const PendingCommand* pending = find(state.commands, command.command);
    if (pending == nullptr) return not_pending(command.command);
    if (auto no = check_text("cause", command.cause)) return refused(*no);
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
    if (auto no = check_reason(occasion.reason)) return refused(*no);
    return std::vector<Draft>{
        {CommandCancelled{command.command, pending->meter}, occasion.now, command.command}};
}

}  // namespace ledger
