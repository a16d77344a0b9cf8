#pragma once
#include <functional>
#include <string>

#include "ingest/profile.hpp"
#include "ledger/book.hpp"

namespace ingest {

/// Something a person who looks after the field should read.
enum class Weight : std::uint8_t { note, warning };
using Report = std::function<void(Weight, const std::string&)>;

/// What everything at a line works with. References outlive the poller's threads.
struct Field {
    ledger::Book& book;
    const Profiles& profiles;
    const std::function<ledger::Instant()>& clock;
    const Report& report;

    /// Asks the book on behalf of the poller; a refusal is reported, and false is returned.
    bool tell(ledger::Command command, const std::string& reason = {}) const;
};

}  // namespace ingest
