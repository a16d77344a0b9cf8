#pragma once
#include <map>
#include <optional>
#include <string>

#include "ingest/notices/notice.hpp"
#include "ledger/values/instant.hpp"

namespace notices {

/// The end of the site's quiet hours, where this moment is within them. Throws std::runtime_error
/// where this system does not know the site's zone.
std::optional<ledger::Instant> quiet_until(const Site& site, ledger::Instant now);

/// How many messages went to a number within 24 hours. In memory alone: numbers are written
/// nowhere. Of one thread.
class MessagesToday {
public:
    void add(const std::string& number, ledger::Instant at) { sent_.emplace(number, at); }

    /// From when on one more may go there; nothing: now. `most` 0: no limit.
    std::optional<ledger::Instant> room_at(const std::string& number, std::uint32_t most,
                                           ledger::Instant now);

private:
    std::multimap<std::string, ledger::Instant> sent_;
};

}  // namespace notices
