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

bool Dispatcher::advance(Position position, const ledger::PendingCommand& command,
                         const ledger::MeterRegistered& meter, const Profile* profile) {
    if (field_.clock() >= command.expires_at)
        return field_.tell(ledger::ExpireCommand{position}), true;
    if (is_waiting(position)) return false;
    if (profile == nullptr && command.kind == CommandKind::credit_push) return wait(position), true;
    if (profile == nullptr) {
        fail(position, fmt::format("profile '{}' is not installed", meter.profile.text()));
        return true;
    }
    const Addressee to{meter, *profile};
    if (command.kind == CommandKind::credit_push) return push(position, command, to), true;
    if (command.cargo) return download(position, command, to), true;
    if (command.kind == CommandKind::clock_sync) return set_clock(position, command, to), true;
    if (command.kind != CommandKind::read_now && !profile->orders.contains(command.kind))
        return fail(position, reason_against(*profile, command.kind)), true;
    carry_out(position, command, meter, *profile);
    return true;
}

bool Dispatcher::is_waiting(Position position) const {
    const auto pause = pauses_.find(position);
    const ledger::Instant now = field_.clock();
    // A clock that was set back makes nothing wait for longer than it was meant to.
    return pause != pauses_.end() && now < pause->second.until && now >= pause->second.since;
}

void Dispatcher::wait(Position position) {
    Pause& pause = pauses_[position];
    pause.since = field_.clock();
    pause.until = pause.since + first_pause * (1U << std::min(pause.count++, most_doublings));
}

void Dispatcher::fail(Position position, const std::string& cause) {
    if (!field_.tell(ledger::ReportFailed{position, cause})) return wait(position);
    pauses_.erase(position);
}

void Dispatcher::confirm(Position position, const MeterFace& face) {
    if (!field_.tell(ledger::ReportConfirmed{position, face.relay_closed, read_back_text(face)}))
        return wait(position);
    pauses_.erase(position);
}

void Dispatcher::forget_all_but(const std::set<Position>& pending) {
    std::erase_if(pauses_, [&](const auto& each) { return !pending.contains(each.first); });
}

void Dispatcher::carry_out(Position position, const ledger::PendingCommand& command,
                           const ledger::MeterRegistered& meter, const Profile& profile) {
    if (command.kind == CommandKind::read_now) {
        const auto face = read_face(line_, {meter, profile}, true, 3);
        if (!face) return wait(position);
        if (!tell_reading(field_, *face, profile, meter)) return wait(position);
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

/// Prices and settings: written register by register, and read back all the same.
void Dispatcher::download(Position position, const ledger::PendingCommand& command,
                          const Addressee& to) {
    const auto writings = command.kind == CommandKind::price_download
                              ? prices_for(*command.cargo, to)
                              : settings_for(*command.cargo, to);
    if (!writings) return fail(position, writings.error());
    const auto face = read_face(line_, to, true, 2);
    if (!face) return wait(position);
    if (is_another(*face, to.meter))
        return fail(position, fmt::format("another meter answers at unit {}: nothing was sent",
                                          to.meter.unit));
    const auto is_done = [&] {
        const auto shown = shows_all(line_, to, *writings);
        if (!shown || !*shown) return false;
        (void)field_.tell(ledger::ReportConfirmed{position, std::nullopt, text_of(*writings)});
        pauses_.erase(position);
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

/// A sale: what the meter counts decides. It is written only to a meter that counts one less, and
/// is done when the meter counts it; whatever dies in between, the count is read before anything
/// is written again.
void Dispatcher::push(Position position, const ledger::PendingCommand& command,
                      const Addressee& to) {
    const ledger::Purchase& purchase = *ledger::purchase_of(command);
    const auto writings = purchase_for(purchase, to);
    if (!writings) return disagree(position, to, writings.error());
    const auto face = read_face(line_, to, true, 2);
    if (!face) return wait(position);
    if (is_another(*face, to.meter))
        return disagree(position, to,
                        fmt::format("another meter answers at unit {}", to.meter.unit));
    if (!face->purchase_count) return disagree(position, to, "the meter shows no purchase count");
    const auto is_done = [&](const MeterFace& shown) {
        if (shown.purchase_count != purchase.count) return false;
        const std::string remaining =
            shown.remaining ? ", remaining " + ledger::to_text(*shown.remaining) : "";
        (void)field_.tell(
            ledger::ReportConfirmed{position, shown.relay_closed, text_of(*writings) + remaining});
        pauses_.erase(position);
        return true;
    };
    if (command.attempts > 0 && is_done(*face)) return;
    if (*face->purchase_count + 1 != purchase.count)
        return disagree(position, to,
                        fmt::format("the meter shows purchase {}, and the next one would be {}",
                                    *face->purchase_count, purchase.count));
    if (command.attempts >= most_attempts)
        return disagree(position, to,
                        fmt::format("purchase {} was written {} times, and the meter still "
                                    "shows {}",
                                    purchase.count, command.attempts, *face->purchase_count));
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
bool Dispatcher::read_back(Position position, const ledger::MeterRegistered& meter,
                           const Profile& profile, const Order& order) {
    const auto face = read_face(line_, {meter, profile}, true, 2);
    if (!face || is_another(*face, meter) || !is_reached(order, *face)) return false;
    confirm(position, *face);
    return true;
}

}  // namespace ingest
