#include "api/replies.hpp"

namespace api {
namespace {

using ledger::MeterId;

constexpr std::size_t most_meters = 10'000;

/// Either "meter" or "meters".
std::vector<MeterId> meters_in(const Json& body) {
    if (body.contains("meter") == body.contains("meters"))
        unfit("/meters", "give either meter, or meters as a list");
    if (body.contains("meter")) return {read_value<MeterId>(body.at("meter"), "/meter")};
    auto meters = read_value<std::vector<MeterId>>(body.at("meters"), "/meters");
    if (meters.empty() || meters.size() > most_meters) unfit("/meters", "give 1 to 10000 meters");
    return meters;
}

using Expiry = std::optional<ledger::Instant>;

/// Every meter's own outcome: what one refuses does not hold up the others.
Response request_many(const Call& call, const std::vector<MeterId>& meters,
                      ledger::CommandKind kind, Expiry expires_at, const std::string& reason) {
    const bool dry = is_dry_run(call.request);
    if (!call.request.header("idempotency-key").empty())
        throw Problem(400, "idempotency_key_must_be_given", "Idempotency-Key",
                      "a list of commands takes no key: a command that is under way is not "
                      "requested twice");
    std::vector<ledger::Request> requests;
    for (const MeterId& meter : meters)
        requests.push_back(
            book_request(call, ledger::RequestCommand{meter, kind, expires_at}, reason));
    ledger::Book& book = call.service.book;
    const auto outcomes =
        dry ? book.preview_all(requests) : book.submit_all(std::move(requests)).get();
    Json items = Json::array();
    for (std::size_t i = 0; i < meters.size(); ++i) {
        Json item{{"meter", meters[i].text()}};
        item.update(outcome_json(outcomes[i]));
        items.push_back(std::move(item));
    }
    Json answer{{"items", items}};
    if (dry) answer["dry_run"] = true;
    return json_response(answer);
}

/// POST /v1/commands {"meter": …} or {"meters": […]}, "kind", "expires_at" (a day from now where
/// it is not given), "reason"
Response request_command(const Call& call) {
    const Wish wish = wish_of(call.request);
    refuse_other_fields(wish.body, {"meter", "meters", "kind", "expires_at"});
    const auto meters = meters_in(wish.body);
    if (!wish.body.contains("kind")) unfit("/kind", "it is missing");
    const auto kind = read_value<ledger::CommandKind>(wish.body.at("kind"), "/kind");
    Expiry expires_at;
    read_member(wish.body, "", "expires_at", expires_at);
    if (wish.body.contains("meters"))
        return request_many(call, meters, kind, expires_at, wish.reason);
    return write(call, ledger::RequestCommand{meters.front(), kind, expires_at}, wish.reason,
                 Key::accepted);
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
Response cancel_command(const Call& call) {
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
