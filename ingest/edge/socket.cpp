#include "ingest/edge/socket.hpp"

#include <array>
#include <cerrno>
#include <system_error>
#include <thread>

#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/core.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "ingest/edge/limits.hpp"
#include "ingest/tcp_connection.hpp"

namespace edge {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds connect_patience(5'000);
constexpr std::size_t piece = 16 << 10;

std::string said(int error) { return std::generic_category().message(error); }

int milliseconds_until(Deadline until) {
    const auto left = std::chrono::ceil<milliseconds>(until - std::chrono::steady_clock::now());
    return static_cast<int>(std::max<milliseconds::rep>(0, left.count()));
}

bool wait(int descriptor, short what, Deadline until) {
    for (;;) {
        pollfd watched{descriptor, what, 0};
        const int ready = ::poll(&watched, 1, milliseconds_until(until));
        if (ready > 0) return true;
        if (ready == 0) return false;
        if (errno != EINTR) throw LinkBroken("the connection cannot be watched: " + said(errno));
    }
}

bool would_block() { return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR; }

int listening_socket(const std::string& address, std::uint16_t port) {
    sockaddr_in6 six{};
    sockaddr_in four{};
    four.sin_family = AF_INET;
    four.sin_port = htons(port);
    six.sin6_family = AF_INET6;
    six.sin6_port = htons(port);
    const bool is_four = ::inet_pton(AF_INET, address.c_str(), &four.sin_addr) == 1;
    if (!is_four && ::inet_pton(AF_INET6, address.c_str(), &six.sin6_addr) != 1)
        throw std::runtime_error(fmt::format("{} is no IP address to listen on", address));
    const int made =
        ::socket(is_four ? AF_INET : AF_INET6, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    const int yes = 1;
    if (made >= 0) (void)::setsockopt(made, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    const auto* where = is_four ? reinterpret_cast<const sockaddr*>(&four)
                                : reinterpret_cast<const sockaddr*>(&six);
    const socklen_t size = is_four ? sizeof four : sizeof six;
    if (made < 0 || ::bind(made, where, size) != 0 || ::listen(made, SOMAXCONN) != 0) {
        const int error = errno;
        if (made >= 0) ::close(made);
        throw std::runtime_error(
            fmt::format("cannot listen for gateways on {}:{}: {}: give another address or port",
                        address, port, said(error)));
    }
    return made;
}

}  // namespace

Socket::Socket(int descriptor) : descriptor_(descriptor) {
    ::fcntl(descriptor_, F_SETFL, ::fcntl(descriptor_, F_GETFL) | O_NONBLOCK);
    const int yes = 1;  // a refused option costs time, not correctness
    (void)::setsockopt(descriptor_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
}

Socket::~Socket() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

Socket::Socket(Socket&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

bool Socket::wait_to_read(Deadline until) const { return wait(descriptor_, POLLIN, until); }
bool Socket::wait_to_write(Deadline until) const { return wait(descriptor_, POLLOUT, until); }

void Socket::linger() const noexcept try {
    (void)::shutdown(descriptor_, SHUT_WR);
    const Deadline until = in(linger_time);
    std::array<char, piece> thrown_away;
    while (wait_to_read(until)) {
        const ssize_t got = ::read(descriptor_, thrown_away.data(), thrown_away.size());
        const bool over = got == 0 || (got < 0 && !would_block());
        if (over || std::chrono::steady_clock::now() > until) return;
    }
} catch (const LinkBroken&) {
    // It is closed a moment earlier.
}

Socket connect(const std::string& address) {
    const auto connected = ingest::connect_tcp(address, connect_patience);
    if (!connected) throw LinkBroken(connected.error());
    return Socket(*connected);
}

Listener::Listener(const std::string& address, std::uint16_t port)
    : socket_(listening_socket(address, port)) {
    sockaddr_storage bound{};
    socklen_t size = sizeof bound;
    (void)::getsockname(socket_.descriptor(), reinterpret_cast<sockaddr*>(&bound), &size);
    port_ = ntohs(bound.ss_family == AF_INET ? reinterpret_cast<sockaddr_in*>(&bound)->sin_port
                                             : reinterpret_cast<sockaddr_in6*>(&bound)->sin6_port);
}

std::optional<Listener::Caller> Listener::accept(Deadline until) {
    if (!socket_.wait_to_read(until)) return std::nullopt;
    sockaddr_storage peer{};
    socklen_t size = sizeof peer;
    const int made = ::accept4(socket_.descriptor(), reinterpret_cast<sockaddr*>(&peer), &size,
                               SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (made < 0) {  // it is gone already, or there is no descriptor left for a moment
        std::this_thread::sleep_for(milliseconds(10));
        return std::nullopt;
    }
    std::array<char, INET6_ADDRSTRLEN> text{};
    const void* address = peer.ss_family == AF_INET
                              ? static_cast<void*>(&reinterpret_cast<sockaddr_in*>(&peer)->sin_addr)
                              : &reinterpret_cast<sockaddr_in6*>(&peer)->sin6_addr;
    (void)::inet_ntop(peer.ss_family, address, text.data(), text.size());
    return Caller{made, text.data()};
}

ledger::Bytes PlainLink::read(Deadline until) {
    ledger::Bytes bytes(piece, '\0');
    for (;;) {
        if (!socket_.wait_to_read(until)) return {};
        const ssize_t got = ::read(socket_.descriptor(), bytes.data(), bytes.size());
        if (got < 0 && would_block()) continue;
        if (got < 0) throw LinkBroken("the connection broke: " + said(errno));
        if (got == 0) throw LinkBroken("the other end closed the connection");
        bytes.resize(static_cast<std::size_t>(got));
        return bytes;
    }
}

void PlainLink::write(ledger::BytesView bytes, Deadline until) {
    while (!bytes.empty()) {
        const ssize_t sent = ::send(socket_.descriptor(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent > 0) {
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        } else if (!would_block()) {
            throw LinkBroken("the connection broke: " + said(errno));
        } else if (!socket_.wait_to_write(until)) {
            throw LinkBroken("the other end takes no more bytes");
        }
    }
}

}  // namespace edge
