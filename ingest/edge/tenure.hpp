#pragma once
#include <map>
#include <vector>

#include "ledger/book.hpp"

namespace edge {

/// From this moment on the gateway read the meter, until the next.
struct Term {
    ledger::Instant from;
    ledger::GatewayId gateway;
};

/// Which gateway read which meter when, as the log says. Not thread-safe.
class Tenure {
public:
    explicit Tenure(const ledger::Book& book) : book_(book) {}

    /// Oldest first, by what the index knows. Looks through the meter's events where its
    /// registration, or that of its line, has changed since it was asked last. Throws
    /// JournalDamaged.
    const std::vector<Term>& of(const ledger::MeterId& meter);

private:
    struct Known {
        ledger::Position registered;  ///< the newest event that says where the meter hangs
        std::vector<Term> terms;
    };

    const ledger::Book& book_;
    std::map<ledger::MeterId, Known> known_;
};

/// Was the meter this gateway's at that moment?
bool was_read_by(const ledger::GatewayId& gateway, const std::vector<Term>& terms,
                 ledger::Instant at);

bool was_ever_read_by(const ledger::GatewayId& gateway, const std::vector<Term>& terms);

}  // namespace edge
