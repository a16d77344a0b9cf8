#include <algorithm>
#include <map>

#include "api/log/event_filter.hpp"
#include "api/replies.hpp"
#include "ledger/journal/index.hpp"
#include "ledger/journal/journal.hpp"
#include "ledger/journal/recorded_event.hpp"
#include "ledger/past.hpp"

namespace api {
namespace {

using ledger::Event;
using ledger::Position;
using ledger::Subject;
using ledger::SubjectKind;

/// How many events are looked at for one page: a filter that matches little cannot hold a worker.
constexpr std::size_t most_looked_at = 20'000;
/// The same where each is fetched by itself.
constexpr std::size_t most_fetched = 2'000;

/// What is asked for: ?type=&subject_kind=&subject=
struct Wanted {
    std::optional<std::string> type;
    std::optional<std::string> kind;
    std::optional<std::string> subject;

    bool has_kind(SubjectKind each) const { return !kind || *kind == ledger::to_text(each); }
    bool fits(const Event& event) const {
        return (!type || *type == ledger::name_of(event.payload)) &&
               has_kind(event.envelope.subject.kind) &&
               (!subject || *subject == event.envelope.subject.id);
    }
};

Wanted wanted_of(const Request& request) {
    check_event_type(request.parameter("type").value_or(""));
    check_subject_kind(request.parameter("subject_kind").value_or(""));
    return {request.parameter("type"), request.parameter("subject_kind"),
            request.parameter("subject")};
}

/// Event after event of the log.
projections::Page<Event> events_from(const Call& call, const Wanted& wanted, Position from,
                                     std::size_t limit) {
    auto reader = call.service.book.journal().read(from);
    projections::Page<Event> page;
    for (std::size_t looked = 0;; ++looked) {
        const auto entry = reader.next();
        if (!entry) return page;
        if (page.rows.size() == limit || looked == most_looked_at) {
            page.next = std::to_string(entry->position.number);
            return page;
        }
        Event event = ledger::recorded_event(entry->bytes);
        if (wanted.fits(event)) page.rows.push_back(std::move(event));
    }
}

/// The subjects of one name, each with the number of its events, and how far the log was then.
struct Known {
    std::map<Subject, std::uint64_t> subjects;
    Position last;
};

Known known_subjects(const Call& call, const Wanted& wanted) {
    return call.service.book.read([&](const ledger::State& state) {
        Known known{{}, state.last};
        for (std::size_t i = 0; i < ledger::EnumNames<SubjectKind>::names.size(); ++i) {
            const Subject subject{static_cast<SubjectKind>(i), *wanted.subject};
            const auto* versions = ledger::find(state.versions, subject);
            if (versions != nullptr && wanted.has_kind(subject.kind))
                known.subjects[subject] = *versions;
        }
        return known;
    });
}

/// A subject's events are in the order of the log: its first version at a position or behind it.
std::uint64_t version_from(const ledger::Index& index, const Subject& subject,
                           std::uint64_t versions, Position from) {
    std::uint64_t low = 1;
    std::uint64_t high = versions + 1;
    while (low < high) {
        const std::uint64_t middle = low + (high - low) / 2;
        const auto found = index.find_subject(subject, middle, 1);
        if (!found.empty() && found.front() < from) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/// The events of one name, found by the index.
projections::Page<Event> events_of_subject(const Call& call, const Wanted& wanted, Position from,
                                           std::size_t limit) {
    const ledger::Book& book = call.service.book;
    const Known known = known_subjects(call, wanted);
    ledger::wait_for_index(book, known.last);
    std::vector<Position> positions;
    for (const auto& [subject, versions] : known.subjects) {
        const std::uint64_t first = version_from(book.index(), subject, versions, from);
        std::ranges::copy(book.index().find_subject(subject, first, most_fetched + 1),
                          std::back_inserter(positions));
    }
    std::ranges::sort(positions);
    projections::Page<Event> page;
    for (std::size_t looked = 0; looked < positions.size(); ++looked) {
        if (page.rows.size() == limit || looked == most_fetched) {
            page.next = std::to_string(positions[looked].number);
            break;
        }
        Event event = ledger::recorded_event(book.journal(), positions[looked]);
        if (wanted.fits(event)) page.rows.push_back(std::move(event));
    }
    return page;
}

/// GET /v1/events?from=&limit=&type=&subject_kind=&subject=: in the order of the log. The cursor is
/// a position, and goes on where the page before it ended, whatever that began with.
Response list_events(const Call& call) {
    (void)refuse_what_is_not_written(call);
    const Position from{number_of(call.request, "cursor", number_of(call.request, "from", 1))};
    const std::size_t limit = limit_of(call.request);
    const Wanted wanted = wanted_of(call.request);
    return page_response(wanted.subject ? events_of_subject(call, wanted, from, limit)
                                        : events_from(call, wanted, from, limit),
                         write_event);
}

/// GET /v1/events/{position}
Response read_event(const Call& call) {
    const Position position = position_in(call, 0);
    const auto& journal = call.service.book.journal();
    if (position > journal.head().last)
        throw Problem(404, "path_must_exist", "", "the log ends before event " + call.names[0]);
    return json_response(write_event(ledger::recorded_event(journal, position)));
}

}  // namespace

std::vector<Route> event_routes() {
    return {{"GET", "/v1/events", Right::event_read, list_events},
            {"GET", "/v1/events/{position}", Right::event_read, read_event}};
}

}  // namespace api
