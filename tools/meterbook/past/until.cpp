#include "tools/meterbook/past/until.hpp"

#include <charconv>

#include <fmt/core.h>

#include "projections/past/moments.hpp"
#include "tools/meterbook/command_line.hpp"

namespace meterbook {

ledger::Position place_in(const ledger::EventSource& log, const std::string& option,
                          const std::string& text) {
    const ledger::Position last = log.last();
    if (text.empty()) return last;
    if (const auto moment = ledger::instant_from_text(text))
        return projections::last_recorded_by(log, *moment);
    ledger::Position position;
    const auto [end, error] =
        std::from_chars(text.data(), text.data() + text.size(), position.number);
    if (error != std::errc() || end != text.data() + text.size())
        throw Cannot(
            fmt::format("{} '{}' is neither a position nor a moment: give 1200, or "
                        "2026-11-21T08:00:00Z",
                        option, text));
    if (position > last)
        throw Cannot(fmt::format("{}: the log ends at event {}: give one that is in it", option,
                                 last.number));
    return position;
}

}  // namespace meterbook
