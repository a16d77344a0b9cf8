#include "api/preconditions.hpp"

#include <charconv>

#include "api/problem.hpp"
#include "ledger/rules/state.hpp"

namespace api {
namespace {

using ledger::Position;
using ledger::Subject;

std::string etag_of(Position edited) { return '"' + std::to_string(edited.number) + '"'; }

/// Nothing where it is none of ours, and so matches nothing.
std::optional<Position> position_in_etag(const std::string& etag) {
    if (etag.size() < 3 || !etag.starts_with('"') || !etag.ends_with('"')) return std::nullopt;
    std::uint64_t number = 0;
    const char* end = etag.data() + etag.size() - 1;
    const auto [stop, error] = std::from_chars(etag.data() + 1, end, number);
    if (error != std::errc() || stop != end) return std::nullopt;
    return Position{number};
}

[[noreturn]] void unfit_condition(const std::string& header, const std::string& fault) {
    throw Problem(400, "precondition_must_fit", header, header + ": " + fault);
}

}  // namespace

ReadHandler with_etag(ledger::SubjectKind kind, ReadHandler handler) {
    return [kind, handler = std::move(handler)](const Call& call) {
        // Looked up before what is answered: where it is edited in between, a change made of the
        // answer is refused, and not taken for one that has seen it.
        const Subject subject{kind, call.names.empty() ? "" : call.names.front()};
        const Position edited = call.service.book.read([&](const ledger::State& state) {
            const Position* known = ledger::find(state.edited, subject);
            return known == nullptr ? Position{} : *known;
        });
        Response response = handler(call);
        if (response.status == 200) response.headers["ETag"] = etag_of(edited);
        return response;
    };
}

std::optional<ledger::Expected> expected_in(const Request& request,
                                            const ledger::Command& command) {
    const std::string match = request.header("if-match");
    const std::string none_match = request.header("if-none-match");
    if (match.empty() && none_match.empty()) return std::nullopt;
    const std::string header = match.empty() ? "If-None-Match" : "If-Match";
    if (!match.empty() && !none_match.empty())
        unfit_condition(header, "give it, or If-None-Match, not both");
    const auto subject = ledger::edited_by(command);
    if (!subject) unfit_condition(header, "nothing is edited here: leave it out");
    if (match.empty()) {
        if (none_match != "*") unfit_condition(header, "a change takes '*' alone");
        return ledger::Expected{*subject, Position{}};
    }
    const auto edited = position_in_etag(match);
    if (!edited) unfit_condition(header, "give the ETag that a GET has answered, such as \"17\"");
    return ledger::Expected{*subject, *edited};
}

std::string etag_after(const std::optional<Subject>& edited,
                       const std::vector<ledger::Event>& events) {
    std::string etag;
    for (const ledger::Event& event : events) {
        if (event.envelope.subject == edited && ledger::is_edit(event.payload))
            etag = etag_of(event.envelope.position);
    }
    return etag;
}

}  // namespace api
