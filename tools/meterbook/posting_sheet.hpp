#pragma once
#include <ostream>
#include <string>

#include "ledger/events/event.hpp"

namespace meterbook {

/// Writes the postings of the events that move money as CSV (RFC 4180), a line a posting: position,
/// moments, event, account, amount, currency.
class PostingSheet {
public:
    explicit PostingSheet(std::ostream& out);
    void take(const ledger::Event& event);

private:
    std::ostream& out_;
    std::string currency_;
};

}  // namespace meterbook
