#include <algorithm>
#include <charconv>

#include "api/http/event_streams.hpp"
#include "api/replies.hpp"
#include "api/scope/scope.hpp"
#include "ledger/journal/journal.hpp"

namespace api {
namespace {

using ledger::Position;

constexpr std::size_t most_streams = 512;  ///< half of the connections that there may be
constexpr const char* greeting = "retry: 2000\n\n";

/// Parts of "CreditSold,CreditRefunded".
std::set<std::string> words_of(const std::string& list) {
    std::set<std::string> words;
    std::size_t from = 0;
    while (from < list.size()) {
        const std::size_t to = std::min(list.find(',', from), list.size());
        if (to > from) words.insert(list.substr(from, to - from));
        from = to + 1;
    }
    return words;
}

std::optional<Position> position_of(const std::string& text) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return Position{number};
}

/// Behind the last that was heard, as a browser says when it comes again; or behind ?after=; else
/// what is written from now on.
Position begin_of(const Call& call) {
    const Position head = call.service.book.journal().head().last;
    const std::string heard = call.request.header("last-event-id");
    const std::string field = heard.empty() ? "after" : "Last-Event-ID";
    const std::string text = heard.empty() ? call.request.parameter("after").value_or("") : heard;
    if (text.empty()) return head;
    const auto position = position_of(text);
    if (!position || *position > head)
        throw Problem(
            400, "field_must_fit", field,
            field + ": give a position of the log, which ends at " + std::to_string(head.number));
    return *position;
}

bool may_enter(const Caller& caller, const std::string& building) {
    return caller.buildings.empty() ||
           std::ranges::find(caller.buildings, ledger::BuildingId(building)) !=
               caller.buildings.end();
}

[[noreturn]] void refuse_place(const std::string& building) {
    throw Problem(403, "place_must_be_allowed", "building",
                  "building '" + building + "' is not yours: leave it out, or give one that is");
}

EventFilter filter_of(const Call& call) {
    EventFilter filter{words_of(call.request.parameter("type").value_or("")),
                       call.request.parameter("subject_kind").value_or(""),
                       call.request.parameter("subject").value_or("")};
    for (const std::string& type : filter.types) check_event_type(type);
    check_subject_kind(filter.subject_kind);
    Caller theirs = call.caller;
    if (const auto building = call.request.parameter("building")) {
        if (!may_enter(call.caller, *building)) refuse_place(*building);
        theirs.buildings = {ledger::BuildingId(*building)};
    }
    if (theirs.buildings.empty()) return filter;
    filter.is_theirs = [&book = call.service.book, theirs](const ledger::Event& event) {
        return may_see(book, theirs, event);
    };
    if (!filter.types.empty() || !filter.subject_kind.empty() || !filter.subject.empty())
        return filter;  // what was asked for is events
    filter.changed_by = [&book = call.service.book, theirs](const ledger::Event& event) {
        return meters_changed_by(book, theirs, event);
    };
    return filter;
}

/// GET /v1/events/stream?type=&subject_kind=&subject=&building=&after=: the log as it grows
Response stream_events(const Call& call) {
    EventStreams* streams = call.service.streams;
    if (streams == nullptr || streams->count() >= most_streams)
        throw Problem(503, "streams_must_be_few", "", "too many streams: ask again later");
    Response response{200, {{"Content-Type", "text/event-stream"}}, greeting};
    const Following following{
        filter_of(call), begin_of(call),
        [door = Door{call.service.book, call.service.access}, caller = call.caller] {
            return is_still(door, caller, Right::event_read);
        }};
    response.follow = [streams, following](std::shared_ptr<Listener> listener) {
        streams->follow(std::move(listener), following);
    };
    return response;
}

}  // namespace

std::vector<Route> stream_routes() {
    return {{"GET", "/v1/events/stream", Right::event_read, stream_events}};
}

}  // namespace api
