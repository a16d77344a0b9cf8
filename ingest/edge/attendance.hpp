#pragma once
#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "ingest/edge/link.hpp"
#include "ingest/edge/messages.hpp"
#include "ingest/tallies.hpp"
#include "ledger/values/instant.hpp"

namespace edge {

/// How a gateway's link stands, for people.
struct GatewayStatus {
    ledger::GatewayId gateway;
    bool is_linked = false;
    bool is_sealed = false;  ///< without TLS
    std::string from;        ///< address
    std::string release;
    ledger::Instant heard_at;                        ///< by the book's clock
    std::optional<ledger::Duration> clock_offset{};  ///< the book's clock less the gateway's
    std::uint64_t waiting = 0;                       ///< items in its queue, as it said last
    std::uint64_t taken = 0;                         ///< items since the book's process began
};

/// Who is there. A gateway is there once: who comes anew ends the visit before. Any thread.
class Attendance {
public:
    /// A visit's place; leaving it is destroying it.
    class Seat {
    public:
        Seat(Attendance& hall, const GatewayStatus& status);
        ~Seat();
        Seat(const Seat&) = delete;
        Seat& operator=(const Seat&) = delete;

        bool is_wanted_back() const { return hall_.wants_back(gateway_, number_); }
        template <class Change>
        void note(const Change& change) {
            hall_.note(gateway_, change);
        }
        void note_met(const std::vector<MetMeter>& meters) { hall_.note_met(gateway_, meters); }

    private:
        Attendance& hall_;
        ledger::GatewayId gateway_;
        std::uint64_t number_;
    };

    std::vector<GatewayStatus> all() const;

    /// What the gateways have met on their wires, as each said last.
    ingest::Tallies::ByMeter met() const;

private:
    struct Place {
        GatewayStatus status;
        ingest::Tallies::ByMeter met;
        std::uint64_t holder = 0;  ///< 0: nobody
        std::uint64_t waiting = 0;
    };

    std::uint64_t sit(const GatewayStatus& status);
    void leave(const ledger::GatewayId& gateway, std::uint64_t number);
    void note_met(const ledger::GatewayId& gateway, const std::vector<MetMeter>& meters);
    bool wants_back(const ledger::GatewayId& gateway, std::uint64_t number) const;
    template <class Change>
    void note(const ledger::GatewayId& gateway, const Change& change) {
        const std::lock_guard lock(mutex_);
        change(places_[gateway].status);
    }

    mutable std::mutex mutex_;
    std::map<ledger::GatewayId, Place> places_;
    std::uint64_t last_number_ = 0;
};

}  // namespace edge
