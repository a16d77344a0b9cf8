#include "ingest/line.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <thread>

#include <fmt/core.h>
#include <modbus.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>

#include "ingest/tcp_connection.hpp"

namespace ingest {
namespace {

using ledger::Parity;
using ledger::Transport;
using Kind = LineFault::Kind;

constexpr int largest_descriptor = 1'023;  // libmodbus waits with select()
constexpr int most_quiet_waits = 4;
constexpr int most_silences = 10;  // then the connection may be half open
constexpr std::chrono::milliseconds quiet_step(5);
constexpr std::size_t most_exchanges = 32;

char parity_letter(Parity parity) {
    switch (parity) {
        case Parity::none:
            return 'N';
        case Parity::even:
            return 'E';
        case Parity::odd:
            return 'O';
    }
    ledger::ensure(false, "a parity is one of three");
    return 'N';
}

Kind kind_of(int error) {
    switch (error) {
        case ETIMEDOUT:
            return Kind::timeout;
        case EMBBADCRC:
        case EMBBADDATA:
        case EMBBADSLAVE:
        case EMBMDATA:
        case EMBBADEXC:
        case EMBUNKEXC:
            return Kind::garbage;
        default:
            if (error > MODBUS_ENOBASE && error < MODBUS_ENOBASE + MODBUS_EXCEPTION_MAX)
                return Kind::exception;
            return Kind::disconnected;
    }
}

/// How much libmodbus reads of a reply over RTU before it looks at the checksum.
std::size_t rtu_length(const Octets& reply) {
    const std::uint8_t function = reply[1];
    const std::size_t shortest = 5;
    switch (function) {
        case MODBUS_FC_WRITE_SINGLE_COIL:
        case MODBUS_FC_WRITE_SINGLE_REGISTER:
        case MODBUS_FC_WRITE_MULTIPLE_COILS:
        case MODBUS_FC_WRITE_MULTIPLE_REGISTERS:
            return shortest + 3;
        case MODBUS_FC_MASK_WRITE_REGISTER:
            return shortest + 5;
        case MODBUS_FC_REPORT_SLAVE_ID:
        case MODBUS_FC_WRITE_AND_READ_REGISTERS:
            return shortest + reply[2];
        default:
            return function <= MODBUS_FC_READ_INPUT_REGISTERS ? shortest + reply[2] : shortest;
    }
}

std::size_t without_end_of_zeros(const Octets& bytes) {
    const auto last = std::find_if(bytes.rbegin(), bytes.rend(), [](auto each) { return each; });
    return static_cast<std::size_t>(bytes.rend() - last);
}

}  // namespace

/// libmodbus' context and the descriptor it works on.
struct Line::Connection {
    modbus_t* context = nullptr;
    int descriptor = -1;

    Connection() = default;
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    ~Connection() {
        if (context == nullptr) return;
        modbus_close(context);
        modbus_free(context);
    }

