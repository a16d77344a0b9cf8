#include "tools/metersim/control_port.hpp"

#include <utility>
#include <vector>

#include <poll.h>

namespace metersim {
namespace {

constexpr std::size_t longest_order = 64UL * 1024;
constexpr int give_up_ms = 2000;  // on a visitor who does not read its answer

bool send_all(const Fd& wire, std::string_view text) {
    Bytes left{text.begin(), text.end()};
    while (!left.empty()) {
        pollfd room{.fd = wire.number(), .events = POLLOUT, .revents = 0};
        if (::poll(&room, 1, give_up_ms) != 1) return false;
        const std::size_t sent = send_some(wire, left);
        if (sent == 0) return false;
        left.erase(left.begin(), left.begin() + static_cast<std::ptrdiff_t>(sent));
    }
    return true;
}

}  // namespace

ControlPort::ControlPort(Simulation& simulation, int port)
    : simulation_(simulation), listener_(listen_on(port)), port_(port_of(listener_)) {
    thread_ = std::thread{[this] { run(); }};
}

ControlPort::~ControlPort() {
    is_stopping_ = true;
    bell_.ring();
    thread_.join();
}

void ControlPort::run() {
    while (!is_stopping_) {
        wait();
        for (Fd wire = accept_from(listener_); wire.is_open(); wire = accept_from(listener_)) {
            visitors_[next_visitor_++].wire = std::move(wire);
        }
        for (auto& [id, visitor] : visitors_) listen_to(visitor);
        std::erase_if(visitors_, [](const auto& entry) { return entry.second.is_over; });
    }
}

void ControlPort::wait() const {
    std::vector<pollfd> watched{{.fd = bell_.number(), .events = POLLIN, .revents = 0},
                                {.fd = listener_.number(), .events = POLLIN, .revents = 0}};
    for (const auto& [id, visitor] : visitors_) {
        watched.push_back({.fd = visitor.wire.number(), .events = POLLIN, .revents = 0});
    }
    ::poll(watched.data(), watched.size(), -1);
}

void ControlPort::listen_to(Visitor& visitor) {
    const auto bytes = receive_from(visitor.wire);
    if (!bytes) {
        visitor.is_over = true;
        return;
    }
    visitor.unread.append(bytes->begin(), bytes->end());
    std::size_t end = visitor.unread.find('\n');
    for (; end != std::string::npos && !visitor.is_over; end = visitor.unread.find('\n')) {
        const std::string answer = obey(simulation_, visitor.unread.substr(0, end)) + "\n";
        visitor.unread.erase(0, end + 1);
        visitor.is_over = !send_all(visitor.wire, answer);
    }
    if (visitor.unread.size() > longest_order) visitor.is_over = true;
}

}  // namespace metersim
