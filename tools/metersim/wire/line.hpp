#pragma once
#include <atomic>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "tools/metersim/building/building.hpp"
#include "tools/metersim/meter/meter.hpp"
#include "tools/metersim/wire/endpoint.hpp"
#include "tools/metersim/wire/fault.hpp"
#include "tools/metersim/wire/framer.hpp"
#include "tools/metersim/wire/pacing.hpp"

namespace metersim {

/// One half-duplex bus with its meters: listens from construction to destruction in a thread of its
/// own, takes one request at a time, and waits without using the processor. Several masters may be
/// connected; they share the bus.
class Line {
public:
    struct Manner {
        Pacing pacing;
        std::chrono::milliseconds late_by{1500};
        std::uint64_t seed = 1;
    };

    /// The meters must outlive the line. Throws std::runtime_error when its port is taken.
    Line(LineSpec spec, const std::vector<Meter*>& meters, const Manner& manner);
    ~Line();
    Line(const Line&) = delete;
    Line& operator=(const Line&) = delete;

    /// With the port or device it really has.
    const LineSpec& spec() const { return spec_; }

    /// Throws std::invalid_argument for a fault that this wire cannot have, or an unknown unit.
    void arm(FaultKind kind, std::optional<int> unit, const Dose& dose);
    void clear_faults(std::optional<int> unit);

private:
    struct Connection {
        Fd wire;
        std::unique_ptr<Framer> framer;
        bool is_over = false;
    };
    struct Reply {
        Tick due;
        int connection;
        Bytes bytes;
    };

    void open();
    void link_device();
    void connect(Fd wire);
    void run();
    void wait() const;
    std::optional<Tick> next_deadline() const;
    void welcome();
    void hear(Tick now);
    void serve(Tick now);
    void serve_one(int id, Connection& connection);
    void speak(Tick now);

    void take(int id, Connection& connection, const Request& request);
    void take_telegram(int id, Request request);
    void spread_time(const Request& request);
    void broadcast(const Request& request);
    void pass(const Request& request);
    void post(int id, Request request, const Bytes& pdu);
    bool fires(FaultKind kind, int unit) { return faults_.fires(kind, unit); }

    LineSpec spec_;
    const Manner manner_;
    std::map<int, Meter*> meters_;   ///< those that speak Modbus
    std::vector<Meter*> by_number_;  ///< those that speak DL/T 645
    Faults faults_;

    Fd listener_;
    PseudoTerminal terminal_;
    std::string linked_path_;
    Bell bell_;
    std::atomic<bool> is_stopping_{false};
    int next_connection_ = 0;
    std::map<int, Connection> connections_;
    std::vector<Reply> replies_;
    Tick bus_free_at_;
    std::thread thread_;
};

}  // namespace metersim
