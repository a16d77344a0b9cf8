#include <fmt/core.h>

#include "ingest/clock_setting.hpp"
#include "ingest/dispatcher.hpp"
#include "ingest/meter_clock.hpp"
#include "ingest/told_reading.hpp"

namespace ingest {

using ledger::Position;

namespace {

std::string why_given_up(std::uint32_t attempts, std::optional<std::int64_t> offset_s) {
    return offset_s ? fmt::format("sent {} times, and its clock is {} s off", attempts, *offset_s)
                    : fmt::format("sent {} times, and it shows no time", attempts);
}

}  // namespace

/// Success is the clock that is read back. A reading tells the book, whose alarm ends with it.
void Dispatcher::set_clock(Position position, const ledger::PendingCommand& command,
                           const Addressee& to) {
    if (const auto why = why_no_clock(to.profile)) return fail(position, *why);
    const auto face = face_of(to, 2);
    if (!face) return;
    if (is_another(*face, to.meter))
        return fail(position, fmt::format("another meter answers at unit {}: nothing was sent",
                                          to.meter.unit));
    const auto confirm_clock = [&](const MeterFace& shown) {
        if (!has_right_time(shown)) return false;
        (void)tell_reading(field_, shown, to.profile, to.meter);
        confirm({position, shown.relay_closed,
                 fmt::format("its clock is {} s off", *offset_of(shown))});
        return true;
    };
    if (command.attempts > 0 && confirm_clock(*face)) return;
    const auto offset = offset_of(*face);
    if (command.attempts >= most_attempts)
        return fail(position, why_given_up(command.attempts, offset));
    if (!field_.tell(ledger::ReportSent{position})) return wait(position);
    const auto sent = send_time(to, command.attempts == 0 ? offset : std::nullopt);
    if (!sent && sent.error().is_final())
        return fail(position, fmt::format("the meter refuses the time: {}", sent.error().detail));
    const auto after = read_face(line_, to, true, 2);
    if (!after || !confirm_clock(*after)) wait(position);
}

/// A small offset goes by broadcast, which needs no password; what that leaves is written.
Transaction<Done> Dispatcher::send_time(const Addressee& to,
                                        std::optional<std::int64_t> offset_s) const {
    const ledger::Zone site = zone();
    const SiteMoment now{field_.clock(), site};
    const bool is_dlt645 = to.profile.protocol == Protocol::dlt645;
    if (is_dlt645 && offset_s && is_within_broadcast(*offset_s)) return broadcast_time(line_, now);
    return write_time(line_, to, now);
}

std::optional<std::int64_t> Dispatcher::offset_of(const MeterFace& face) const {
    return clock_offset_s(face.clock, field_.clock(), zone());
}

bool Dispatcher::has_right_time(const MeterFace& face) const {
    const auto offset = offset_of(face);
    return offset && is_right(*offset);
}

}  // namespace ingest
