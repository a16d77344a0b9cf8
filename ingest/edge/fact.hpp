#pragma once
#include <optional>
#include <string>
#include <tuple>

#include "ledger/rules/commands.hpp"
#include "ledger/values/bytes.hpp"

namespace edge {

/// What a gateway may tell the book, and nothing else. On the wire each is named by its place in
/// this list: new ones go to its end.
using Tellable = std::tuple<ledger::RecordReading, ledger::ReportSent, ledger::ReportConfirmed,
                            ledger::ReportFailed, ledger::ExpireCommand, ledger::ReportContactLost,
                            ledger::ReportContact, ledger::ReportPurchases>;

/// One thing that a gateway tells, and when it saw it by the book's clock.
struct Fact {
    ledger::Instant seen_at;
    std::string reason;
    ledger::Command command;

    friend bool operator==(const Fact&, const Fact&) = default;
};

/// The command must be a tellable one.
ledger::Bytes encode(const Fact& fact);

/// Nothing where the bytes are no fact that this release knows. Takes any bytes.
std::optional<Fact> decode_fact(ledger::BytesView bytes);

}  // namespace edge
