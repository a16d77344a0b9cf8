#include "tests/fault/cut_line.hpp"

#include <array>
#include <stdexcept>
#include <vector>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace {

constexpr int look_ms = 20;
constexpr std::size_t header_bytes = 6;  // transaction, protocol, and how much follows

sockaddr_in loopback(int port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    return address;
}

bool has_bytes(int socket, int patience_ms) {
    pollfd wait{socket, POLLIN, 0};
    return ::poll(&wait, 1, patience_ms) > 0;
}

bool read_all(int socket, std::uint8_t* bytes, std::size_t count) {
    while (count > 0) {
        const ssize_t n = ::recv(socket, bytes, count, 0);
        if (n <= 0) return false;
        bytes += n;
        count -= static_cast<std::size_t>(n);
    }
    return true;
}

}  // namespace

CutLine::CutLine(int simulator_port)
    : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)), simulator_port_(simulator_port) {
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof(address);
    const bool is_open =
        listener_ >= 0 && ::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
        ::listen(listener_, 4) == 0 &&
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) == 0;
    if (!is_open) throw std::runtime_error("no port is free for a line");
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
}

CutLine::~CutLine() {
    stopping_ = true;
    thread_.join();
    ::close(listener_);
}

void CutLine::serve() {
    while (!stopping_) {
        if (!has_bytes(listener_, look_ms)) continue;
        const int program = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (program < 0) continue;
        carry(program);
        ::close(program);
    }
}

/// One connection to its end.
void CutLine::carry(int program) {
    const int simulator = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (simulator < 0) return;
    sockaddr_in address = loopback(simulator_port_);
    if (::connect(simulator, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0) {
        while (!stopping_) {
            if (!has_bytes(program, look_ms)) continue;
            if (!pass(program, simulator) || !pass(simulator, program)) break;
            if (fuse_.step()) break;
        }
    }
    ::close(simulator);
}

/// A whole frame; false where the line ends here.
bool CutLine::pass(int from, int to) {
    std::vector<std::uint8_t> frame(header_bytes);
    if (!read_all(from, frame.data(), header_bytes)) return false;
    const std::size_t rest = frame[4] * 256U + frame[5];
    frame.resize(header_bytes + rest);
    if (!read_all(from, frame.data() + header_bytes, rest)) return false;
    if (fuse_.step()) return false;
    return ::send(to, frame.data(), frame.size(), MSG_NOSIGNAL) ==
           static_cast<ssize_t>(frame.size());
}
