#include "tools/metersim/wire/endpoint.hpp"

#include <array>
#include <bit>
#include <cerrno>
#include <cstdlib>
#include <stdexcept>
#include <system_error>
#include <utility>

#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <netinet/tcp.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>

namespace metersim {
namespace {

[[noreturn]] void fail(const std::string& what) {
    throw std::runtime_error(what + ": " + std::generic_category().message(errno));
}

sockaddr_in loopback(int port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

void make_raw(const Fd& terminal) {
    termios mode{};
    if (::tcgetattr(terminal.number(), &mode) != 0) fail("cannot read a pseudo terminal's mode");
    ::cfmakeraw(&mode);
    if (::tcsetattr(terminal.number(), TCSANOW, &mode) != 0) fail("cannot make a pty raw");
}

}  // namespace

Fd& Fd::operator=(Fd&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
}

Fd::~Fd() {
    if (is_open()) ::close(number_);
}

int Fd::release() { return std::exchange(number_, -1); }

Fd listen_on(int port) {
    Fd listener{::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
    if (!listener.is_open()) fail("cannot open a socket");
    const int on = 1;
    const sockaddr_in address = loopback(port);
    const auto* generic = std::bit_cast<const sockaddr*>(&address);
    if (::setsockopt(listener.number(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
        ::bind(listener.number(), generic, sizeof address) != 0 ||
        ::listen(listener.number(), SOMAXCONN) != 0) {
        fail(fmt::format("cannot listen on 127.0.0.1 port {} (take another, or 0 for a free one)",
                         port));
    }
    return listener;
}

int port_of(const Fd& listener) {
    sockaddr generic{};
    socklen_t size = sizeof generic;
    if (::getsockname(listener.number(), &generic, &size) != 0) {
        fail("cannot tell the port of a socket");
    }
    return ntohs(std::bit_cast<sockaddr_in>(generic).sin_port);
}

Fd accept_from(const Fd& listener) {
    Fd wire{::accept4(listener.number(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC)};
    const int on = 1;
    // a peer that has hung up meanwhile makes this fail; the next read will notice it
    if (wire.is_open()) ::setsockopt(wire.number(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return wire;
}

PseudoTerminal open_pseudo_terminal() {
    Fd near{::posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)};
    if (!near.is_open()) fail("cannot open a pseudo terminal");
    std::array<char, 128> path{};
    if (::grantpt(near.number()) != 0 || ::unlockpt(near.number()) != 0 ||
        ::ptsname_r(near.number(), path.data(), path.size()) != 0) {
        fail("cannot set up a pseudo terminal");
    }
    Fd far{::open(path.data(), O_RDWR | O_NOCTTY | O_CLOEXEC)};
    if (!far.is_open()) fail(fmt::format("cannot open {}", path.data()));
    make_raw(far);
    return {.near = std::move(near), .far = std::move(far), .device = path.data()};
}

std::optional<Bytes> receive_from(const Fd& wire) {
    Bytes bytes(4096);
    const ssize_t count = ::read(wire.number(), bytes.data(), bytes.size());
    if (count == 0) return std::nullopt;
    const bool is_only_quiet = count < 0 && (errno == EAGAIN || errno == EINTR);
    if (count < 0 && !is_only_quiet) return std::nullopt;
    bytes.resize(count < 0 ? 0 : static_cast<std::size_t>(count));
    return bytes;
}

std::size_t send_some(const Fd& wire, BytesView bytes) {
    ssize_t count = ::send(wire.number(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count < 0 && errno == ENOTSOCK) count = ::write(wire.number(), bytes.data(), bytes.size());
    return count < 0 ? 0 : static_cast<std::size_t>(count);
}

bool send_to(const Fd& wire, BytesView bytes) { return send_some(wire, bytes) == bytes.size(); }

Bell::Bell() : fd_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
    if (!fd_.is_open()) fail("cannot make an event descriptor");
}

void Bell::ring() const {
    const std::uint64_t once = 1;
    // cannot fail: the counter is far from full and the descriptor is ours
    [[maybe_unused]] const ssize_t written = ::write(fd_.number(), &once, sizeof once);
}

}  // namespace metersim
