#pragma once
#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "ingest/poller.hpp"
#include "ledger/book.hpp"
#include "tools/metersim/simulation.hpp"

namespace ingest {

/// How fast a building lives: simulated seconds a second, and between two polls of a meter.
struct Pace {
    int speed = 600;
    std::uint32_t poll_interval_s = 60;
};

/// A building of metersim, the small one where nothing else is said, registered in a book of its
/// own in a temporary directory, both on one clock that runs ten minutes a second, its meters due
/// every simulated minute, where no other pace is said; one that missed three times is lost. `poll`
/// and `rest` start and stop the poller.
class PolledBuilding {
public:
    explicit PolledBuilding(const metersim::Building& plan = metersim::small_building(),
                            Pace pace = {});
    ~PolledBuilding();
    PolledBuilding(const PolledBuilding&) = delete;
    PolledBuilding& operator=(const PolledBuilding&) = delete;

    void poll();
    void rest() { poller_.reset(); }
    void use(Profiles profiles) { poller_->use(std::move(profiles)); }

    /// The clock of the poller and of the book, not that of the field.
    void set_clock_back(int hours) { hours_back_ += hours; }

    metersim::Simulation& field() { return *field_; }
    const metersim::Building& plan() const { return field_->building(); }
    ledger::Book& book() { return *book_; }
    std::string port_of(const std::string& line) const;

    /// Asks the book; a refusal fails the test.
    ledger::Receipt tell(ledger::Command command);
    ledger::Position request(const std::string& meter, ledger::CommandKind kind);

    ledger::Meter meter(const std::string& id) const;
    ledger::LineRegistered line_of(const std::string& id) const;  ///< as it is registered
    bool is_line_lost(const std::string& line) const;
    std::vector<ledger::Event> events() const;

    /// What the lines met since `poll`.
    Tallies::ByMeter tallies() const { return poller_->tallies(); }

    /// What it reports to whoever looks after the field.
    std::vector<std::string> reports() const;

    template <class Fact>
    std::vector<Fact> facts() const {
        std::vector<Fact> found;
        for (const ledger::Event& event : events()) {
            if (const auto* fact = std::get_if<Fact>(&event.payload)) found.push_back(*fact);
        }
        return found;
    }

    /// Waits for a condition, at most half a minute; false where it did not come true.
    static bool comes_true(const std::function<bool()>& condition);

private:
    void register_building();

    const Pace pace_;
    std::atomic<int> hours_back_{0};
    std::filesystem::path directory_;
    mutable std::mutex mutex_;
    std::vector<std::string> reports_;
    std::function<ledger::Instant()> clock_;
    std::unique_ptr<metersim::Simulation> field_;
    std::unique_ptr<ledger::Book> book_;
    std::unique_ptr<Poller> poller_;
};

}  // namespace ingest
