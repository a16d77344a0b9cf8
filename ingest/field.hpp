#pragma once
#include <functional>
#include <optional>
#include <string>
#include <type_traits>

#include "ingest/desk.hpp"
#include "ingest/profile.hpp"

namespace ingest {

/// Something a person who looks after the field should read.
enum class Weight : std::uint8_t { note, warning };
using Report = std::function<void(Weight, const std::string&)>;

/// What everything at a line works with. References outlive the poller's threads.
struct Field {
    Desk& desk;
    const Profiles& profiles;
    const std::function<ledger::Instant()>& clock;
    const Report& report;

    /// What `look` finds in the state that the desk knows. Be quick: others wait.
    template <class Look>
    auto read(const Look& look) const {
        std::optional<std::invoke_result_t<const Look&, const ledger::State&>> found;
        desk.look([&](const ledger::State& state) { found.emplace(look(state)); });
        return std::move(*found);
    }

    /// False where it is not kept; then it was reported.
    bool tell(ledger::Command command, const std::string& reason = {}) const {
        return desk.tell(std::move(command), reason);
    }
};

}  // namespace ingest
