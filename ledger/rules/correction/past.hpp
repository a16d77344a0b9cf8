#pragma once
#include <memory>
#include <vector>

#include "ledger/events/event.hpp"

namespace ledger {

/// The newest events of one meter, oldest first and without a gap, as the log has them. The state
/// does not remember readings: who corrects one brings them along. None: nothing was brought.
using Past = std::shared_ptr<const std::vector<Event>>;

}  // namespace ledger
