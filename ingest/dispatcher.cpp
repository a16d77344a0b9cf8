#include "ingest/dispatcher.hpp"

#include <algorithm>
#include <chrono>
#include <thread>

#include <fmt/core.h>

#include "ingest/cargo.hpp"
#include "ingest/meter_talk.hpp"
#include "ingest/told_reading.hpp"
#include "ledger/rules/control/pending.hpp"

namespace ingest {
namespace {

using ledger::CommandKind;
using ledger::Position;

constexpr int read_backs = 3;  // a relay takes a moment to move
constexpr std::chrono::milliseconds relay_time(250);
constexpr std::chrono::seconds first_pause(15);
constexpr std::uint32_t most_doublings = 4;  // four minutes, and so on
constexpr std::chrono::minutes order_life(5);

}  // namespace

bool Dispatcher::is_another(const MeterFace& face, const ledger::MeterRegistered& meter) {
    return !face.is_expected_type || (face.number && *face.number != meter.number);
}

Dispatcher::Step Dispatcher::advance(Position position, const ledger::PendingCommand& command,
                                     const ledger::MeterRegistered& meter, const Profile* profile) {
    if (is_waiting(position) || has_met_silence(command)) return Step::none;
    step_ = Step::told;
    if (profile != nullptr) {
        take_up(position, command, {meter, *profile});
    } else if (command.kind == CommandKind::credit_push) {
        wait(position);
    } else {
        fail(position, fmt::format("profile '{}' is not installed", meter.profile.text()));
    }
    return step_;
}

void Dispatcher::take_up(Position position, const ledger::PendingCommand& command,
                         const Addressee& to) {
    if (command.kind == CommandKind::credit_push) return push(position, command, to);
    if (command.cargo) return download(position, command, to);
    if (command.kind == CommandKind::clock_sync) return set_clock(position, command, to);
    if (command.kind == CommandKind::read_now) return read_now(position, to);
    if (!to.profile.orders.contains(command.kind))
        return fail(position, reason_against(to.profile, command.kind));
    carry_out(position, command, to);
}

bool Dispatcher::expire(Position position, const ledger::PendingCommand& command) {
    if (field_.clock() < command.expires_at || is_waiting(position)) return false;
    if (!field_.tell(ledger::ExpireCommand{position})) lengthen(pauses_[position]);
    return true;
}

bool Dispatcher::is_waiting(Position position) const {
    const auto pause = pauses_.find(position);
    return pause != pauses_.end() && is_on(pause->second);
}

/// What was asked for after that is tried at once: somebody may have mended something.
bool Dispatcher::has_met_silence(const ledger::PendingCommand& command) const {
    const auto silent = silent_.find(command.meter);
    return silent != silent_.end() && is_on(silent->second) &&
           command.requested_at <= silent->second.since;
}

/// A clock that was set back makes nothing wait for longer than it was meant to.
bool Dispatcher::is_on(const Pause& pause) const {
    const ledger::Instant now = field_.clock();
    return now < pause.until && now >= pause.since;
}

void Dispatcher::lengthen(Pause& pause) const {
    pause.since = field_.clock();
    pause.until = pause.since + first_pause * (1U << std::min(pause.count++, most_doublings));
}

/// Where the line cannot be reached, it is the line that rests.
void Dispatcher::wait(Position position) {
    if (!line_.is_unreachable()) lengthen(pauses_[position]);
}

/// Who hangs there? A silent meter is told nothing, and costs no attempt.
std::optional<MeterFace> Dispatcher::face_of(const Addressee& to, int tries) {
    auto face = read_face(line_, to, true, tries);
    if (face) {
        step_ = Step::answer;
        hear(to.meter.meter);
        return std::move(*face);
    }
    step_ = Step::silence;
    if (!line_.is_unreachable()) lengthen(silent_[to.meter.meter]);
    return std::nullopt;
}

void Dispatcher::fail(Position position, const std::string& cause) {
    if (!field_.tell(ledger::ReportFailed{position, cause})) return wait(position);
    pauses_.erase(position);
}

void Dispatcher::confirm(const ledger::ReportConfirmed& report) {
    if (!field_.tell(report)) return wait(report.command);
    pauses_.erase(report.command);
}

void Dispatcher::forget_all_but(const std::set<Position>& pending) {
    std::erase_if(pauses_, [&](const auto& each) { return !pending.contains(each.first); });
    if (pending.empty()) silent_.clear();
}

void Dispatcher::read_now(Position position, const Addressee& to) {
    const auto face = face_of(to, 3);
    if (!face) return;
    if (!tell_reading(field_, *face, to.profile, to.meter)) return wait(position);
    confirm({position, face->relay_closed, read_back_text(*face)});
}

void Dispatcher::carry_out(Position position, const ledger::PendingCommand& command,
                           const Addressee& to) {
    const Order& order = to.profile.orders.at(command.kind);
    const auto face = face_of(to, 2);
    if (!face) return;
    if (is_another(*face, to.meter))
        return fail(position, fmt::format("another meter answers at unit {}: nothing was sent",
                                          to.meter.unit));
    // Sent before: its outcome may be unknown, so it is not sent again where it is reached.
    if (command.attempts > 0 && is_reached(order, *face))
        return confirm({position, face->relay_closed, read_back_text(*face)});
    if (command.attempts >= most_attempts)
        return fail(position, fmt::format("sent {} times, and read back: {}", command.attempts,
                                          read_back_text(*face)));
    if (!send(position, to, order)) return wait(position);
    for (int i = 0; i < read_backs; ++i) {
        std::this_thread::sleep_for(relay_time);
        if (read_back(position, to, order)) return;
    }
    wait(position);
}

/// Prices and settings: written register by register, and read back all the same.
void Dispatcher::download(Position position, const ledger::PendingCommand& command,
                          const Addressee& to) {
    const auto writings = command.kind == CommandKind::price_download
                              ? prices_for(*command.cargo, to)
                              : settings_for(*command.cargo, to);
    if (!writings) return fail(position, writings.error());
    const auto face = face_of(to, 2);
    if (!face) return;
    if (is_another(*face, to.meter))
        return fail(position, fmt::format("another meter answers at unit {}: nothing was sent",
                                          to.meter.unit));
    const auto is_done = [&] {
        const auto shown = shows_all(line_, to, *writings);
        if (!shown || !*shown) return false;
        confirm({position, std::nullopt, text_of(*writings)});
        return true;
    };
    if (command.attempts > 0 && is_done()) return;
    if (command.attempts >= most_attempts)
        return fail(position,
                    fmt::format("sent {} times, and the meter does not show it", command.attempts));
    if (!field_.tell(ledger::ReportSent{position})) return wait(position);
    const auto written = write_all(line_, to, *writings);
    if (!written && written.error().is_final())
        return fail(position,
                    fmt::format("the meter refuses the write: {}", written.error().detail));
    if (!is_done()) wait(position);
}

/// Nothing: the meter counts one less than this purchase, and it may be written.
std::optional<std::string> Dispatcher::why_not_next(const ledger::Purchase& purchase,
                                                    const MeterFace& face, std::uint32_t attempts) {
    if (!face.purchase_count) return "the meter shows no purchase count";
    if (*face.purchase_count + 1 != purchase.count)
        return fmt::format("the meter shows purchase {}, and the next one would be {}",
                           *face.purchase_count, purchase.count);
    if (attempts >= most_attempts)
        return fmt::format("purchase {} was written {} times, and the meter still shows {}",
                           purchase.count, attempts, *face.purchase_count);
    return std::nullopt;
}

/// A sale: what the meter counts decides. It is written only to a meter that counts one less, and
/// is done when the meter counts it; whatever dies in between, the count is read before anything
/// is written again.
void Dispatcher::push(Position position, const ledger::PendingCommand& command,
                      const Addressee& to) {
    const ledger::Purchase& purchase = *ledger::purchase_of(command);
    const auto writings = purchase_for(purchase, to);
    if (!writings) return disagree(position, to, writings.error());
    const auto face = face_of(to, 2);
    if (!face) return;
    if (is_another(*face, to.meter))
        return disagree(position, to,
                        fmt::format("another meter answers at unit {}", to.meter.unit));
    const auto is_done = [&](const MeterFace& shown) {
        if (shown.purchase_count != purchase.count) return false;
        const std::string remaining =
            shown.remaining ? ", remaining " + ledger::to_text(*shown.remaining) : "";
        confirm({position, shown.relay_closed, text_of(*writings) + remaining});
        return true;
    };
    if (command.attempts > 0 && is_done(*face)) return;
    if (const auto why = why_not_next(purchase, *face, command.attempts))
        return disagree(position, to, *why);
    if (!field_.tell(ledger::ReportSent{position})) return wait(position);
    const auto written = write_all(line_, to, *writings);
    if (!written && written.error().is_final())
        return disagree(position, to,
                        fmt::format("the meter refuses the purchase: {}", written.error().detail));
    const auto after = read_face(line_, to, false, 2);
    if (!after || !is_done(*after)) wait(position);
}

/// A person has to look: nothing more is sold to this meter, and nothing is sent, until they have.
void Dispatcher::disagree(Position position, const Addressee& to, const std::string& detail) {
    (void)field_.tell(ledger::ReportPurchases{to.meter.meter, detail});
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
WallTime Dispatcher::not_after() const { return wall_time(field_.clock() + order_life, zone()); }

ledger::Zone Dispatcher::zone() const {
    const auto zone = ledger::Zone::find(
        field_.read([](const ledger::State& state) { return state.site->zone; }));
    ledger::ensure(zone.has_value(), "a site's zone was found when it was configured");
    return *zone;
}

/// True when the goal is reached, and then the book knows.
bool Dispatcher::read_back(Position position, const Addressee& to, const Order& order) {
    const auto face = read_face(line_, to, true, 2);
    if (!face || is_another(*face, to.meter) || !is_reached(order, *face)) return false;
    confirm({position, face->relay_closed, read_back_text(*face)});
    return true;
}

}  // namespace ingest
