#pragma once
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tools/metersim/meter/meter_spec.hpp"

namespace metersim {

/// How a line reaches its master.
enum class Transport : std::uint8_t {
    modbus_tcp,    ///< a Modbus gateway: MBAP frames, many units behind one port
    rtu_over_tcp,  ///< a transparent serial server: RTU bytes through TCP
    rtu,           ///< a serial device: here a pseudo terminal
};

std::string_view name_of(Transport transport);

/// One RS-485 bus.
struct LineSpec {
    std::string id;
    Transport transport = Transport::rtu_over_tcp;
    int port = 0;        ///< TCP lines: on 127.0.0.1; 0 takes a free one.
    std::string device;  ///< `rtu`: the path a master opens; set beforehand, a link is made there.
    int baud = 9600;

    friend bool operator==(const LineSpec&, const LineSpec&) = default;
};

/// The plan of a building: its clock, its buses and its meters.
struct Building {
    std::string name;
    std::string zone = "Asia/Shanghai";
    std::chrono::minutes utc_offset{480};  ///< Of the meters' clocks; a whole number of quarters.
    std::vector<LineSpec> lines;
    std::vector<MeterSpec> meters;

    const LineSpec* line(std::string_view id) const;
    const MeterSpec* meter(std::string_view id) const;
    friend bool operator==(const Building&, const Building&) = default;
};

/// Throws std::invalid_argument that names the line or meter, the fault and the way out.
void check(const Building& building);

/// The prepaid project of a twin tower and an office block: 220 single-phase and 55 three-phase
/// meters, 25 on a line behind a serial server, and seven 24-user boxes, a line each.
Building demo_building();

/// Three lines, one of each transport, and nine meters of all kinds.
Building small_building();

}  // namespace metersim
