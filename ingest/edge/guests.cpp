#include "ingest/edge/guests.hpp"

#include <algorithm>
#include <map>
#include <system_error>

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/socket.h>
#include <unistd.h>

namespace edge {

Guests::~Guests() {
    for (Guest& each : all_) {
        if (each.is_stranger_) send_away(each);
    }
    for (Guest& each : all_) {
        each.thread_.join();
        ::close(each.knob_);
    }
}

void Guests::clear_away() {
    std::erase_if(all_, [](Guest& each) {
        if (!each.has_left_) return false;
        each.thread_.join();
        ::close(each.knob_);
        return true;
    });
}

bool Guests::have_room() {
    clear_away();
    const auto leaving = std::ranges::count_if(all_, &Guest::is_sent_away_);
    return static_cast<std::size_t>(leaving) < limits_.strangers;
}

/// His thread finds the connection closed, and leaves.
void Guests::send_away(Guest& guest) {
    guest.is_sent_away_ = true;
    (void)::shutdown(guest.knob_, SHUT_RDWR);
}

Guests::Guest* Guests::least_welcome() {
    const auto stands_about = [](const Guest& each) {
        return each.is_stranger_ && !each.is_sent_away_;
    };
    std::map<std::string, std::size_t> crowds;
    std::size_t strangers = 0;
    for (const Guest& each : all_) {
        if (stands_about(each)) ++crowds[each.from_], ++strangers;
    }
    if (strangers < limits_.strangers) return nullptr;
    const auto busiest =
        std::ranges::max_element(crowds, {}, [](const auto& each) { return each.second; });
    const auto oldest = std::ranges::find_if(all_, [&](const Guest& each) {
        return stands_about(each) && each.from_ == busiest->first;
    });
    return &*oldest;
}

void Guests::let_in(const Listener::Caller& caller) {
    Socket socket(caller.descriptor);
    clear_away();
    const auto known =
        std::ranges::count_if(all_, [](const Guest& each) { return !each.is_stranger_; });
    if (static_cast<std::size_t>(known) >= limits_.known)
        return report_.warn(
            fmt::format("turned away {}: {} gateways are linked", caller.from, known));
    if (Guest* unwelcome = least_welcome()) send_away(*unwelcome);
    const int knob = ::fcntl(socket.descriptor(), F_DUPFD_CLOEXEC, 0);
    if (knob < 0)
        return report_.warn(
            fmt::format("turned away {}: {}", caller.from, std::generic_category().message(errno)));
    Guest& guest = all_.emplace_back();
    guest.knob_ = knob;
    try {
        guest.from_ = caller.from;
        guest.thread_ = std::thread([this, &guest, moved = std::move(socket)]() mutable {
            serve_(std::move(moved), guest.from_, guest);
            guest.has_left_ = true;
        });
    } catch (const std::exception& error) {  // no thread to be had
        ::close(knob);
        all_.pop_back();
        report_.warn(fmt::format("turned away {}: {}", caller.from, error.what()));
    }
}

}  // namespace edge
