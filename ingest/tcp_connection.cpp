#include "ingest/tcp_connection.hpp"

#include <cerrno>
#include <memory>
#include <system_error>

#include <fcntl.h>
#include <fmt/core.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace ingest {
namespace {

using ledger::refused;

struct FreeAddresses {
    void operator()(addrinfo* addresses) const { ::freeaddrinfo(addresses); }
};
using Addresses = std::unique_ptr<addrinfo, FreeAddresses>;

/// Waits for a connection that is under way; 0, or why it failed.
int finish(int socket, std::chrono::milliseconds patience) {
    pollfd waiting{socket, POLLOUT, 0};
    if (::poll(&waiting, 1, static_cast<int>(patience.count())) <= 0) return ETIMEDOUT;
    int error = 0;
    socklen_t size = sizeof error;
    return ::getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &size) == 0 ? error : errno;
}

void set(int socket, int level, int option, int value) {
    // A refused option costs comfort, not correctness.
    (void)::setsockopt(socket, level, option, &value, sizeof value);
}

/// A half-open connection to a gateway that was restarted is found within a minute.
void keep_alive(int socket) {
    set(socket, SOL_SOCKET, SO_KEEPALIVE, 1);
    set(socket, IPPROTO_TCP, TCP_KEEPIDLE, 20);
    set(socket, IPPROTO_TCP, TCP_KEEPINTVL, 10);
    set(socket, IPPROTO_TCP, TCP_KEEPCNT, 3);
    set(socket, IPPROTO_TCP, TCP_USER_TIMEOUT, 30'000);  // keep-alive rests while bytes are unsent
    set(socket, IPPROTO_TCP, TCP_NODELAY, 1);
}

/// "[::1]" is the address ::1.
std::string host_in(const std::string& text) {
    const bool is_bracketed = text.size() > 2 && text.front() == '[' && text.back() == ']';
    return is_bracketed ? text.substr(1, text.size() - 2) : text;
}

/// A connected socket; or the error, negative.
int connected(const addrinfo& to, std::chrono::milliseconds patience) {
    const int socket = ::socket(to.ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (socket < 0) return -errno;
    int error = ::connect(socket, to.ai_addr, to.ai_addrlen) == 0 ? 0 : errno;
    if (error == EINPROGRESS) error = finish(socket, patience);
    if (error == 0) return socket;
    ::close(socket);
    return -error;
}

}  // namespace

ledger::Result<int, std::string> connect_tcp(const std::string& address,
                                             std::chrono::milliseconds patience) {
    const std::size_t colon = address.rfind(':');
    if (colon == std::string::npos)
        return refused(fmt::format("{}: give the address as host:port", address));
    addrinfo wanted{};
    wanted.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    const int failed = ::getaddrinfo(host_in(address.substr(0, colon)).c_str(),
                                     address.substr(colon + 1).c_str(), &wanted, &found);
    if (failed != 0) return refused(fmt::format("{}: {}", address, ::gai_strerror(failed)));
    const Addresses addresses(found);

    int socket = -ECONNREFUSED;
    for (const addrinfo* each = found; each != nullptr && socket < 0; each = each->ai_next)
        socket = connected(*each, patience);
    if (socket < 0)
        return refused(fmt::format("{}: {}", address, std::generic_category().message(-socket)));
    ::fcntl(socket, F_SETFL, ::fcntl(socket, F_GETFL) & ~O_NONBLOCK);
    keep_alive(socket);
    return socket;
}

}  // namespace ingest