    Transaction<Done> open_device(const ledger::LineRegistered& line);
    Transaction<Done> open_socket(const ledger::LineRegistered& line);
};

Line::Line(ledger::LineRegistered settings) : settings_(std::move(settings)) {}
Line::~Line() = default;

namespace {

modbus_t* context_for(const ledger::LineRegistered& line) {
    if (line.transport == Transport::modbus_tcp) return modbus_new_tcp("127.0.0.1", 502);
    // For RTU over TCP the device is never opened: the socket takes its place.
    const bool serial = line.transport == Transport::rtu_serial;
    return modbus_new_rtu(serial ? line.address.c_str() : "/dev/null", static_cast<int>(line.baud),
                          parity_letter(line.parity), 8, static_cast<int>(line.stop_bits));
}

LineFault unreachable(const std::string& detail) { return {Kind::unreachable, 0, detail}; }

}  // namespace

Transaction<Done> Line::Connection::open_device(const ledger::LineRegistered& line) {
    context = context_for(line);
    if (context == nullptr) return ledger::refused(unreachable(modbus_strerror(errno)));
    if (modbus_connect(context) != 0)
        return ledger::refused(
            unreachable(fmt::format("{}: {}", line.address, modbus_strerror(errno))));
    descriptor = modbus_get_socket(context);
    return Done{};
}

Transaction<Done> Line::Connection::open_socket(const ledger::LineRegistered& line) {
    const auto socket =
        connect_tcp(line.address, std::chrono::milliseconds(line.response_timeout_ms));
    if (!socket) return ledger::refused(unreachable(socket.error()));
    context = context_for(line);
    if (context == nullptr) {
        const std::string why = modbus_strerror(errno);
        ::close(*socket);
        return ledger::refused(unreachable(why));
    }
    descriptor = *socket;
    modbus_set_socket(context, descriptor);
    return Done{};
}

Transaction<Done> Line::connect() {
    auto fresh = std::make_unique<Connection>();
    const bool serial = settings_.transport == Transport::rtu_serial;
    auto opened = serial ? fresh->open_device(settings_) : fresh->open_socket(settings_);
    if (!opened) return opened;
    if (fresh->descriptor > largest_descriptor)
        return ledger::refused(unreachable(
            fmt::format("descriptor {} is above {}: too many files are open before the lines",
                        fresh->descriptor, largest_descriptor)));
    const std::uint32_t response_ms = settings_.response_timeout_ms;
    modbus_set_response_timeout(fresh->context, response_ms / 1000, response_ms % 1000 * 1000);
    modbus_set_byte_timeout(fresh->context, 0,
                            static_cast<std::uint32_t>(byte_timeout.count() * 1000));
    modbus_set_error_recovery(fresh->context, MODBUS_ERROR_RECOVERY_NONE);
    connection_ = std::move(fresh);
    silences_ = 0;
    return Done{};
}

Transaction<Done> Line::prepare(std::uint32_t unit) {
    if (connection_ && !drain()) connection_.reset();  // the gateway hung up meanwhile
    if (!connection_) {
        auto connected = connect();
        why_unreachable_ = connected ? "" : connected.error().detail;
        if (!connected) {
            ++tally_.disconnections;
            return connected;
        }
    }
    modbus_set_slave(connection_->context, static_cast<int>(unit));
    while (std::chrono::steady_clock::now() < quiet_until_) {
        if (!drain()) break;
        std::this_thread::sleep_for(quiet_step);
    }
    (void)drain();
    ++tally_.questions;
    return Done{};
}

LineFault Line::recover(int error) {
    const Kind kind = kind_of(error);
    const int exception = kind == Kind::exception ? error - MODBUS_ENOBASE : 0;
    return recover({kind, exception, modbus_strerror(error), error == EMBBADCRC});
}

void Line::count(const LineFault& fault) {
    switch (fault.kind) {
        case Kind::timeout:
            ++tally_.timeouts;
            return;
        case Kind::garbage:
            ++(fault.is_broken_frame ? tally_.broken_frames : tally_.wrong_answers);
            return;
        case Kind::exception:
            ++tally_.exceptions;
            return;
        case Kind::unreachable:
        case Kind::disconnected:
            ++tally_.disconnections;
    }
}

/// After a failure, as the line's transport wants it.
LineFault Line::recover(LineFault fault) {
    count(fault);
    exchanges_.back().fault = fault.detail;
    const bool is_tcp = settings_.transport == Transport::modbus_tcp;
    silences_ = fault.kind == Kind::timeout ? silences_ + 1 : 0;
    if (fault.kind == Kind::disconnected || (is_tcp && fault.kind != Kind::exception)) {
        connection_.reset();
        // A serial server may hand the late reply to the next connection.
        const std::chrono::milliseconds slowest(2 * settings_.response_timeout_ms);
        if (!is_tcp) quiet_until_ = std::chrono::steady_clock::now() + slowest;
    } else if (fault.kind != Kind::exception) {
        wait_for_quiet();
    }
    // A serial server that was restarted behind a router may not even know of the connection.
    if (silences_ >= most_silences) connection_.reset();
    return fault;
}

int Line::descriptor() const { return connection_->descriptor; }

/// A question begins. What was asked long ago is of no interest.
void Line::begin(Octets said) {
    if (exchanges_.size() == most_exchanges) exchanges_.pop_front();
    exchanges_.push_back({std::move(said), {}, {}});
    asked_at_ = std::chrono::steady_clock::now();
}

void Line::hear(std::span<const std::uint8_t> bytes) {
    Exchange& now = exchanges_.back();
    if (now.heard.empty())
        now.took = std::chrono::duration_cast<std::chrono::milliseconds>(
            std::chrono::steady_clock::now() - asked_at_);
    const std::size_t room = most_heard - std::min(most_heard, now.heard.size());
    const auto some = bytes.first(std::min(room, bytes.size()));
    now.heard.insert(now.heard.end(), some.begin(), some.end());
}

/// Hands all bytes over, or none are worth anything; then errno says why.
bool Line::put_on_wire(const Octets& bytes) const {
    const int descriptor = connection_->descriptor;
    const char* from = reinterpret_cast<const char*>(bytes.data());
    ssize_t sent = ::send(descriptor, from, bytes.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == ENOTSOCK) sent = ::write(descriptor, from, bytes.size());
    if (sent >= 0 && sent != static_cast<ssize_t>(bytes.size())) errno = EPIPE;
    return sent == static_cast<ssize_t>(bytes.size());
}

/// Takes a Modbus reply: 0 where it is a whole frame with a good checksum, else libmodbus' errno.
int Line::receive() {
    Octets heard(MODBUS_MAX_ADU_LENGTH);
    const int length = modbus_receive_confirmation(connection_->context, heard.data());
    const int error = length > 0 ? 0 : length == 0 ? EMBBADSLAVE : errno;
    if (length > 0)
        heard.resize(static_cast<std::size_t>(length));
    else if (error == EMBBADCRC || error == EMBBADSLAVE)
        heard.resize(rtu_length(heard));
    else
        heard.resize(without_end_of_zeros(heard));
    hear(heard);
    return error;
}

/// Throws away what waits already; false where the other side is gone.
bool Line::drain() {
    if (settings_.transport == Transport::rtu_serial) {
        int waiting = 0;
        if (::ioctl(connection_->descriptor, FIONREAD, &waiting) == 0)
            tally_.drained_bytes += static_cast<std::uint64_t>(waiting);
        ::tcflush(connection_->descriptor, TCIFLUSH);
        return true;
    }
    std::array<char, 512> waste;
    for (;;) {
        const ssize_t got =
            ::recv(connection_->descriptor, waste.data(), waste.size(), MSG_DONTWAIT);
        if (got <= 0) return got < 0 && (errno == EAGAIN || errno == EINTR);
        tally_.drained_bytes += static_cast<std::uint64_t>(got);
    }
}

/// Until nothing has come for as long as the slowest reply may take. A line that never falls quiet
/// is closed, and opened anew.
void Line::wait_for_quiet() {
    std::array<std::uint8_t, 512> waste;
    for (int i = 0; i < most_quiet_waits; ++i) {
        pollfd waiting{connection_->descriptor, POLLIN, 0};
        if (::poll(&waiting, 1, static_cast<int>(settings_.response_timeout_ms)) <= 0) return;
        const ssize_t got = ::read(connection_->descriptor, waste.data(), waste.size());
        if (got <= 0) break;
        tally_.drained_bytes += static_cast<std::uint64_t>(got);
        hear({waste.data(), static_cast<std::size_t>(got)});
    }
    connection_.reset();
}

}  // namespace ingest
