#pragma once
#include <atomic>
#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "ingest/dlt645.hpp"
#include "ingest/exchange.hpp"
#include "ingest/tally.hpp"
#include "ledger/events/catalogue.hpp"
#include "ledger/values/result.hpp"

namespace ingest {

/// Why a transaction on a line gave no answer.
struct LineFault {
    enum class Kind : std::uint8_t {
        unreachable,   ///< the gateway or the device cannot be opened
        disconnected,  ///< the connection broke
        timeout,       ///< nobody answered in time
        garbage,       ///< bad CRC, another unit, a reply that does not fit
        exception      ///< the meter answered with a Modbus exception, or a refusal of DL/T 645
    };
    Kind kind;
    int exception = 0;  ///< 1 to 11, where it is one; of DL/T 645 the nearest of them
    std::string detail;
    bool is_broken_frame = false;  ///< of garbage: no whole frame with a good checksum

    /// The line itself is in trouble, not one meter on it.
    bool is_of_the_line() const { return kind == Kind::unreachable || kind == Kind::disconnected; }
    /// The meter says that it will never answer this: a matter of configuration.
    bool is_final() const { return kind == Kind::exception && exception >= 1 && exception <= 3; }
};

template <class T>
using Transaction = ledger::Result<T, LineFault>;
struct Done {};

/// One RS-485 bus: Modbus TCP, RTU over TCP (a transparent serial server), or RTU on a serial
/// device, where DL/T 645 is spoken beside Modbus; half duplex, one transaction at a time. Owned by
/// one thread. It connects by itself when it is first used and after it broke.
///
/// A late reply must never become the next answer, and RTU has nothing that tells replies apart: so
/// whatever waits is thrown away before each request, and after any failure the line is given back
/// only when it has been quiet for longer than the slowest reply. On Modbus TCP it reconnects.
class Line {
public:
    explicit Line(ledger::LineRegistered settings);
    ~Line();
    Line(const Line&) = delete;
    Line& operator=(const Line&) = delete;

    /// Function 3, 1 to 125 registers.
    Transaction<std::vector<std::uint16_t>> read(std::uint32_t unit, std::uint16_t address,
                                                 std::uint16_t count);

    /// Function 16, also for one register: these meters know no function 6.
    Transaction<Done> write(std::uint32_t unit, std::uint16_t address,
                            std::span<const std::uint16_t> values);

    /// DL/T 645: says a telegram and takes the reply that answers it. Not on Modbus TCP.
    Transaction<Telegram> ask(const Telegram& request);

    /// DL/T 645: says what nobody answers, a broadcast. Not on Modbus TCP.
    Transaction<Done> announce(const Telegram& telegram);

    const ledger::LineRegistered& settings() const { return settings_; }

    /// Nothing is asked again, whoever does not answer. Any thread.
    void hurry() { is_in_a_hurry_ = true; }
    bool is_in_a_hurry() const { return is_in_a_hurry_; }

    /// Why the last attempt to connect failed: whom one asks makes no difference now. Empty: it did
    /// not.
    const std::string& why_unreachable() const { return why_unreachable_; }
    bool is_unreachable() const { return !why_unreachable_.empty(); }

    /// What went wrong since it was made.
    const Tally& tally() const { return tally_; }

    /// The newest exchanges since this was asked last, as bytes; a few dozen at most.
    std::deque<Exchange> take_exchanges() { return std::exchange(exchanges_, {}); }

private:
    struct Connection;
    static constexpr std::chrono::milliseconds byte_timeout{250};  ///< within a reply
    static constexpr std::size_t most_heard = 512;  ///< two of the longest frames: more is babble

    Transaction<Done> connect();
    Transaction<Octets> exchange(std::uint32_t unit, const Octets& question);
    Octets framed(std::uint32_t unit, const Octets& question);
    int receive();
    void begin(Octets said);
    void hear(std::span<const std::uint8_t> bytes);
    bool put_on_wire(const Octets& bytes) const;
    Transaction<Done> prepare(std::uint32_t unit);
    LineFault recover(int error);
    LineFault recover(LineFault fault);
    Transaction<Done> say(const Telegram& telegram);
    void count(const LineFault& fault);
    Transaction<Telegram> listen(const Telegram& request);
    int descriptor() const;
    bool drain();
    void wait_for_quiet();

    ledger::LineRegistered settings_;
    std::unique_ptr<Connection> connection_;               ///< none: not connected
    std::chrono::steady_clock::time_point quiet_until_{};  ///< a late reply may come before it
    Tally tally_;
    std::deque<Exchange> exchanges_;
    std::chrono::steady_clock::time_point asked_at_{};  ///< the newest of them
    std::uint16_t transaction_ = 0;                     ///< of Modbus TCP
    int silences_ = 0;                                  ///< in a row, on this connection
    std::string why_unreachable_;
    std::atomic<bool> is_in_a_hurry_{false};
};

}  // namespace ingest
