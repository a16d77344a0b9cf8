#include "tools/meterbook/book_clock.hpp"

#include <chrono>

namespace meterbook {
namespace {

ledger::Instant system_now() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<ledger::Duration>(now).count()};
}

}  // namespace

std::function<ledger::Instant()> book_clock(std::optional<ledger::Instant> start, unsigned speed) {
    if (!start && speed == 1) return system_now;
    const ledger::Instant began = system_now();
    const ledger::Instant from = start.value_or(began);
    return [=] { return from + (system_now() - began) * static_cast<std::int64_t>(speed); };
}

}  // namespace meterbook
