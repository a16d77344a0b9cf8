#pragma once
#include <atomic>
#include <map>
#include <string>
#include <string_view>
#include <thread>

#include "tools/metersim/wire/endpoint.hpp"

namespace metersim {

class Simulation;

/// One order to a simulation as one line of JSON, and its answer as another. `{"do": ...}` with
///
///     describe | time | clear [target] | jump seconds
///     fault "KIND:TARGET[:DOSE]"          {"do":"fault","fault":"silence:L01/3:0.1"}
///     state meter                         {"do":"state","meter":"M0101"}
///     set meter [energy_kwh] [clock_error_s] [balance] [number] [ct, pt]
///
/// answers {"ok":true, ...} or {"ok":false,"error":"..."}. Takes any text.
std::string obey(Simulation& simulation, std::string_view order);

/// Such orders over TCP on 127.0.0.1, for scripts and demonstrations. Listens from construction to
/// destruction in a thread of its own.
class ControlPort {
public:
    ControlPort(Simulation& simulation, int port);
    ~ControlPort();
    ControlPort(const ControlPort&) = delete;
    ControlPort& operator=(const ControlPort&) = delete;

    int port() const { return port_; }

private:
    struct Visitor {
        Fd wire;
        std::string unread;
        bool is_over = false;
    };

    void run();
    void wait() const;
    void listen_to(Visitor& visitor);

    Simulation& simulation_;
    Fd listener_;
    int port_;
    Bell bell_;
    std::atomic<bool> is_stopping_{false};
    int next_visitor_ = 0;
    std::map<int, Visitor> visitors_;
    std::thread thread_;
};

}  // namespace metersim
