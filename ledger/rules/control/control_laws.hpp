#pragma once
#include "ledger/rules/energy/findings.hpp"
#include "ledger/values/one_of.hpp"

namespace ledger {

/// The events of commands, batches, alarms and notices.
template <class Fact>
constexpr bool is_about_control = is_about_commands<Fact> || is_about_notices<Fact> ||
                                  is_one_of<Fact, BatchRequested, BatchRowRefused, BatchCancelled,
                                            PurchasesResolved, AlarmRaised, AlarmCleared>;

Finding control_breach(const State& state, const CommandRequested& fact);
Finding control_breach(const State& state, const CommandSent& fact);
Finding control_breach(const State& state, const CommandConfirmed& fact);
Finding control_breach(const State& state, const CommandFailed& fact);
Finding control_breach(const State& state, const CommandExpired& fact);
Finding control_breach(const State& state, const CommandCancelled& fact);
Finding control_breach(const State& state, const BatchRequested& fact);
Finding control_breach(const State& state, const BatchRowRefused& fact);
Finding control_breach(const State& state, const BatchCancelled& fact);
Finding control_breach(const State& state, const PurchasesResolved& fact);
Finding control_breach(const State& state, const AlarmRaised& fact);
Finding control_breach(const State& state, const AlarmCleared& fact);
Finding control_breach(const State& state, const NoticeQueued& fact);
Finding control_breach(const State& state, const NoticeDelivered& fact);
Finding control_breach(const State& state, const NoticeFailed& fact);

}  // namespace ledger
