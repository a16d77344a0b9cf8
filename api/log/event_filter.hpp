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

}  // namespace api
