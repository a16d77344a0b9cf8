#include "api/replies.hpp"

#include <charconv>
#include <chrono>

#include "api/access/command_rights.hpp"
#include "api/json/json_text.hpp"
#include "api/preconditions.hpp"
#include "ledger/past.hpp"

namespace api {
namespace {

constexpr std::chrono::seconds patience(5);
constexpr std::size_t longest_key = 200;

/// From the events alone, so that the same key gives the same bytes for ever.
std::string receipt_text(const ledger::Receipt& receipt, bool dry) {
    std::string text;
    ObjectText json(text);
    json.add("changed", !receipt.events.empty());
    if (!receipt.events.empty()) {
        const ledger::Envelope& first = receipt.events.front().envelope;
        json.add("position", first.position.number).add("recorded_at", first.recorded_at);
        put_events(receipt.events, json.begin("events"));
    }
    if (dry) json.add("dry_run", true);
    json.end();
    return text;
}

}  // namespace

std::string key_of(const Request& request, Key key) {
    const std::string text = request.header("idempotency-key");
    if (text.empty() && key == Key::required)
        throw Problem(400, "idempotency_key_must_be_given", "Idempotency-Key",
                      "this moves money: give an Idempotency-Key header of your own, and the same "
                      "one when you ask again");
    const bool plain =
        std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 127; });
    if (text.size() > longest_key || !plain)
        throw Problem(400, "idempotency_key_must_be_given", "Idempotency-Key",
                      "give 1 to 200 printable characters without blanks");
    return text;
}

Response json_response(const Json& body, int status) {
    return {status, {{"Content-Type", "application/json"}}, dump(body)};
}

Wish wish_of(const Request& request) {
    Wish wish{parse_json(request.body), {}};
    if (!wish.body.is_object()) unfit("/", "give an object");
    if (const auto reason = wish.body.find("reason"); reason != wish.body.end()) {
        wish.reason = text_in(*reason, "/reason");
        wish.body.erase("reason");
    }
    return wish;
}

ledger::Request book_request(const Call& call, ledger::Command command, const std::string& reason) {
    need_rights_of(call, command);
    ledger::Request request{std::move(command), call.caller.actor, reason,
                            key_of(call.request, Key::accepted), false};
    request.expected = expected_in(call.request, request.command);
    return request;
}

std::string asked_in(const Call& call, const Json& body) {
    // Members in the order of their names: whoever asks again may write them in another.
    return call.request.method + " " + call.request.path + "\n" + nlohmann::json(body).dump();
}

bool is_dry_run(const Request& request) {
    for (const auto& [name, value] : request.query) {
        if (name != "dry_run")
            throw Problem(400, "field_must_fit", name,
                          name + ": a write takes no parameter but dry_run: leave it out");
    }
    const auto asked = request.parameter("dry_run");
    if (!asked || *asked == "false") return false;
    if (*asked == "true") return true;
    throw Problem(400, "field_must_fit", "dry_run", "dry_run: give true or false");
}

void refuse_parameters(const Request& request) {
    if (request.query.empty()) return;
    const std::string& name = request.query.begin()->first;
    throw Problem(400, "field_must_fit", name,
                  name + ": this is done or it is not, there is no dry run: leave it out");
}

namespace {

/// What a second person has to approve is not done yet.
int status_of(const std::vector<ledger::Event>& events) {
    if (events.empty()) return 200;
    const auto& first = events.front().payload;
    return std::holds_alternative<ledger::TransactionProposed>(first) ? 202 : 201;
}

/// From the events alone, all but whether it is a repetition.
Response answer(const std::optional<ledger::Subject>& edited, const ledger::Outcome& outcome,
                bool dry) {
    if (!outcome) throw problem_of(outcome.error());
    const auto& events = outcome->events;
    Response response{dry ? 200 : status_of(events),
                      {{"Content-Type", "application/json"}},
                      receipt_text(*outcome, dry)};
    if (outcome->repeated) response.headers["Idempotent-Replayed"] = "true";
    if (dry || events.empty()) return response;
    response.headers["Ledger-Position"] = std::to_string(events.back().envelope.position.number);
    if (const std::string etag = etag_after(edited, events); !etag.empty())
        response.headers["ETag"] = etag;
    return response;
}

Reply ask(const Call& call, ledger::Request request) {
    const auto edited = ledger::edited_by(request.command);
    if (is_dry_run(call.request)) return answer(edited, call.service.book.preview(request), true);
    return Submission{std::move(request), [edited](const ledger::Outcome& outcome) {
                          return answer(edited, outcome, false);
                      }};
}

}  // namespace

