#include "api/reports/question.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <set>

#include <fmt/core.h>

#include "api/problem.hpp"
#include "api/replies.hpp"
#include "api/reports/periods.hpp"
#include "ledger/journal/journal.hpp"
#include "projections/reports/booking.hpp"

namespace api {
namespace {

using ledger::Day;
using ledger::Position;
using projections::TableView;

const std::set<std::string> known_everywhere{"as_of", "at_least", "limit", "format", "lang"};
constexpr const char* now_word = "now";

[[noreturn]] void refuse(const std::string& name, const std::string& wish) {
    throw Problem(400, "field_must_fit", name, name + ": " + wish);
}

std::string list_of(const std::vector<std::string>& words) {
    std::string list;
    for (const std::string& each : words) list += (list.empty() ? "" : ", ") + each;
    return list;
}

std::optional<Day> day_given(const Request& request, const std::string& name) {
    const auto text = request.parameter(name);
    if (!text) return std::nullopt;
    const auto day = ledger::day_from_text(*text);
    if (!day) refuse(name, "'" + *text + "' is no day: give one such as 2026-10-01");
    return day;
}

template <class Id>
Id id_given(const Request& request, const std::string& name) {
    const auto text = request.parameter(name);
    if (!text) return {};
    if (!Id::is_well_formed(*text)) refuse(name, "'" + *text + "' is no name: give one");
    return Id(*text);
}

Step step_asked(const Request& request, const Report& report) {
    if (report.steps.empty()) return Step::all;
    const auto text = request.parameter("step");
    if (!text) return report.steps.front();
    std::vector<std::string> words;
    for (const Step each : report.steps) {
        if (to_text(each) == *text) return each;
        words.push_back(to_text(each));
    }
    refuse("step", "'" + *text + "' is none: give one of " + list_of(words));
}

std::string grouping_asked(const Request& request, const Report& report) {
    if (report.groupings.empty()) return "";
    const auto text = request.parameter("by");
    if (!text) return report.groupings.front();
    if (std::ranges::find(report.groupings, *text) == report.groupings.end())
        refuse("by", "'" + *text + "' is none: give one of " + list_of(report.groupings));
    return *text;
}

Compare compare_asked(const Request& request) {
    const auto text = request.parameter("compare");
    if (!text) return Compare::nothing;
    for (const Compare each : {Compare::before, Compare::month, Compare::year}) {
        if (to_text(each) == *text) return each;
    }
    refuse("compare", "'" + *text + "' is none: give before, month or year");
}

/// Before the first event there was no book to be told of.
Position known_at(const Call& call, const TableView& view, ledger::Instant moment) {
    refuse_future(call, moment);
    const ledger::Journal& journal = call.service.book.journal();
    const Position known = projections::last_recorded_by(view, journal, moment);
    if (!known.is_none()) return known;
    const auto begun = projections::recorded_at(journal, std::min(view.position(), Position{1}));
    if (!begun) refuse("as_of", "nothing is recorded yet: leave it out");
    refuse("as_of",
           fmt::format("the first event was recorded at {}: give that moment or a later one",
                       ledger::to_text(*begun)));
}

/// The day of the last event; of a book without events, today.
Day last_day(const Call& call, const TableView& view, std::optional<Position> until) {
    const auto horizon = projections::horizon_at(view, until);
    if (!horizon.position.is_none()) return horizon.day;
    return projections::zone_in(view).day_of(call.service.clock());
}

/// ?as_of=: a position, a moment or `now`.
std::optional<Position> knowledge_asked(const Call& call, const TableView& view) {
    const auto text = call.request.parameter("as_of");
    if (!text || *text == now_word) return std::nullopt;
    const auto moment = ledger::instant_from_text(*text);
    if (moment) return known_at(call, view, *moment);
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
    if (error != std::errc() || end != text->data() + text->size())
        refuse("as_of", "give a position, a moment such as 2026-11-01T00:00:00Z, or now");
    if (number == 0) refuse("as_of", "nothing was known before event 1: give it or a later one");
    if (Position{number} > view.position())
        throw Problem(503, "position_must_be_reached", "as_of",
                      "as_of is " + *text + " and the read model has seen event " +
                          std::to_string(view.position().number) +
                          ": ask again, or for an earlier one");
    return Position{number};
}

/// Both as given; without one of them to the last day that is told of, from the first. A day before
/// the book and one behind its last event are empty, and no range that ends before it begins.
void read_range(const Call& call, const Report& report, const TableView& view, Question& question) {
    const auto from = day_given(call.request, "from");
    const auto to = day_given(call.request, "to");
    if (!from || !to) question.to = last_day(call, view, question.until);
    question.from = from ? *from
                         : first_day_of(report, {view, call.service.book.journal()}, question.until,
                                        question.to);
    if (from && to && *to < *from) refuse("to", "it is before from: give a day that is not");
    if (to) question.from = std::min(question.from, *to);
    question.to = to.value_or(std::max(question.from, question.to));
}

void check_places(const Call& call, const Report& report, const Question& question) {
    if (call.caller.buildings.empty()) return;
    const auto deny = [&](const std::string& what) {
        throw Problem(403, "place_must_be_allowed", "building",
                      "'" + call.caller.actor.name + "' is bound to buildings, and " + what +
                          ": ask somebody who is not");
    };
    if (!report.has_places) deny("this is about the whole site");
    const auto& own = call.caller.buildings;
    if (!question.building.is_empty() && std::ranges::find(own, question.building) == own.end())
        deny("building '" + question.building.text() + "' is not theirs");
}

void read_filters(const Call& call, Question& question) {
    question.building = id_given<ledger::BuildingId>(call.request, "building");
    question.account = id_given<ledger::AccountId>(call.request, "account");
    question.wallet = id_given<ledger::WalletId>(call.request, "wallet");
    question.meter = id_given<ledger::MeterId>(call.request, "meter");
    question.actor = id_given<ledger::OperatorId>(call.request, "operator");
    question.method = id_given<ledger::MethodId>(call.request, "method");
    question.allowed = call.caller.buildings;
}

}  // namespace

Question question_of(const Call& call, const Report& report, const TableView& view) {
    Question question;
    question.until = knowledge_asked(call, view);
    if (!call.request.parameter("as_of")) question.until = closing_asked(call, report);
    read_range(call, report, view, question);
    question.step = step_asked(call.request, report);
    question.by = grouping_asked(call.request, report);
    question.compare = compare_asked(call.request);
    question.language = language_of(call.request);
    question.sees_people = call.caller.holds(ledger::Right::customer_read);
    read_filters(call, question);
    check_places(call, report, question);
    return question;
}

Day first_day_of(const Report& report, const ReportSource& source, std::optional<Position> until,
                 Day last) {
    const Day first = projections::first_day_in(source.view).value_or(last);
    if (!report.first_day) return first;
    return std::min(first, report.first_day(source, until).value_or(first));
}

std::optional<Position> closed_by(const ledger::Book& book, Day from, Day to) {
    return book.read([&](const ledger::State& state) -> std::optional<Position> {
        std::map<Day, Position> closed;  // the first closing of every day
        for (const ledger::ClosedPeriod& each : state.office.periods) {
            const Day last = std::min(each.last, to);
            for (Day day = std::max(each.first, from); day <= last; day = day.next())
                closed.emplace(day, each.closed);
        }
        const auto days = static_cast<std::size_t>(to.number - from.number) + 1;
        if (to < from || closed.size() != days) return std::nullopt;
        return std::ranges::max_element(closed, {}, [](const auto& each) { return each.second; })
            ->second;
    });
}

std::optional<Position> closing_asked(const Call& call, const Report& report) {
    if (call.request.parameter("as_of")) return std::nullopt;
    const auto from = day_given(call.request, "from");
    const auto to = day_given(call.request, "to");
    if (!has_range(report) || !from || !to) return std::nullopt;
    return closed_by(call.service.book, *from, *to);
}

void refuse_unknown_parameters(const Request& request, const Report& report) {
    for (const auto& [name, value] : request.query) {
        const bool is_known = known_everywhere.contains(name) ||
                              std::ranges::find(report.parameters, name) != report.parameters.end();
        if (!is_known)
            refuse(name, "the report " + report.name + " does not take it: leave it out, or give " +
                             list_of(report.parameters));
    }
}

std::vector<std::pair<std::string, std::string>> filters_of(const Question& question) {
    std::vector<std::pair<std::string, std::string>> filters;
    const auto say = [&](const char* name, const auto& id) {
        if (!id.is_empty()) filters.emplace_back(name, id.text());
    };
    say("building", question.building);
    say("account", question.account);
    say("wallet", question.wallet);
    say("meter", question.meter);
    say("operator", question.actor);
    say("method", question.method);
    return filters;
}

bool has_range(const Report& report) {
    return std::ranges::find(report.parameters, "from") != report.parameters.end();
}

std::string to_text(Step step) {
    switch (step) {
        case Step::hour:
            return "hour";
        case Step::day:
            return "day";
        case Step::month:
            return "month";
        case Step::year:
            return "year";
        case Step::all:
            break;
    }
    return "all";
}

std::string to_text(Compare compare) {
    switch (compare) {
        case Compare::before:
            return "before";
        case Compare::month:
            return "month";
        case Compare::year:
            return "year";
        case Compare::nothing:
            break;
    }
    return "";
}

}  // namespace api
