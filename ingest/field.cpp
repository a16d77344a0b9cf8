#include "ingest/field.hpp"

#include <fmt/core.h>

namespace ingest {

bool Field::tell(ledger::Command command, const std::string& reason) const {
    const auto outcome = book.execute(
        {std::move(command), {ledger::ActorKind::poller, "poller", ""}, reason, "", true});
    if (!outcome)
        report(Weight::warning, fmt::format("the book refused what the field reported: {}: {}",
                                            to_text(outcome.error().rule), outcome.error().detail));
    return outcome.has_value();
}

}  // namespace ingest
