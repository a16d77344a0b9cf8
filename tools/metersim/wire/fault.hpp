#pragma once
#include <cstdint>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace metersim {

/// What can go wrong between a master and a meter.
enum class FaultKind : std::uint8_t {
    silence,       ///< The request is not heard: nothing is done, nothing answered.
    lost_reply,    ///< The request is carried out, its reply is lost.
    bad_crc,       ///< One bit of the reply's CRC is wrong (not on Modbus TCP, which has none).
    late,          ///< The reply comes after the master has given up.
    wrong_slave,   ///< The reply bears another slave id.
    truncated,     ///< Only the first half of the reply arrives.
    zero_reading,  ///< Energy registers read 0 in this one reply.
    spike,         ///< Energy reads 100,000 kWh too much in this one reply.
    rollover,      ///< The energy registers jump to 0.05 kWh before their end and go on from there.
    reset,         ///< The energy registers start again at 0.
    relay_stuck,   ///< A relay command is acknowledged and the relay does not move.
    failure,       ///< Exception 04.
    busy,          ///< Exception 06.
    gateway,       ///< Exception 0B, as a gateway answers for a dead meter.
    pieces,        ///< An item of DL/T 645 comes in frames of eight bytes each.
    disconnect,    ///< The TCP connection is closed instead of a reply (not on a serial device).
};

std::string_view name_of(FaultKind kind);

/// How often: the next n occasions, or each occasion with a chance in parts per million.
struct Dose {
    std::int64_t next = 0;  ///< 0 = no end.
    int chance_ppm = 1'000'000;

    static Dose always() { return {}; }
    static Dose times(std::int64_t n) { return {.next = n, .chance_ppm = 1'000'000}; }
    static Dose chance(int ppm) { return {.next = 0, .chance_ppm = ppm}; }
    friend bool operator==(const Dose&, const Dose&) = default;
};

/// A fault as it is asked for. The target is a line "L01", a unit on it "L01/3" or a meter "M0103".
struct Fault {
    FaultKind kind;
    std::string target;
    Dose dose;

    friend bool operator==(const Fault&, const Fault&) = default;
};

/// Reads KIND:TARGET[:DOSE]; a dose is "always", a chance such as "0.1" or "next=3". Without a
/// dose: always, but once for rollover and reset. Throws std::invalid_argument with the way out.
Fault read_fault(std::string_view text);

/// The faults armed on one line. Any thread may call.
class Faults {
public:
    explicit Faults(std::uint64_t seed) : dice_(seed) {}

    /// Without a unit it concerns every meter of the line, and a dose of n is shared by them.
    void arm(FaultKind kind, std::optional<int> unit, const Dose& dose);
    void clear(std::optional<int> unit);  ///< Without a unit: all of the line's.

    /// Whether `kind` happens to this unit on this occasion; uses up one of the next n.
    bool fires(FaultKind kind, int unit);

private:
    struct Armed {
        FaultKind kind;
        std::optional<int> unit;
        Dose dose;
    };

    bool hits(const Dose& dose);

    std::mutex mutex_;
    std::mt19937_64 dice_;
    std::vector<Armed> armed_;
};

}  // namespace metersim
