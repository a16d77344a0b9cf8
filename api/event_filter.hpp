#pragma once
#include <set>
#include <string>
#include <vector>

#include "ledger/book.hpp"
#include "ledger/events/event.hpp"

namespace api {

/// Which events somebody wants to be told of; what is empty holds nothing back.
struct EventFilter {
    std::set<std::string> types{};  ///< "CreditSold"
    std::string subject_kind{};
    std::string subject{};
    std::vector<ledger::BuildingId> buildings{};  ///< of what the events are about
};

bool fits(const EventFilter& filter, const ledger::Event& event);

/// The buildings of what an event is about, as it hangs today: none of what belongs to the whole
/// site, or to an account without meters.
std::set<ledger::BuildingId> buildings_of(const ledger::State& state,
                                          const ledger::Subject& subject);

/// Whether it stands in one of the filter's buildings, or the filter has none.
bool is_there(const EventFilter& filter, const ledger::Book& book, const ledger::Subject& subject);

}  // namespace api
