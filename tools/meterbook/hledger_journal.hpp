#pragma once
#include <optional>
#include <ostream>
#include <string>

#include "ledger/events/event.hpp"
#include "ledger/rating/zone.hpp"

namespace meterbook {

/// Writes the events that move money as a journal of plain text accounting, so that hledger, which
/// knows nothing of us, can sum it: liabilities:wallet:…, assets:cash:…, revenue:…; one transaction
/// an event, on its local day, its position as the code.
class HledgerJournal {
public:
    explicit HledgerJournal(std::ostream& out) : out_(out) {}
    void take(const ledger::Event& event);

private:
    std::ostream& out_;
    std::string currency_;
    std::optional<ledger::Zone> zone_;
};

/// "wallet:A1.M1" -> "liabilities:wallet:A1.M1"
std::string hledger_account(const std::string& account);

}  // namespace meterbook
