#pragma once
#include <optional>
#include <ostream>
#include <set>
#include <string>

#include "ledger/events/event.hpp"
#include "ledger/rating/zone.hpp"

namespace meterbook {

/// Writes the events that move money as a ledger of beancount, so that bean-check, which knows
/// nothing of us, can sum it: one transaction an event, on its local day, its position as the link.
class BeancountJournal {
public:
    explicit BeancountJournal(std::ostream& out) : out_(out) {}
    void take(const ledger::Event& event);

private:
    void open(const std::string& account);

    std::ostream& out_;
    std::string currency_;
    std::optional<ledger::Zone> zone_;
    std::set<std::string> opened_;
};

/// "wallet:A1.M1" -> "Liabilities:Wallet:XA1-2EM1": beancount's names are letters, digits and
/// dashes, so every other byte is a dash and its number in hex. No two accounts have one name.
std::string beancount_account(const std::string& account);

}  // namespace meterbook
