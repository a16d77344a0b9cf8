#include "ingest/edge/attendance.hpp"

#include <thread>

#include "ingest/edge/limits.hpp"

namespace edge {
namespace {

constexpr std::chrono::milliseconds look_pause(20);

}  // namespace

Attendance::Seat::Seat(Attendance& hall, const GatewayStatus& status)
    : hall_(hall), gateway_(status.gateway), number_(hall.sit(status)) {}

Attendance::Seat::~Seat() { hall_.leave(gateway_, number_); }

/// What the visit before has under way ends first, so that this one knows what is in the book.
std::uint64_t Attendance::sit(const GatewayStatus& status) {
    const Deadline until = in(answer_time);
    std::unique_lock lock(mutex_);
    Place& place = places_[status.gateway];
    const std::uint64_t number = ++last_number_;
    place.waiting = number;
    while (place.holder != 0) {
        if (place.waiting != number) throw LinkBroken("another link of the same gateway came");
        if (std::chrono::steady_clock::now() > until)
            throw LinkBroken("another link of the same gateway does not end");
        lock.unlock();
        std::this_thread::sleep_for(look_pause);
        lock.lock();
    }
    const std::uint64_t taken = place.status.taken;
    place.holder = number;
    place.status = status;
    place.status.is_linked = true;
    place.status.taken = taken;
    return number;
}

void Attendance::leave(const ledger::GatewayId& gateway, std::uint64_t number) {
    const std::lock_guard lock(mutex_);
    Place& place = places_[gateway];
    if (place.holder != number) return;
    place.holder = 0;
    place.status.is_linked = false;
}

bool Attendance::wants_back(const ledger::GatewayId& gateway, std::uint64_t number) const {
    const std::lock_guard lock(mutex_);
    return places_.at(gateway).waiting != number;
}

void Attendance::note_met(const ledger::GatewayId& gateway, const std::vector<MetMeter>& meters) {
    const std::lock_guard lock(mutex_);
    Place& place = places_[gateway];
    for (const MetMeter& each : meters)
        place.met[{each.line, each.meter}] = {
            each.questions,  each.timeouts,       each.broken_frames, each.wrong_answers,
            each.exceptions, each.disconnections, each.drained_bytes};
}

ingest::Tallies::ByMeter Attendance::met() const {
    const std::lock_guard lock(mutex_);
    ingest::Tallies::ByMeter all;
    for (const auto& [gateway, place] : places_) {
        for (const auto& [where, tally] : place.met) all[where] += tally;
    }
    return all;
}

std::vector<GatewayStatus> Attendance::all() const {
    const std::lock_guard lock(mutex_);
    std::vector<GatewayStatus> list;
    for (const auto& [id, place] : places_) list.push_back(place.status);
    return list;
}

}  // namespace edge
