#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <string>

#include "ledger/events/event.hpp"
#include "ledger/journal/event_source.hpp"
#include "projections/past/moments.hpp"

namespace projections {

/// What events come to, by what people have reports of.
struct Tally {
    std::map<std::string, std::int64_t> events;        ///< of each kind
    std::map<std::string, ledger::Money> accounts;     ///< positive is a debit
    std::map<ledger::MeterId, ledger::Energy> energy;  ///< charged, estimated and corrected

    void add(const ledger::Event& event);
};

/// What a wallet held at two moments.
struct CreditChange {
    ledger::Money before;
    ledger::Money after;
};

/// What is otherwise at one moment than at another.
struct Difference {
    Moment from;
    Moment to;
    std::map<std::string, std::int64_t> events;        ///< of each kind, how many more
    std::map<ledger::WalletId, CreditChange> wallets;  ///< that hold something else
    std::map<std::string, ledger::Money> accounts;     ///< the others of the books, by how much
    std::map<ledger::MeterId, ledger::Energy> energy;  ///< how much more
};

/// Between two tallies from the beginning of a log on, of one log or of two.
Difference between(const Tally& before, const Tally& after);

/// What a wallet held behind the event at a position.
using CreditAt = std::function<ledger::Money(const ledger::WalletId&, ledger::Position)>;

/// Between two moments of one log; reads the events behind `from` up to `to` alone.
Difference difference(const ledger::EventSource& events, Moment from, Moment to,
                      const CreditAt& credit_at);

}  // namespace projections
