#include "ingest/line_worker.hpp"

#include <algorithm>
#include <chrono>
#include <set>

#include <fmt/core.h>

#include "ingest/meter_talk.hpp"
#include "ingest/schedule.hpp"
#include "ingest/told_reading.hpp"
#include "ledger/rules/control/pending.hpp"

namespace ingest {
namespace {

using ledger::Instant;
using ledger::MeterRegistered;
using ledger::State;

constexpr std::chrono::milliseconds idle_pause(20);
constexpr std::chrono::milliseconds look_pause(100);  // for what others write
constexpr std::chrono::milliseconds trouble_pause(500);
constexpr std::chrono::milliseconds longest_rest(5'000);
constexpr std::chrono::hours identify_every(24);
constexpr int tries = 3;
constexpr std::uint32_t most_commands_in_a_row = 8;  // then a poll that is due has its turn

using Commands = std::vector<std::pair<ledger::Position, ledger::PendingCommand>>;

/// What goes to this meter next: of its sales only the first.
void add_commands(const State& state, const ledger::Meter& meter, Commands& commands) {
    bool has_sale = false;
    for (const ledger::Position position : meter.pending) {
        const ledger::PendingCommand& command = state.commands.at(position);
        const bool is_sale = ledger::purchase_of(command) != nullptr;
        if (is_sale && has_sale) continue;
        has_sale = has_sale || is_sale;
        commands.emplace_back(position, command);
    }
}

}  // namespace

LineWorker::LineWorker(ledger::LineRegistered settings, const Field& field, const Told& told)
    : field_(field),
      line_(std::move(settings)),
      dispatcher_(field_, line_),
      told_(told),
      thread_([this] { run(); }) {}

LineWorker::~LineWorker() {
    stop();
    thread_.join();
}

void LineWorker::run() try {
    while (!stopping_) work();
    has_ended_ = true;
} catch (const DeskClosed&) {
    // Whoever closed it has said why, and ends the process.
}

void LineWorker::work() try {
    was_idle_ = !do_next(roster());
    if (was_idle_) std::this_thread::sleep_for(idle_pause);
    last_trouble_.clear();
} catch (const DeskClosed&) {
    throw;
} catch (const std::exception& broken) {
    if (last_trouble_ != broken.what())
        field_.report(Weight::warning,
                      fmt::format("line {}: {}", settings().line.text(), broken.what()));
    last_trouble_ = broken.what();
    std::this_thread::sleep_for(trouble_pause);
}

/// Asked many times a second, and read anew only where something has happened; at once where it
/// happened here.
const LineWorker::Roster& LineWorker::roster() {
    const auto now = std::chrono::steady_clock::now();
    const std::uint64_t version = field_.desk.version();
    const bool is_soon = was_idle_ && now - roster_read_ < look_pause;
    if (roster_version_ && (roster_version_ == version || is_soon)) return roster_;
    roster_ = read_roster();
    roster_version_ = version;
    roster_read_ = now;
    forget_others(roster_);
    return roster_;
}

void LineWorker::forget_others(const Roster& roster) {
    std::set<ledger::MeterId> meters;
    for (const MeterRegistered& each : roster.meters) meters.insert(each.meter);
    std::erase_if(courses_, [&](const auto& each) { return !meters.contains(each.first); });
    std::set<ledger::Position> pending;
    for (const auto& [position, command] : roster.commands) pending.insert(position);
    dispatcher_.forget_all_but(pending);
}

LineWorker::Roster LineWorker::read_roster() const {
    return field_.read([&](const State& state) {
        Roster now;
        const ledger::Line* known = ledger::find(state.lines, settings().line);
        if (!state.site || known == nullptr) return now;
        const ledger::Line& line = *known;
        now.poll_interval_s = settings().poll_interval_s.value_or(state.site->poll_interval_s);
        now.misses_until_lost = state.site->misses_until_lost;
        now.line_lost = !line.contact_lost.is_none();
        for (const auto& [id, meter] : state.meters) {
            if (meter.registered.line != settings().line || !meter.retired.is_none()) continue;
            now.meters.push_back(meter.registered);
            now.lost[id] = !meter.contact_lost.is_none();
            add_commands(state, meter, now.commands);
        }
        std::sort(now.commands.begin(), now.commands.end(),
                  [](const auto& a, const auto& b) { return a.first < b.first; });
        return now;
    });
}

/// One transaction's worth of work; false where there is nothing to do now. Commands go first, but
/// thousands of them do not starve the polls.
bool LineWorker::do_next(const Roster& roster) {
    if (expire_command(roster)) return true;
    if (is_resting()) return false;
    const MeterRegistered* meter = most_due(roster);
    const bool is_turn_of_polls = meter != nullptr && commands_in_a_row_ >= most_commands_in_a_row;
    ++commands_in_a_row_;  // whatever comes of it
    if (!is_turn_of_polls && advance_command(roster)) return true;
    commands_in_a_row_ = 0;
    if (meter == nullptr) return false;
    poll(roster, *meter);
    tally_up(meter->meter);
    return true;
}

bool LineWorker::expire_command(const Roster& roster) {
    return std::any_of(roster.commands.begin(), roster.commands.end(), [&](const auto& each) {
        return dispatcher_.expire(each.first, each.second);
    });
}

/// The oldest that does not wait.
bool LineWorker::advance_command(const Roster& roster) {
    for (const auto& [position, command] : roster.commands) {
        const auto meter = std::find_if(roster.meters.begin(), roster.meters.end(),
                                        [&, &wanted = command.meter](const MeterRegistered& each) {
                                            return each.meter == wanted;
                                        });
        const auto step = dispatcher_.advance(position, command, *meter, profile_of(*meter));
        tally_up(meter->meter);
        if (step == Dispatcher::Step::none) continue;
        if (step == Dispatcher::Step::silence) commands_in_a_row_ = most_commands_in_a_row;
        // Who was taken for lost and answers is read at once.
        Course& course = courses_[meter->meter];
        if (step == Dispatcher::Step::answer && course.misses > 0) course.due = {};
        if (line_.is_unreachable()) rest(roster, line_.why_unreachable());
        return true;
    }
    return false;
}

/// What the line met since it was asked last is this meter's.
void LineWorker::tally_up(const ledger::MeterId& meter) {
    told_.tallies.add(settings().line, meter, line_.tally().since(tallied_));
    told_.frames.add(settings().line, meter, field_.clock(), line_.take_exchanges());
    tallied_ = line_.tally();
}

const MeterRegistered* LineWorker::most_due(const Roster& roster) {
    const MeterRegistered* found = nullptr;
    const Instant now = field_.clock();
    Instant earliest = now;
    for (const MeterRegistered& meter : roster.meters) {
        Course& course = courses_[meter.meter];
        if (course.registered != meter) course = {meter};  // new, or told of anew: due at once
        if (now < course.planned)
            course = {meter, {}, {}, {}, course.misses};  // the clock was set back
        const Instant due = course.due;
        if (due <= earliest && (found == nullptr || due < earliest)) {
            found = &meter;
            earliest = due;
        }
    }
    return found;
}

void LineWorker::poll(const Roster& roster, const MeterRegistered& meter) {
    const Profile* profile = profile_of(meter);
    schedule(roster, meter);
    if (profile == nullptr) return;
    Course& course = courses_[meter.meter];
    const Instant now = field_.clock();
    const bool identify = now >= course.identify_due;
    const bool is_lost = roster.lost.at(meter.meter);
    const auto face =
        read_face(line_, {meter, *profile}, identify, is_lost || roster.line_lost ? 1 : tries);
    if (!face) return has_missed(roster, meter, face.error());
    if (identify) course.identify_due = now + identify_every;
    has_answered(roster, meter);
    (void)tell_reading(field_, *face, *profile, meter);
}

void LineWorker::has_answered(const Roster& roster, const MeterRegistered& meter) {
    failures_to_connect_ = 0;
    courses_[meter.meter].misses = 0;
    dispatcher_.hear(meter.meter);
    if (roster.line_lost) {
        (void)field_.tell(ledger::ReportContact{settings().line, {}});
        for (auto& [id, course] : courses_) course.due = {};  // it is back: all are read at once
    }
    schedule(roster, meter);
    if (roster.lost.at(meter.meter))
        (void)field_.tell(ledger::ReportContact{settings().line, meter.meter});
}

/// The whole line is lost when every meter on it missed since it answered last: one event, not
/// thirty.
void LineWorker::has_missed(const Roster& roster, const MeterRegistered& meter,
                            const LineFault& fault) {
    Course& course = courses_[meter.meter];
    course.identify_due = {};  // whoever answers next says who it is
    if (fault.kind == LineFault::Kind::unreachable) {
        course.due = {};  // no meter is to blame, and none waits longer than the connection does
        return rest(roster, fault.detail);
    }
    failures_to_connect_ = 0;
    ++course.misses;
    schedule(roster, meter);
    if (roster.line_lost) return;
    if (course.misses >= roster.misses_until_lost && is_silent(roster))
        return lose_line(course.misses, fault.detail);
    lose_meters(roster, fault);
}

/// Tells of those that missed often enough: at once, or, where they may be a part of the bus that
/// lost its power, when the others that are silent are lost, too: then it is one event.
void LineWorker::lose_meters(const Roster& roster, const LineFault& fault) {
    std::vector<ledger::MeterId> gone;
    bool is_overdue = false;
    for (const MeterRegistered& each : roster.meters) {
        const std::uint32_t misses = courses_[each.meter].misses;
        if (misses < roster.misses_until_lost || roster.lost.at(each.meter)) continue;
        gone.push_back(each.meter);
        is_overdue = is_overdue || misses > roster.misses_until_lost;
    }
    if (gone.empty() || (!is_overdue && may_be_a_part(roster, gone.size()))) return;
    const std::uint32_t misses = roster.misses_until_lost;
    if (gone.size() >= 2 && 2 * gone.size() >= roster.meters.size()) {
        (void)field_.tell(
            ledger::ReportContactLost{settings().line, {}, misses, fault.detail, std::move(gone)});
        return;
    }
    for (const ledger::MeterId& each : gone)
        (void)field_.tell(
            ledger::ReportContactLost{settings().line, each, misses, fault.detail, {}});
}

/// Others are silent, too, who together with the `gone` ones would be half of the line.
bool LineWorker::may_be_a_part(const Roster& roster, std::size_t gone) {
    const auto wavering = static_cast<std::size_t>(
        std::count_if(roster.meters.begin(), roster.meters.end(), [&](const auto& each) {
            const std::uint32_t misses = courses_[each.meter].misses;
            return misses > 0 && misses < roster.misses_until_lost && !roster.lost.at(each.meter);
        }));
    return wavering > 0 && 2 * (gone + wavering) >= roster.meters.size();
}

/// Nobody is connected to for a moment, and then for a longer one.
void LineWorker::rest(const Roster& roster, const std::string& why) {
    constexpr std::uint32_t most_doublings = 4;
    const auto moment = trouble_pause * (1U << std::min(failures_to_connect_, most_doublings));
    rests_until_ = std::chrono::steady_clock::now() + std::min(moment, longest_rest);
    ++failures_to_connect_;
    if (failures_to_connect_ >= roster.misses_until_lost && !roster.line_lost)
        lose_line(failures_to_connect_, why);
}

bool LineWorker::is_resting() const { return std::chrono::steady_clock::now() < rests_until_; }

bool LineWorker::is_silent(const Roster& roster) {
    return roster.meters.size() > 1 &&
           std::all_of(roster.meters.begin(), roster.meters.end(), [&](const auto& each) {
               return courses_[each.meter].misses > 0 || !field_.profiles.contains(each.profile);
           });
}

void LineWorker::lose_line(std::uint32_t misses, const std::string& why) {
    (void)field_.tell(ledger::ReportContactLost{settings().line, {}, misses, why, {}});
}

/// On the next slot, or where its price changes before; a meter that misses is tried less and less
/// often.
void LineWorker::schedule(const Roster& roster, const MeterRegistered& meter) {
    Course& course = courses_[meter.meter];
    const std::uint32_t interval = meter.poll_interval_s.value_or(roster.poll_interval_s);
    const Instant now = field_.clock();
    course.planned = now;
    if (course.misses >= roster.misses_until_lost) {
        course.due = next_probe(now, interval, course.misses - roster.misses_until_lost + 1);
        return;
    }
    const Instant slot = next_slot(now, interval);
    const auto boundary = field_.read(
        [&](const State& state) { return next_boundary(state, meter.meter, now, slot); });
    course.due = boundary.value_or(slot);
}

const Profile* LineWorker::profile_of(const MeterRegistered& meter) {
    const auto found = field_.profiles.find(meter.profile);
    if (found != field_.profiles.end()) return &found->second;
    Course& course = courses_[meter.meter];
    if (!course.is_unknown_profile)
        field_.report(Weight::warning,
                      fmt::format("meter {} is not read: profile '{}' is not installed: put its "
                                  "file into the directory of profiles",
                                  meter.meter.text(), meter.profile.text()));
    course.is_unknown_profile = true;
    return nullptr;
}

}  // namespace ingest
