#pragma once
#include <functional>
#include <set>
#include <string>

#include "ledger/events/event.hpp"

namespace api {

/// Which events somebody wants to be told of, and may; what is empty holds nothing back.
struct EventFilter {
    std::set<std::string> types{};  ///< "CreditSold"
    std::string subject_kind{};
    std::string subject{};
    std::function<bool(const ledger::Event&)> is_theirs{};  ///< asked last; may look at the state
};

bool fits(const EventFilter& filter, const ledger::Event& event);

/// Problem 400 for a word that no event has: a filter that is misspelt would be answered with
/// nothing. Empty: nothing was asked for.
void check_event_type(const std::string& type);
void check_subject_kind(const std::string& kind);

}  // namespace api
