#pragma once
#include <set>

#include "api/routes.hpp"
#include "ledger/rules/commands.hpp"

namespace api {

// What an operator who is bound to buildings sees and touches: only what stands in them. Whoever is
// bound to none is held back by nothing here.

/// Refuses a path to something elsewhere, and a change of the whole site. Throws Problem 403
/// place_must_be_allowed.
void need_place_of(const Call& call, const Route& route);

/// Refuses a command about anything elsewhere. Throws as above.
void need_place_of(const Call& call, const ledger::Command& command);

/// Of a list what is theirs; of one thing all of it, or Problem 403.
Response within_place(const Call& call, const Route& route, Response response);

/// True where this event is about something of theirs: for who follows the log.
bool may_see(const ledger::Book& book, const Caller& caller, const ledger::Event& event);

/// The meters in their buildings that an event changed which they may not see: its account has
/// others elsewhere, which is whose business its money is.
std::set<ledger::MeterId> meters_changed_by(const ledger::Book& book, const Caller& caller,
                                            const ledger::Event& event);

/// True where all of this account stands in their buildings: for who tells of many in one answer.
bool may_see(const ledger::Book& book, const Caller& caller, const ledger::AccountId& account);

}  // namespace api
