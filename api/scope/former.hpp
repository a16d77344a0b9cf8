#pragma once
#include <map>
#include <set>

#include "api/scope/mentions.hpp"

namespace ledger {
class Book;
}

namespace api {

/// What the state has forgotten of things that are mentioned, as the log knows it.
struct Former {
    /// Of a customer who had no account when it was asked: every account that was theirs, whoever
    /// has it now. Who is not in it had one then, and may have none any more.
    std::map<ledger::CustomerId, std::set<ledger::AccountId>> accounts{};
    /// Of an account that is closed: the meters that it had at its end.
    std::map<ledger::AccountId, std::set<ledger::MeterId>> meters{};
};

/// Asks the index, so it must not be called within a look at the state. Throws JournalUnavailable.
Former former_of(const ledger::Book& book, const Mentions& mentions);

}  // namespace api
