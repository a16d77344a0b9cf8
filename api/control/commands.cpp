#include "api/replies.hpp"

namespace api {
namespace {

using ledger::MeterId;

/// POST /v1/commands "meter", "kind", "expires_at" (a day from now where it is not given), "reason"
Reply request_command(const Call& call) {
    const Wish wish = wish_of(call.request);
    if (wish.body.contains("meters"))
        unfit("/meters", "one command is of one meter: give meter, or ask for a batch");
    refuse_other_fields(wish.body, {"meter", "kind", "expires_at"});
    for (const char* needed : {"meter", "kind"}) {
        if (!wish.body.contains(needed)) unfit(member_at("", needed), "it is missing");
    }
    std::optional<ledger::Instant> expires_at;
    read_member(wish.body, "", "expires_at", expires_at);
    return write(call,
                 ledger::RequestCommand{
                     read_value<MeterId>(wish.body.at("meter"), "/meter"),
                     read_value<ledger::CommandKind>(wish.body.at("kind"), "/kind"), expires_at},
                 wish.reason, Key::accepted);
}

template <class Enum>
std::optional<Enum> word_of(const Request& request, const std::string& name) {
    const auto text = request.parameter(name);
    if (!text) return std::nullopt;
    const auto value = ledger::enum_from_text<Enum>(*text);
    if (!value) throw Problem(400, "field_must_fit", name, name + ": " + one_of_its_words<Enum>());
    return value;
}

/// GET /v1/commands?meter=&state=&cursor=&limit=: newest first
Response list_commands(const Call& call) {
    wait_for_position(call, call.service.read_models.commands);
    const projections::CommandFilter filter{
        MeterId(call.request.parameter("meter").value_or("")),
        word_of<projections::CommandState>(call.request, "state"),
        ledger::Position{number_of(call.request, "cursor", 0)}, limit_of(call.request)};
    return page_response(call.service.read_models.commands.list(filter),
                         [](const auto& row) { return write_record(row); });
}

/// GET /v1/commands/{position}
Response read_command(const Call& call) {
    wait_for_position(call, call.service.read_models.commands);
    const auto row = call.service.read_models.commands.of(position_in(call, 0));
    if (!row)
        throw Problem(404, "command_must_exist", "", "event " + call.names[0] + " is no command");
    return json_response(write_record(*row));
}

/// POST /v1/commands/{position}/cancellation {"reason": …}
Reply cancel_command(const Call& call) {
    const Wish wish = wish_of(call.request);
    if (!wish.body.empty())
        unfit(member_at("", wish.body.begin().key()), "no such field: leave it out");
    return write(call, ledger::CancelCommand{position_in(call, 0)}, wish.reason, Key::accepted);
}

}  // namespace

std::vector<Route> command_routes() {
    return {{"POST", "/v1/commands", Right::power_control, request_command},
            {"GET", "/v1/commands", Right::catalogue_read, list_commands},
            {"GET", "/v1/commands/{position}", Right::catalogue_read, read_command},
            {"POST", "/v1/commands/{position}/cancellation", Right::power_control, cancel_command}};
}

}  // namespace api
