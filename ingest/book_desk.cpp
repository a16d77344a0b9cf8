#include "ingest/book_desk.hpp"

#include <fmt/core.h>

namespace ingest {

void BookDesk::look(const std::function<void(const ledger::State&)>& at) const { book_.read(at); }

std::uint64_t BookDesk::version() const {
    return book_.read([](const ledger::State& state) { return state.last.number; });
}

bool BookDesk::reads(const ledger::State& state, const ledger::LineRegistered& line) const {
    const auto* gateway = ledger::find(state.gateways, line.gateway);
    return gateway == nullptr || !gateway->collects;
}

bool BookDesk::tell(ledger::Command command, const std::string& reason) try {
    const auto outcome = book_.execute(
        {std::move(command), {ledger::ActorKind::poller, "poller", ""}, reason, "", true});
    if (!outcome)
        report_(Weight::warning,
                fmt::format("the book refused what the field reported: {}: {}",
                            to_text(outcome.error().rule), outcome.error().detail));
    return outcome.has_value();
} catch (const ledger::BookStopped& stopped) {
    throw DeskClosed(stopped.what());
}

}  // namespace ingest
