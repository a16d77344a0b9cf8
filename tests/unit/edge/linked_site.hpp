#pragma once
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "ingest/edge/collector.hpp"
#include "ingest/edge/reception.hpp"
#include "ledger/book.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/unit/edge/cable.hpp"
#include "tools/metersim/simulation.hpp"

namespace edge {

/// The small building of metersim behind gateway G1, which collects; the book at the other end of a
/// cable. All on clocks that run ten minutes a second, the gateway's as wrong as is wished. Meters
/// are due every simulated minute.
class LinkedSite {
public:
    enum class Way : std::uint8_t { tls, sealed };

    explicit LinkedSite(Way way = Way::tls, ledger::Duration clock_is_ahead = {});
    ~LinkedSite();
    LinkedSite(const LinkedSite&) = delete;
    LinkedSite& operator=(const LinkedSite&) = delete;

    void collect();
    void rest() { collector_.reset(); }
    void copy_gateway();        ///< its folder, while it rests
    void bring_back_gateway();  ///< as it was copied
    void close_book();          ///< and its reception
    void open_book();

    Cable& cable() { return *cable_; }
    Collector& collector() { return *collector_; }
    metersim::Simulation& field() { return *field_; }
    ledger::Book& book() { return *book_; }
    ledger::Instant now() const { return clock_(); }
    std::uint16_t port() const;
    std::filesystem::path papers() const { return directory_ / "papers"; }
    GatewayStatus status() const;
    ingest::Tallies::ByMeter met() const { return reception_->met(); }

    /// Asks the book; a refusal fails the test.
    ledger::Receipt tell(ledger::Command command);
    ledger::Position request(const std::string& meter, ledger::CommandKind kind);
    void register_meter(const std::string& id, std::uint32_t every_s);

    std::vector<ledger::Event> events() const;
    template <class Fact>
    std::vector<std::pair<ledger::Envelope, Fact>> facts() const {
        std::vector<std::pair<ledger::Envelope, Fact>> found;
        for (const ledger::Event& event : events()) {
            if (const auto* fact = std::get_if<Fact>(&event.payload))
                found.emplace_back(event.envelope, *fact);
        }
        return found;
    }

    /// True when somebody was told a sentence with these words.
    bool was_told(const std::string& words) const;

    /// Waits for a condition, at most half a minute; false where it did not come true.
    static bool comes_true(const std::function<bool()>& condition);

private:
    void register_building();
    Route route() const;

    Way way_;
    TemporaryDirectory directory_;
    std::function<ledger::Instant()> clock_;
    std::function<ledger::Instant()> gateway_clock_;
    std::unique_ptr<metersim::Simulation> field_;
    mutable std::mutex told_mutex_;
    std::vector<std::string> told_;
    ingest::Report report_;
    std::unique_ptr<ledger::Book> book_;
    std::unique_ptr<Reception> reception_;
    std::unique_ptr<Cable> cable_;
    std::unique_ptr<Collector> collector_;
};

}  // namespace edge
