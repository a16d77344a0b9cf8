#include "api/problem.hpp"

#include <nlohmann/json.hpp>

namespace api {
namespace {

const char* title_of(int status) {
    switch (status) {
        case 400:
            return "The request cannot be read";
        case 401:
            return "The request is not authorised";
        case 404:
            return "There is no such thing";
        case 405:
            return "This cannot be done here";
        case 409:
            return "The book stands otherwise";
        case 413:
            return "The request is too large";
        case 422:
            return "A rule says no";
        case 503:
            return "Not now";
        case 500:
            return "The service failed";
        default:
            return "The request was not done";
    }
}

bool is_conflict(ledger::Rule rule) {
    using enum ledger::Rule;
    return rule == site_must_be_configured || rule == meter_must_be_new ||
           rule == account_must_be_new || rule == unit_must_be_free_on_its_line ||
           rule == line_must_have_room || rule == meter_must_be_unattached ||
           rule == transaction_must_not_be_reversed_twice || rule == command_must_be_pending ||
           rule == command_must_not_be_pending_twice;
}

}  // namespace

int status_of(ledger::Rule rule) {
    if (ledger::to_text(rule).ends_with("_must_exist")) return 404;
    return is_conflict(rule) ? 409 : 422;
}

Problem problem_of(const ledger::Refusal& refusal) {
    return {status_of(refusal.rule), std::string(ledger::to_text(refusal.rule)), refusal.field,
            refusal.detail};
}

Response response_of(const Problem& problem) {
    nlohmann::ordered_json body{{"type", "about:blank"},
                                {"title", title_of(problem.status)},
                                {"status", problem.status},
                                {"code", problem.code},
                                {"detail", problem.what()}};
    if (!problem.field.empty()) body["field"] = problem.field;
    Response response{problem.status, {{"Content-Type", "application/problem+json"}}, {}};
    response.body = body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    if (problem.status == 503) response.headers["Retry-After"] = "5";
    if (problem.status == 401) response.headers["WWW-Authenticate"] = "Bearer";
    return response;
}

}  // namespace api
