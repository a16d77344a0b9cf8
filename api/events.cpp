#include "api/replies.hpp"
#include "ledger/events/event_codec.hpp"
#include "ledger/journal/journal.hpp"

namespace api {
namespace {

using ledger::Event;
using ledger::Position;

/// How many events are looked at for one page: a filter that matches little cannot hold a worker.
constexpr std::size_t most_looked_at = 20'000;

bool is_wanted(const Event& event, const Request& request) {
    const auto type = request.parameter("type");
    const auto kind = request.parameter("subject_kind");
    const auto id = request.parameter("subject");
    return (!type || *type == ledger::name_of(event.payload)) &&
           (!kind || *kind == ledger::to_text(event.envelope.subject.kind)) &&
           (!id || *id == event.envelope.subject.id);
}

Event event_in(const ledger::Entry& entry) {
    auto event = ledger::decode_event(entry.bytes);
    ledger::ensure(event.has_value(), "the book reads what it wrote");
    return std::move(*event);
}

/// GET /v1/events?from=&limit=&type=&subject_kind=&subject=: in the order of the log. The cursor is
/// a position, and given as `from`.
Response list_events(const Call& call) {
    const Position from{number_of(call.request, "from", number_of(call.request, "cursor", 1))};
    const std::size_t limit = limit_of(call.request);
    auto reader = call.service.book.journal().read(from);
    projections::Page<Event> page;
    for (std::size_t looked = 0;; ++looked) {
        const auto entry = reader.next();
        if (!entry) break;
        if (page.rows.size() == limit || looked == most_looked_at) {
            page.next = std::to_string(entry->position.number);
            break;
        }
        Event event = event_in(*entry);
        if (is_wanted(event, call.request)) page.rows.push_back(std::move(event));
    }
    return page_response(page, write_event);
}

/// GET /v1/events/{position}
Response read_event(const Call& call) {
    const Position position = position_in(call, 0);
    const auto& journal = call.service.book.journal();
    if (position > journal.head().last)
        throw Problem(404, "path_must_exist", "", "the log ends before event " + call.names[0]);
    const ledger::Bytes bytes = journal.get(position);
    return json_response(write_event(event_in({position, bytes})));
}

}  // namespace

std::vector<Route> event_routes() {
    return {{"GET", "/v1/events", list_events}, {"GET", "/v1/events/{position}", read_event}};
}

}  // namespace api
