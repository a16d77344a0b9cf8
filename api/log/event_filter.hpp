#pragma once
#include <functional>
#include <set>
#include <string>

#include "ledger/events/event.hpp"

namespace api {

/// Which events somebody wants to be told of, and may; what is empty holds nothing back.
struct EventFilter {
    using Test = std::function<bool(const ledger::Event&)>;
    using Meters = std::set<ledger::MeterId>;

    std::set<std::string> types{};  ///< "CreditSold"
    std::string subject_kind{};
    std::string subject{};
    Test is_theirs{};  ///< asked of what is wanted; may look at the state
    /// The meters of theirs that an event changed which is not: that it did is all they are told.
    std::function<Meters(const ledger::Event&)> changed_by{};
};

bool is_wanted(const EventFilter& filter, const ledger::Event& event);

/// Problem 400 for a word that no event has: a filter that is misspelt would be answered with
/// nothing. Empty: nothing was asked for.
void check_event_type(const std::string& type);
void check_subject_kind(const std::string& kind);

}  // namespace api
