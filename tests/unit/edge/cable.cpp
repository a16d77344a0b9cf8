#include "tests/unit/edge/cable.hpp"

#include <array>

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace edge {
namespace {

constexpr int look_ms = 20;

}  // namespace

Cable::Cable(std::uint16_t to) : to_(to), thread_([this] { run(); }) {}

Cable::~Cable() {
    is_over_ = true;
    thread_.join();
    for (std::thread& each : carriers_) each.join();
}

void Cable::run() {
    while (!is_over_) {
        const auto caller = listener_.accept(in(std::chrono::milliseconds(look_ms)));
        if (!caller) continue;
        Socket from(caller->descriptor);
        if (is_cut_) continue;
        carriers_.emplace_back(
            [this, moved = std::move(from)]() mutable { carry(std::move(moved)); });
    }
}

void Cable::carry(Socket from) try {
    const Socket to = connect("127.0.0.1:" + std::to_string(to_));
    std::array<pollfd, 2> ends{{{from.descriptor(), POLLIN, 0}, {to.descriptor(), POLLIN, 0}}};
    while (!is_cut_ && !is_over_) {
        if (::poll(ends.data(), ends.size(), look_ms) <= 0) continue;
        if (ends[0].revents != 0 && !move_some(ends[0].fd, ends[1].fd)) return;
        if (ends[1].revents != 0 && !move_some(ends[1].fd, ends[0].fd)) return;
    }
} catch (const LinkBroken&) {
    // Nobody is at the other end: the caller finds it closed.
}

/// Moves what waits at one end to the other; false: an end is closed, or the cable breaks here.
bool Cable::move_some(int from, int to) {
    std::array<char, 16'384> bytes;
    const ssize_t got = ::read(from, bytes.data(), bytes.size());
    if (got == 0) return false;
    if (got < 0) return errno == EAGAIN;
    if (fuse_.step()) return false;
    for (ssize_t sent = 0; sent < got;) {
        const ssize_t n =
            ::send(to, bytes.data() + sent, static_cast<std::size_t>(got - sent), MSG_NOSIGNAL);
        if (n < 0 && errno != EAGAIN) return false;
        if (n > 0) sent += n;
    }
    return !fuse_.step();
}

}  // namespace edge
