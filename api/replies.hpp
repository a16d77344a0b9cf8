#pragma once
#include <functional>
#include <string>

#include "api/json/json_reader.hpp"
#include "api/json/json_writer.hpp"
#include "api/routes.hpp"

namespace api {

Response json_response(const Json& body, int status = 200);

/// The body of a write: an object, and the "reason" taken out of it (empty where there is none).
struct Wish {
    Json body;
    std::string reason;
};
Wish wish_of(const Request& request);

enum class Key { required, accepted };

/// What the Idempotency-Key header says; empty where it may be missing and is.
std::string key_of(const Request& request, Key key);

/// ?dry_run=true. A parameter that is not known could be a dry run that is misspelt, so it is
/// refused.
bool is_dry_run(const Request& request);

/// For a write that is done or is not, and has no rehearsal: it takes no parameter.
void refuse_parameters(const Request& request);

/// Asks the book for a command and answers from its events alone, so that the same Idempotency-Key
/// gives the same bytes for ever: 201 when something was written, 200 when nothing had to be. With
/// ?dry_run=true nothing is written and the events are those that would be. An If-Match is held
/// against what people have edited (preconditions.hpp).
Reply write(const Call& call, ledger::Command command, const std::string& reason, Key key);

/// The same for a command that is made of more than was asked, such as the meters of a building:
/// its key holds the body of the request.
Reply write_as_asked(const Call& call, ledger::Command command, const Wish& wish);

/// True where the key of this command is known, as the key of the same command: asking the book
/// again writes nothing.
bool is_repetition(const Call& call, const ledger::Request& request);

/// The same for what needs the past of this meter, and holds its thread: the book may be asked
/// several times. Takes a key always.
Response write_with_past(const Call& call, ledger::Command command, const std::string& reason,
                         const ledger::MeterId& meter);

/// Of whoever calls, who holds all the rights that the command takes.
ledger::Request book_request(const Call& call, ledger::Command command, const std::string& reason);

/// What was asked, for the key of a command that is made of more.
std::string asked_in(const Call& call, const Json& body);

/// Puts the name of the path into the body, where the record wants it. Refuses another one there.
Json with_name(Json body, const std::string& field, const std::string& name);

/// A name of the path. 404 where it cannot be one.
template <class T>
T name_in(const Call& call, std::size_t index) {
    if (!T::is_well_formed(call.names.at(index)))
        throw Problem(404, "path_must_exist", "", "no such thing: '" + call.names.at(index) + "'");
    return T(call.names.at(index));
}
ledger::Position position_in(const Call& call, std::size_t index);

/// ?limit=, 1 to 1000, 100 where it is not given.
std::size_t limit_of(const Request& request);
std::uint64_t number_of(const Request& request, const std::string& name, std::uint64_t absent);

/// What takes long asks this on its way: a stop does not wait for it.
void refuse_while_stopping(const Call& call);

/// ?at_least= beyond the end of the log: 503. Says what is asked for; none where nothing is.
ledger::Position refuse_what_is_not_written(const Call& call);

/// Waits for ?at_least=<position>: what was written up to there is in the answer of this read
/// model.
void wait_for_position(const Call& call, const projections::Projection& asked);

/// {"items": […], "next_cursor": …}
template <class Row, class Write>
Response page_response(const projections::Page<Row>& page, Write&& write_row) {
    Json items = Json::array();
    for (const Row& row : page.rows) items.push_back(write_row(row));
    return json_response(
        {{"items", items}, {"next_cursor", page.next ? Json(*page.next) : Json(nullptr)}});
}

/// Throws Problem 400 where ?as_of= is a moment that is yet to come: what is known then is not
/// known.
void refuse_future(const Call& call, ledger::Instant as_of);

}  // namespace api