Reply write(const Call& call, ledger::Command command, const std::string& reason, Key key) {
    (void)key_of(call.request, key);
    return ask(call, book_request(call, std::move(command), reason));
}

Reply write_as_asked(const Call& call, ledger::Command command, const Wish& wish) {
    ledger::Request request = book_request(call, std::move(command), wish.reason);
    request.asked = asked_in(call, wish.body);
    return ask(call, std::move(request));
}

bool is_repetition(const Call& call, const ledger::Request& request) {
    if (request.idempotency_key.empty()) return false;
    const auto outcome = call.service.book.preview(request);
    return outcome && outcome->repeated;
}

Response write_with_past(const Call& call, ledger::Command command, const std::string& reason,
                         const ledger::MeterId& meter) {
    (void)key_of(call.request, Key::required);
    const bool dry = is_dry_run(call.request);
    ledger::Book& book = call.service.book;
    const ledger::Request asked = book_request(call, std::move(command), reason);
    return answer(ledger::edited_by(asked.command),
                  ledger::ask_with_past(book, asked, meter,
                                        [&](const ledger::Request& request) {
                                            return dry ? book.preview(request)
                                                       : book.execute(request);
                                        }),
                  dry);
}

Json with_name(Json body, const std::string& field, const std::string& name) {
    const auto given = body.find(field);
    if (given != body.end() && *given != name)
        unfit("/" + field, "the path says '" + name + "': leave it out, or give the same");
    body[field] = name;
    return body;
}

ledger::Position position_in(const Call& call, std::size_t index) {
    const std::string& text = call.names.at(index);
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || number == 0)
        throw Problem(404, "path_must_exist", "", "'" + text + "' is no position in the log");
    return {number};
}

std::uint64_t number_of(const Request& request, const std::string& name, std::uint64_t absent) {
    const auto text = request.parameter(name);
    if (!text) return absent;
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
    if (error != std::errc() || end != text->data() + text->size())
        throw Problem(400, "field_must_fit", name, name + ": give a whole number");
    return number;
}

std::size_t limit_of(const Request& request) {
    const std::uint64_t limit = number_of(request, "limit", 100);
    if (limit < 1 || limit > 1000)
        throw Problem(400, "field_must_fit", "limit", "limit: give 1 to 1000");
    return limit;
}

void refuse_while_stopping(const Call& call) {
    if (call.service.is_stopping())
        throw Problem(503, "service_stops", "", "it takes long and the service stops: ask again");
}

ledger::Position refuse_what_is_not_written(const Call& call) {
    const ledger::Position wanted{number_of(call.request, "at_least", 0)};
    const ledger::Position last = call.service.book.journal().head().last;
    if (wanted > last)  // whoever was answered with a position finds it in the log
        throw Problem(503, "position_must_be_reached", "at_least",
                      "at_least is " + std::to_string(wanted.number) + " and the log ends at " +
                          std::to_string(last.number) +
                          ": ask for a position that was answered, or again when it is there");
    return wanted;
}

void wait_for_position(const Call& call, const projections::Projection& asked) {
    const ledger::Position wanted = refuse_what_is_not_written(call);
    if (!wanted.is_none() && !call.service.read_models.runner.wait_for(asked, wanted, patience))
        throw Problem(503, "position_must_be_reached", "at_least",
                      "the read model " + asked.name() + " has not seen event " +
                          std::to_string(wanted.number) +
                          " yet: ask again, or ask for an earlier one");
    call.seen = std::min(call.seen, asked.live()->position());  // it may go on meanwhile
}

void refuse_future(const Call& call, ledger::Instant as_of) {
    if (as_of > call.service.clock())
        throw Problem(400, "field_must_fit", "as_of",
                      "as_of: " + ledger::to_text(as_of) +
                          " is yet to come: give a moment that has passed, or now");
}

}  // namespace api
