#include <algorithm>
#include <array>
#include <set>

#include <fmt/core.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "ledger/rules/catalogue/meter_terms.hpp"
#include "projections/reports/cases.hpp"
#include "projections/reports/register_days.hpp"
#include "tests/property/generators.hpp"
#include "tests/property/on_disk.hpp"
#include "tests/property/seen_log.hpp"
#include "tests/property/world.hpp"

// What is on its way and what is over is what the rules go by, and what the registers counted is
// what was booked, whatever event is the last that counts.

namespace property {
namespace {

using namespace ledger;
using namespace projections;

constexpr Day first{0};
constexpr Day last{100'000};  // in the year 2243

constexpr std::array every_kind{CaseKind::alarm,      CaseKind::contact, CaseKind::command,
                                CaseKind::quarantine, CaseKind::notice,  CaseKind::correction};

// --- everything that can be asked, as text -----------------------------------------------------

std::string told(const KnownCases& cases) {
    std::string text;
    for (const CaseKind kind : every_kind) {
        cases.each(kind, first, last, [&](const Case& begun, const CaseCourse& course) {
            text += fmt::format("{} {}.{} {} {} {} {} {} {} {} {}\n", to_text(kind),
                                begun.position.number, begun.ordinal, begun.what,
                                begun.meter.text(), begun.building.text(), begun.wallet.text(),
                                course.state, course.attempts, course.result,
                                course.ended_at ? to_text(*course.ended_at) : "goes on");
        });
    }
    return text;
}

std::string told(const std::optional<CreditSeen>& credit) {
    if (!credit) return "nothing";
    return fmt::format("{} {} {} {} {}", to_text(credit->at),
                       to_text(credit->remaining.value_or(Money{-1})), to_text(credit->balance),
                       credit->purchases.value_or(0), credit->purchases_booked.value_or(0));
}

std::string told(KnownRegisters& registers, Day from, Day to) {
    std::string text;
    registers.each_turnover(from, to, [&](const RegisterTurnover& each) {
        text += fmt::format("{} {} {} {} {} {} {} {}\n", each.meter.text(), to_text(each.opening),
                            to_text(each.registered), to_text(each.set_anew), to_text(each.booked),
                            to_text(each.estimated), to_text(each.shown), told(each.credit));
    });
    return text;
}

// --- the same, as the rules remember it --------------------------------------------------------

using Open = std::set<std::pair<std::uint64_t, std::string>>;

/// What is not over, by the event that began it and what it is about.
Open open(const KnownCases& cases, CaseKind kind) {
    Open all;
    cases.each(kind, first, last, [&](const Case& begun, const CaseCourse& course) {
        if (course.ended_at || begun.what == "gateway") return;
        const bool is_line = begun.what == "line";
        all.emplace(begun.position.number, is_line ? begun.line.text() : begun.meter.text());
    });
    return all;
}

std::string told_of(const RegisterTurnover& each) {
    return fmt::format("{} registered {} booked {} estimated {}\n", each.meter.text(),
                       to_text(each.registered), to_text(each.booked), to_text(each.estimated));
}

void check_open(const KnownCases& cases, const State& state) {
    Open alarms;
    Open contact;
    Open doubted;
    Open commands;
    for (const auto& [id, meter] : state.meters) {
        for (const auto& [kind, raised] : meter.alarms) alarms.emplace(raised.number, id.text());
        if (!meter.contact_lost.is_none()) contact.emplace(meter.contact_lost.number, id.text());
        if (meter.doubtful) doubted.emplace(meter.doubtful->position.number, id.text());
    }
    for (const auto& [id, line] : state.lines) {
        if (!line.contact_lost.is_none()) contact.emplace(line.contact_lost.number, id.text());
    }
    for (const auto& [id, command] : state.commands)
        commands.emplace(id.number, command.meter.text());
    RC_ASSERT((open(cases, CaseKind::alarm) == alarms));
    RC_ASSERT((open(cases, CaseKind::contact) == contact));
    RC_ASSERT((open(cases, CaseKind::quarantine) == doubted));
    RC_ASSERT((open(cases, CaseKind::command) == commands));
    RC_ASSERT((open(cases, CaseKind::notice).size() == state.notices.size()));
}

template <class Fact>
std::size_t count(const std::vector<Event>& events, Position until) {
    std::size_t found = 0;
    for (const Event& each : events) {
        const bool is_known = each.envelope.position <= until;
        if (is_known && std::holds_alternative<Fact>(each.payload)) ++found;
    }
    return found;
}

std::size_t count(const KnownCases& cases, CaseKind kind) {
    std::size_t found = 0;
    cases.each(kind, first, last, [&](const Case&, const CaseCourse&) { ++found; });
    return found;
}

void check_counts(const KnownCases& cases, const std::vector<Event>& events, Position until) {
    RC_ASSERT(count(cases, CaseKind::alarm) == count<AlarmRaised>(events, until));
    RC_ASSERT(count(cases, CaseKind::command) ==
              count<CommandRequested>(events, until) + count<BatchRowRefused>(events, until));
    RC_ASSERT(count(cases, CaseKind::quarantine) == count<ReadingQuarantined>(events, until));
    RC_ASSERT(count(cases, CaseKind::notice) == count<NoticeQueued>(events, until));
    RC_ASSERT(count(cases, CaseKind::correction) == count<ChargeCorrected>(events, until));
}

std::map<std::string, Energy> booked(const std::vector<Event>& events, Position until) {
    std::map<std::string, Energy> meters;
    for (const Event& event : events) {
        if (event.envelope.position > until) break;
        std::visit(
            [&](const auto& fact) {
                if constexpr (requires { fact.lines; })
                    meters[fact.meter.text()] += energy_in(fact.lines);
            },
            event.payload);
    }
    return meters;
}

void check_booked(KnownRegisters& registers, const std::vector<Event>& events, Position until) {
    auto lines = booked(events, until);
    registers.each_turnover(first, last, [&](const RegisterTurnover& each) {
        RC_ASSERT(each.booked == lines[each.meter.text()]);
        lines.erase(each.meter.text());
    });
    std::erase_if(lines, [](const auto& each) { return each.second.is_zero(); });
    RC_ASSERT(lines.empty());
}

/// The book corrects charges: where a reading parts energy that nobody was charged for, its lines
/// stay as they are.
bool has_corrected_uncharged(const MeterId& meter, const std::vector<Event>& events) {
    bool is_attached = false;
    for (const Event& event : events) {
        const auto* attached = std::get_if<MeterAttached>(&event.payload);
        const auto* left = std::get_if<MeterDetached>(&event.payload);
        const auto* fact = std::get_if<ReadingCorrected>(&event.payload);
        if (attached != nullptr && attached->meter == meter) is_attached = true;
        if (left != nullptr && left->meter == meter) is_attached = false;
        if (fact == nullptr || fact->meter != meter) continue;
        const auto& of = std::get<ReadingRecorded>(events[fact->reading.number - 1].payload);
        if (!is_attached || of.use == ReadingUse::unbilled) return true;
    }
    return false;
}

/// What an event says of a meter's registers.
template <class Fact>
std::string registers_in(const Fact& fact) {
    std::string text;
    const auto say = [&](const char* what, const Registers& r) {
        text += fmt::format(" {} {}", what, energy_of(r, r.total).value_or(Energy{}).count());
    };
    if constexpr (requires { fact.lines; }) text += " lines " + to_text(energy_in(fact.lines));
    if constexpr (requires { fact.use; }) text += " " + std::string(to_text(fact.use));
    if constexpr (requires { fact.registers; }) say("registers", fact.registers);
    if constexpr (requires { fact.before; }) say("before", fact.before);
    if constexpr (requires { fact.stands; }) say("stands", fact.stands);
    if constexpr (requires { fact.baseline; }) say("baseline", fact.baseline);
    if constexpr (std::is_same_v<Fact, MeterDetached>) say("final", fact.final);
    if constexpr (requires { fact.opening; }) say("opening", fact.opening);
    if constexpr (requires { fact.after; }) say("after", fact.after);
    if constexpr (std::is_same_v<Fact, ReadingCorrected>)
        text += fmt::format(" reading {}", fact.reading.number);
    return text;
}

std::string history_of(const MeterId& meter, const std::vector<Event>& events) {
    std::string text;
    for (const Event& event : events) {
        std::visit(
            [&](const auto& fact) {
                if constexpr (requires { fact.meter; }) {
                    if (fact.meter == meter)
                        text += fmt::format("{} {}{}\n", event.envelope.position.number,
                                            name_of(event.payload), registers_in(fact));
                }
            },
            event.payload);
    }
    return text;
}

/// Where a meter stands is where the next reading begins, and nothing was counted that is not
/// booked, unless a correction waits.
void check_stands(KnownRegisters& registers, const State& state, const std::vector<Event>& events) {
    registers.each_turnover(first, last, [&](const RegisterTurnover& each) {
        const Meter& meter = state.meters.at(each.meter);
        if (!meter.last_good) return;
        const Registers& stands = meter.last_good->registers;
        RC_ASSERT(each.closing() == energy_of(stands, stands.total));
        const bool waits =
            state.due.contains(each.meter) || meter.alarms.contains(AlarmKind::correction_waits);
        if (!waits && !has_corrected_uncharged(each.meter, events) && !each.difference().is_zero())
            RC_FAIL(told_of(each) + history_of(each.meter, events));
        if (each.credit && each.credit->remaining)
            RC_ASSERT(meter.registered.mode == DeductMode::meter);
    });
}

TEST(Cases, ThatAreOpenAreWhatTheRulesGoBy) {
    hold_on_disk([](const Story& story) {
        const World world = told(story);
        const auto& events = world.history().events();
        SeenLog seen(events);
        const TableView view(seen.table<Cases>(events, {events.size()}));
        check_open(KnownCases(view, {}), world.state());
        check_counts(KnownCases(view, {}), events, {events.size()});
        const Position until = any_position(events);
        check_counts(KnownCases(view, until), events, until);
    });
}

TEST(Cases, OfAnEarlierKnowledgeAreWhatWasToldThen) {
    hold_on_disk([](const Story& story) {
        const auto events = told(story).history().events();
        SeenLog seen(events);
        const Position until = any_position(events);
        const TableView now(seen.table<Cases>(events, {events.size()}));
        const TableView then(seen.table<Cases>(events, until));
        RC_ASSERT(told(KnownCases(now, until)) == told(KnownCases(then, {})));
    });
}

TEST(Registers, CountWhatIsBooked) {
    hold_on_disk([](const Story& story) {
        const World world = told(story);
        const auto& events = world.history().events();
        SeenLog seen(events);
        const TableView view(seen.table<RegisterDays>(events, {events.size()}));
        KnownRegisters now(view, seen.journal(), {});
        check_booked(now, events, {events.size()});
        check_stands(now, world.state(), events);
        const Position until = any_position(events);
        KnownRegisters then(view, seen.journal(), until);
        check_booked(then, events, until);
    });
}

TEST(Registers, OfAnEarlierKnowledgeAreWhatWasToldThen) {
    hold_on_disk([](const Story& story) {
        const auto events = told(story).history().events();
        SeenLog seen(events);
        const Position until = any_position(events);
        const TableView now_view(seen.table<RegisterDays>(events, {events.size()}));
        const TableView then_view(seen.table<RegisterDays>(events, until));
        KnownRegisters now(now_view, seen.journal(), until);
        KnownRegisters then(then_view, seen.journal(), {});
        const Day from = zone_in(now_view).day_of(
            events[*rc::gen::inRange<std::size_t>(0, events.size())].envelope.recorded_at);
        const Day to{from.number + *rc::gen::inRange(0, 40)};
        RC_ASSERT(told(now, from, to) == told(then, from, to));
        RC_ASSERT(told(now, first, last) == told(then, first, last));
    });
}

/// A range is what lies between two ends: what was before it and what it moved by is what is
/// behind it.
TEST(Registers, OfOneRangeAreTheDifferenceOfTwo) {
    hold_on_disk([](const Story& story) {
        const auto events = told(story).history().events();
        SeenLog seen(events);
        const TableView view(seen.table<RegisterDays>(events, {events.size()}));
        KnownRegisters registers(view, seen.journal(), {});
        const Day middle = zone_in(view).day_of(
            events[*rc::gen::inRange<std::size_t>(0, events.size())].envelope.recorded_at);
        std::map<std::string, RegisterTurnover> until;
        registers.each_turnover(first, middle,
                                [&](const auto& each) { until.emplace(each.meter.text(), each); });
        registers.each_turnover(middle.next(), last, [&](const RegisterTurnover& each) {
            const auto found = until.find(each.meter.text());
            RC_ASSERT(each.opening == (found == until.end() ? Energy{} : found->second.closing()));
        });
    });
}

}  // namespace
}  // namespace property
