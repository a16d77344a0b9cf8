#pragma once
#include <cstdint>
#include <functional>
#include <stdexcept>
#include <string>

#include "ledger/rules/commands.hpp"
#include "ledger/rules/state.hpp"

namespace ingest {

/// Nothing that is told from now on could be kept: whoever reads meters ends.
struct DeskClosed : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Where those who work at the lines read what there is to do, and tell what they found: the book
/// itself, or, far from it, what is known of it there. Every call may be made from any thread.
class Desk {
public:
    Desk() = default;
    virtual ~Desk() = default;
    Desk(const Desk&) = delete;
    Desk& operator=(const Desk&) = delete;

    /// Calls `at` with a state that does not change meanwhile. Be quick: others wait.
    virtual void look(const std::function<void(const ledger::State&)>& at) const = 0;

    /// A number that is another one after each change of that state.
    virtual std::uint64_t version() const = 0;

    /// True for a line whose meters are read from here.
    virtual bool reads(const ledger::State& state, const ledger::LineRegistered& line) const = 0;

    /// True when it is kept for ever; else somebody was told why it is not. Throws DeskClosed.
    virtual bool tell(ledger::Command command, const std::string& reason) = 0;
};

}  // namespace ingest
