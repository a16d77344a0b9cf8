#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "ledger/events/event.hpp"
#include "ledger/rating/zone.hpp"
#include "ledger/rules/postings.hpp"
#include "projections/exact_money.hpp"

namespace projections {

/// The event at a position of the log. Throws where there is none.
using EventAt = std::function<ledger::Event(ledger::Position)>;

/// Where the registers of a meter stood, and the event that says so.
struct Standing {
    ledger::Position position;
    ledger::Instant at;
    ledger::Registers registers;
};

/// One charge line, with the terms that it was priced by and its arithmetic:
/// carried_in + exact = line.amount + carried_out, and what is carried is less than a micro-unit.
struct ExplainedLine {
    ledger::ChargeLine line;
    std::optional<ledger::TariffPublished> terms;  ///< none: nobody is charged
    ExactMoney exact;                              ///< energy × price
    ExactMoney carried_in;
    ExactMoney carried_out;
};

/// An event opened: what it did to wallets and, where it charged energy, how that came to be.
struct Explanation {
    ledger::Event event;
    std::vector<ledger::WalletChange> changes;
    std::optional<Standing> before;  ///< what a charge by registers begins with
    std::optional<Standing> after;
    ledger::Energy used;  ///< as the registers say, or as it was estimated
    std::vector<ExplainedLine> lines;
    /// Every line's arithmetic holds, the lines' energy is what was used, and their amounts are
    /// what was posted. Where this is false somebody has to look at the book.
    bool adds_up = true;
};

/// Opens an event to what it rests on. Reads at most a few other events: what was read before, and
/// each tariff version. Pure; any thread.
Explanation explain(ledger::Event event, const EventAt& event_at);

/// The same for whoever has to pay: plain sentences, with times as the clocks at the site show
/// them. A wallet of a transfer without a name is another one.
std::vector<std::string> sentences(const Explanation& explanation, const ledger::Zone& zone);

}  // namespace projections
