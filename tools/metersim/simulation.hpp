#pragma once
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "tools/metersim/building/building.hpp"
#include "tools/metersim/meter/meter.hpp"
#include "tools/metersim/meter/sim_clock.hpp"
#include "tools/metersim/wire/line.hpp"

namespace metersim {

class ControlPort;

/// How a building is brought to life.
struct Options {
    std::optional<Instant> start;  ///< Simulated time at the start; without it, now.
    std::int64_t speed = 1;        ///< Simulated seconds a real second; 0 stands still.
    std::uint64_t seed = 1;
    bool is_paced = false;                    ///< Take the time a line's baud rate takes.
    std::chrono::milliseconds think{50};      ///< A paced meter's time to think.
    std::chrono::milliseconds late_by{1500};  ///< How late a late reply is.
    std::optional<int> control_port;          ///< Open the control port; 0 takes a free one.
};

/// A building of simulated meters, answering on its lines from construction to destruction.
///
///     metersim::Simulation simulation{metersim::small_building()};
///     connect_to("127.0.0.1", simulation.port("L01"));
///     simulation.set_fault("late:L01/2:next=1");
///     simulation.meter("M0101").true_state().total_uwh();
///
/// Lines with port 0 get a free one. Throws std::invalid_argument for a plan that cannot be, and
/// std::runtime_error when a port is taken. Any thread may call.
class Simulation {
public:
    explicit Simulation(Building building, Options options = {});
    ~Simulation();
    Simulation(const Simulation&) = delete;
    Simulation& operator=(const Simulation&) = delete;

    /// The plan, with the ports and devices that are really open.
    const Building& building() const { return building_; }
    int port(std::string_view line) const;
    std::string device(std::string_view line) const;
    int control_port() const;

    Meter& meter(std::string_view id);

    /// KIND:TARGET[:DOSE]; see fault.hpp.
    void set_fault(std::string_view text);
    void set_fault(const Fault& fault);
    /// Of a line "L01", a unit "L01/3" or a meter "M0103"; of all lines without a target.
    void clear_faults(std::string_view target = {});

    Instant now() const { return clock_.now(); }
    void jump(std::chrono::seconds ahead) { clock_.jump(ahead); }

private:
    struct Target {
        Line* line;
        std::optional<int> unit;
    };

    void place_meters(const Options& options);
    void open_lines(const Options& options);
    Target find(std::string_view target) const;

    Building building_;
    SimClock clock_;
    std::map<std::string, std::unique_ptr<Meter>, std::less<>> meters_;
    std::map<std::string, std::unique_ptr<Line>, std::less<>> lines_;
    std::unique_ptr<ControlPort> control_;
};

}  // namespace metersim
