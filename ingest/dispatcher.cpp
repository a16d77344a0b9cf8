#include "ingest/dispatcher.hpp"

#include <algorithm>
#include <chrono>
#include <thread>

#include <fmt/core.h>

#include "ingest/meter_talk.hpp"

namespace ingest {
namespace {

using ledger::CommandKind;
using ledger::Position;

constexpr std::uint32_t most_attempts = 3;
constexpr int read_backs = 3;  // a relay takes a moment to move
constexpr std::chrono::milliseconds relay_time(250);
constexpr std::chrono::seconds first_pause(15);
constexpr std::uint32_t most_doublings = 4;  // four minutes, and so on
constexpr std::chrono::minutes order_life(5);

bool is_another(const MeterFace& face, const ledger::MeterRegistered& meter) {
    return !face.is_expected_type || (face.number && *face.number != meter.number);
}

}  // namespace

bool Dispatcher::advance(Position position, const ledger::PendingCommand& command,
                         const ledger::MeterRegistered& meter, const Profile* profile) {
    if (field_.clock() >= command.expires_at)
        return field_.tell(ledger::ExpireCommand{position}), true;
    if (is_waiting(position)) return false;
    if (profile == nullptr) {
        fail(position, fmt::format("profile '{}' is not installed", meter.profile.text()));
        return true;
    }
    if (command.kind != CommandKind::read_now && !profile->orders.contains(command.kind)) {
        const auto why = profile->not_supported.find("control");
        fail(position, why != profile->not_supported.end()
                           ? why->second
                           : fmt::format("profile '{}' has no {}", meter.profile.text(),
                                         to_text(command.kind)));
        return true;
    }
    carry_out(position, command, meter, *profile);
    return true;
}

bool Dispatcher::is_waiting(Position position) const {
    const auto pause = pauses_.find(position);
    return pause != pauses_.end() && field_.clock() < pause->second.until;
}

void Dispatcher::wait(Position position) {
    Pause& pause = pauses_[position];
    pause.until = field_.clock() + first_pause * (1U << std::min(pause.count++, most_doublings));
}

void Dispatcher::fail(Position position, const std::string& cause) {
    (void)field_.tell(ledger::ReportFailed{position, cause});
    pauses_.erase(position);
}

void Dispatcher::confirm(Position position, const MeterFace& face) {
    (void)field_.tell(ledger::ReportConfirmed{position, face.relay_closed, read_back_text(face)});
    pauses_.erase(position);
}

void Dispatcher::carry_out(Position position, const ledger::PendingCommand& command,
                           const ledger::MeterRegistered& meter, const Profile& profile) {
    if (command.kind == CommandKind::read_now) {
        const auto face = read_face(line_, {meter, profile}, true, 3);
        if (!face) return wait(position);
        (void)field_.tell(reading_of(*face, profile, meter, field_.clock()));
        return confirm(position, *face);
    }
    const Order& order = profile.orders.at(command.kind);
    // Who hangs there, and what is left to do? A silent meter is told nothing: it costs no attempt.
    const auto face = read_face(line_, {meter, profile}, true, 2);
    if (!face) return wait(position);
    if (is_another(*face, meter))
        return fail(position,
                    fmt::format("another meter answers at unit {}: nothing was sent", meter.unit));
    // Sent before: its outcome may be unknown, so it is not sent again where it is reached.
    if (command.attempts > 0 && is_reached(order, *face)) return confirm(position, *face);
    if (command.attempts >= most_attempts)
        return fail(position, fmt::format("sent {} times, and read back: {}", command.attempts,
                                          read_back_text(*face)));
    if (!send(position, {meter, profile}, order)) return wait(position);
    for (int i = 0; i < read_backs; ++i) {
        std::this_thread::sleep_for(relay_time);
        if (read_back(position, meter, profile, order)) return;
    }
    wait(position);
}

/// False where the bytes may or may not have arrived, or surely have not.
bool Dispatcher::send(Position position, const Addressee& to, const Order& order) {
    if (!field_.tell(ledger::ReportSent{position})) return false;
    const auto written = send_order(line_, to, order, not_after());
    if (written) return true;
    if (written.error().is_final()) {
        fail(position, fmt::format("the meter refuses the write: {}", written.error().detail));
    }
    return false;
}

/// What a meter with a clock of its own takes as the end of an order's life.
WallTime Dispatcher::not_after() const {
    const auto zone = ledger::Zone::find(
        field_.read([](const ledger::State& state) { return state.site->zone; }));
    ledger::ensure(zone.has_value(), "a site's zone was found when it was configured");
    return wall_time(field_.clock() + order_life, *zone);
}

/// True when the goal is reached, and then the book knows.
bool Dispatcher::read_back(Position position, const ledger::MeterRegistered& meter,
                           const Profile& profile, const Order& order) {
    const auto face = read_face(line_, {meter, profile}, true, 2);
    if (!face || is_another(*face, meter) || !is_reached(order, *face)) return false;
    confirm(position, *face);
    return true;
}

}  // namespace ingest
