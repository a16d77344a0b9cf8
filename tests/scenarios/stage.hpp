#pragma once
#include <map>
#include <memory>
#include <optional>
#include <ranges>
#include <set>
#include <string>
#include <vector>

#include "tests/property/history.hpp"
#include "tests/scenarios/clock.hpp"
#include "tests/scenarios/script.hpp"

namespace scenarios {

class KeptBook;

/// Where a scenario is played: the rules of the ledger in memory, and the moment it is. Scenarios
/// with keys are played in a real book at the same time, since only a book knows keys.
class Stage {
public:
    explicit Stage(const Script& script);
    ~Stage();

    /// Everything asked until the next call is asked by this sentence.
    void begin(const Sentence& sentence, ledger::Instant now);

    /// Asks the rules, unless they refused something of this sentence already.
    void ask(const ledger::Command& command);

    /// The same for a command about the past of a meter, of which so many events are brought.
    void ask_knowing(const ledger::Command& command, const ledger::MeterId& meter,
                     std::size_t most = SIZE_MAX);

    const Clock& clock() const { return clock_; }
    ledger::Instant now() const { return occasion_.now; }
    const ledger::State& state() const { return history_.state(); }
    const std::vector<ledger::Event>& events() const { return history_.events(); }
    const std::optional<ledger::Refusal>& refusal() const { return refusal_; }
    std::size_t written() const { return events().size() - before_; }

    /// What a count of each meter is worth.
    std::map<ledger::MeterId, std::uint32_t> steps_wh;

    /// The position of the n-th of these facts, counted from 1.
    template <class... Facts>
    ledger::Position nth(std::uint64_t n, std::string_view what) const {
        std::uint64_t seen = 0;
        for (const ledger::Event& event : events()) {
            if (!(std::holds_alternative<Facts>(event.payload) || ...)) continue;
            if (++seen == n) return event.envelope.position;
        }
        throw Fault{"there is no " + std::string(what) + " " + std::to_string(n) + ": only " +
                    std::to_string(seen) + " so far"};
    }

    template <class Fact>
    const Fact& fact_at(ledger::Position position) const {
        return std::get<Fact>(events()[position.number - 1].payload);
    }

    /// The newest of these facts that fits, or nothing.
    template <class Fact, class Fits>
    const Fact* newest(Fits&& fits) const {
        for (const ledger::Event& event : std::views::reverse(events())) {
            const auto* fact = std::get_if<Fact>(&event.payload);
            if (fact != nullptr && fits(*fact)) return fact;
        }
        return nullptr;
    }

private:
    bool is_news_to_book(const ledger::Command& command);
    std::optional<ledger::Expected> expected_of(const ledger::Command& command) const;

    Clock clock_;
    property::History history_;
    std::unique_ptr<KeptBook> book_;  ///< none: no sentence has a key
    ledger::Occasion occasion_;
    std::string key_;
    std::string seen_;
    std::optional<ledger::Refusal> refusal_;
    std::size_t before_ = 0;
};

}  // namespace scenarios
