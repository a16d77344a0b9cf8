#include "api/routes.hpp"

#include <algorithm>
#include <chrono>
#include <future>
#include <iterator>
#include <optional>
#include <set>

#include <fmt/core.h>

#include "api/access/access.hpp"
#include "api/access/refused_caller.hpp"
#include "api/control/alarms.hpp"
#include "api/openapi.hpp"
#include "api/parameters.hpp"
#include "api/problem.hpp"
#include "api/register/imports.hpp"
#include "api/replies.hpp"
#include "api/reports/list_table.hpp"
#include "api/reports/routes.hpp"
#include "api/scope/scope.hpp"
#include "api/telemetry.hpp"
#include "ledger/journal/journal.hpp"

namespace api {
namespace {

std::vector<std::string> parts_of(const std::string& path) {
    std::vector<std::string> parts;
    std::size_t from = 0;
    while (from < path.size()) {
        const std::size_t to = std::min(path.find('/', from + 1), path.size());
        parts.push_back(path.substr(from + 1, to - from - 1));
        from = to;
    }
    return parts;
}

/// What stands for the names of the pattern; nothing where the path is another.
std::optional<std::vector<std::string>> match(const std::vector<std::string>& pattern,
                                              const std::vector<std::string>& path) {
    const bool takes_rest = !pattern.empty() && pattern.back().ends_with("_path}");
    if (takes_rest ? pattern.size() > path.size() : pattern.size() != path.size())
        return std::nullopt;
    std::vector<std::string> names;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        const bool is_name = pattern[i].starts_with('{');
        if (is_name ? path[i].empty() : pattern[i] != path[i]) return std::nullopt;
        if (is_name) names.push_back(path[i]);
    }
    for (std::size_t i = pattern.size(); i < path.size(); ++i) names.back() += "/" + path[i];
    return names;
}

/// What would be answered as of another time than was asked for.
void refuse_other_times(const Call& call, const Route& route) {
    (void)refuse_what_is_not_written(call);
    if (call.request.parameter("as_of") && !route.knows_past)
        throw Problem(400, "field_must_fit", "as_of",
                      "as_of: this is known as of now alone: leave it out");
}

}  // namespace

std::vector<Route> all_routes() {
    std::vector<Route> routes;
    for (auto* resource : {site_routes,
                           place_routes,
                           meter_routes,
                           tariff_routes,
                           account_routes,
                           preparation_routes,
                           customer_routes,
                           batch_routes,
                           money_routes,
                           adjustment_routes,
                           approval_routes,
                           quarantine_routes,
                           correction_routes,
                           what_if_routes,
                           wallet_routes,
                           explain_routes,
                           reading_routes,
                           command_routes,
                           command_batch_routes,
                           notice_routes,
                           state_routes,
                           fee_routes,
                           shift_routes,
                           period_routes,
                           event_routes,
                           health_routes,
                           session_routes,
                           operator_routes,
                           role_routes,
                           openapi_routes,
                           import_routes,
                           stream_routes,
                           tenant_routes,
                           print_routes,
                           account_statement_routes,
                           supply_routes,
                           past_routes,
                           backup_routes,
                           log_file_routes,
                           proof_routes,
                           report_routes,
                           system_log_routes,
                           profile_routes,
                           frame_routes,
                           notice_text_routes,
                           alarm_routes})
        std::ranges::move(resource(), std::back_inserter(routes));
    return routes;
}

namespace {

std::string asked_in(const Request& request) { return request.method + " " + request.path; }

}  // namespace

void need_right(const Call& call, Right right) {
    if (call.caller.holds(right)) return;
    const std::string& who = call.caller.actor.name;
    call.service.access.tally.refused_request(ledger::OperatorId(who), right,
                                              asked_in(call.request));
    throw Problem(403, "right_must_be_held", std::string(ledger::to_text(right)),
                  fmt::format("'{}' does not hold the right '{}': ask an administrator for a role "
                              "that does",
                              who, ledger::to_text(right)));
}

namespace {

/// That somebody asked for what stands elsewhere is told to the log, as a missing right is.
void tell_of_place(const Call& call, const Route& route, const Problem& problem) {
    const auto right = route.need.right();
    if (problem.code != "place_must_be_allowed" || !right) return;
    call.service.access.tally.refused_request(ledger::OperatorId(call.caller.actor.name), *right,
                                              asked_in(call.request));
}

/// Who asks; what is not taken for theirs is told to the log, with what the route needs. What
/// needs a name alone is a way in.
Caller known_caller(const Service& service, const Route& route, const Request& request) {
    try {
        return caller_of(service, request);
    } catch (const RefusedCaller& refused) {
        Tally& tally = service.access.tally;
        if (const auto right = route.need.right())
            tally.refused_request(refused.who, *right, asked_in(request) + ": " + refused.code);
        else
            tally.refused_sign_in(refused.who, ledger::SignInFault::wrong, request.address);
        throw;
    }
}

/// How a path begins, by which its routes are found: "/v1/wallets" of "/v1/wallets/A1.M1".
std::string_view beginning_of(std::string_view path) {
    const std::size_t second = path.find('/', 1);
    return second == std::string_view::npos ? path : path.substr(0, path.find('/', second + 1));
}

/// What goes wrong becomes a problem.
template <class Make>
auto or_problem(Make&& make) -> decltype(make()) {
    try {
        return make();
    } catch (const Problem& problem) {
        return response_of(problem);
    } catch (const ledger::BookStopped& stopped) {
        return response_of(Problem(503, "book_stopped", "", stopped.what()));
    } catch (const ledger::JournalUnavailable& unavailable) {
        return response_of(Problem(503, "journal_unavailable", "", unavailable.what()));
    } catch (const projections::MustBeBuilt& unbuilt) {
        return response_of(Problem(503, "read_model_must_be_built", "", unbuilt.what()));
    } catch (const std::exception& broken) {
        return response_of(Problem(500, "service_failed", "", broken.what()));
    }
}

}  // namespace

Response read(const Route& route, const Call& call) {
    Reply reply = route.handler(call);
    auto* response = std::get_if<Response>(&reply);
    ledger::ensure(response != nullptr, "a GET asks nothing of the book");
    return std::move(*response);
}

/// What lasts from a request to its answer.
struct Router::Asked {
    std::chrono::steady_clock::time_point begun = std::chrono::steady_clock::now();
    std::optional<KeysInFlight::Hold> key{};
    std::function<Response(const ledger::Outcome&)> answer{};
    std::future<ledger::Outcome> outcome{};
};

Router::Router(const Service& service) : service_(service) {
    for (Route& each : all_routes()) {
        const std::string beginning(beginning_of(each.pattern));
        ledger::ensure(beginning.find('{') == std::string::npos,
                       "routes are found by their beginning");
        auto parts = parts_of(each.pattern);
        auto parameters =
            each.method == "GET" ? parameters_of_read(each.pattern) : std::set<std::string>();
        auto columns =
            each.method == "GET" ? columns_of_list(each.pattern) : std::vector<ListColumn>();
        routes_[beginning].push_back(
            {std::move(each), std::move(parts), std::move(parameters), std::move(columns)});
    }
    // "/v1/events/stream" before "/v1/events/{position}", whichever file gives its routes first.
    for (auto& [beginning, routes] : routes_) {
        std::ranges::stable_sort(routes, {}, [](const Known& known) {
            return std::ranges::count(known.route.pattern, '{');
        });
    }
}

Response Router::answer(const Request& request) const {
    const auto made = std::make_shared<std::promise<std::function<Response()>>>();
    answer(request, [made](std::function<Response()> make) { made->set_value(std::move(make)); });
    return made->get_future().get()();
}

void Router::answer(const Request& request, const Respond& respond) const {
    const auto asked = std::make_shared<Asked>();
    Reply reply = or_problem([&] {
        service_.access.tally.tell_due();
        service_.access.sessions.end_expired();
        Reply known = reply_to(request, *asked);
        if (auto* submission = std::get_if<Submission>(&known))
            submit(std::move(*submission), asked, respond);
        return known;
    });
    auto* response = std::get_if<Response>(&reply);
    if (response == nullptr) return;
    respond([response = finished(std::move(*response), *asked)]() mutable {
        return std::move(response);
    });
}

/// The answer is made where it is sent: the thread of the book that knows has others to answer.
void Router::submit(Submission submission, const std::shared_ptr<Asked>& asked,
                    const Respond& respond) const {
    asked->answer = std::move(submission.answer);
    auto then = [this, asked = asked, respond](std::future<ledger::Outcome> outcome) mutable {
        asked->outcome = std::move(outcome);
        respond([this, asked = std::move(asked)] {
            Response response = or_problem([&] { return asked->answer(asked->outcome.get()); });
            return finished(std::move(response), *asked);
        });
    };
    service_.book.submit(std::move(submission.request), std::move(then));
}

/// Whoever has the answer may ask again under the same key.
Response Router::finished(Response response, Asked& asked) const {
    asked.key.reset();
    if (!response.headers.contains("Ledger-Position"))
        response.headers["Ledger-Position"] =
            std::to_string(service_.book.journal().head().last.number);
    service_.telemetry.count_request(response.status,
                                     std::chrono::steady_clock::now() - asked.begun);
    return response;
}

bool Router::is_quick(const Request& request) const {
    if (!request.query.empty()) return false;
    const std::vector<std::string> path = parts_of(request.path);
    return std::ranges::any_of(routes_at(request.path), [&](const Known& each) {
        return each.route.is_quick && each.route.method == request.method &&
               match(each.parts, path);
    });
}

const std::vector<Router::Known>& Router::routes_at(std::string_view path) const {
    static const std::vector<Known> none;
    const auto found = routes_.find(beginning_of(path));
    return found == routes_.end() ? none : found->second;
}

Reply Router::reply_to(const Request& request, Asked& asked) const {
    std::set<std::string> allowed;
    const std::string method = request.method == "HEAD" ? "GET" : request.method;
    const std::vector<std::string> path = parts_of(request.path);
    for (const Known& each : routes_at(request.path)) {
        auto names = match(each.parts, path);
        if (!names) continue;
        if (each.route.method == method) {
            const Need& need = each.route.need;
            const Caller caller =
                need.is_nothing() ? anybody(request) : known_caller(service_, each.route, request);
            asked.key.emplace(keys_, request);
            return call(each, {service_, request, caller, std::move(*names),
                               service_.book.journal().head().last});
        }
        allowed.insert(each.route.method);
    }
    if (allowed.empty())
        throw Problem(404, "path_must_exist", "",
                      "nothing is at " + request.path + ": docs/api.md lists what is");
    if (allowed.contains("GET")) allowed.insert("HEAD");
    allowed.insert("OPTIONS");
    std::string list;
    for (const std::string& each : allowed) list += (list.empty() ? "" : ", ") + each;
    if (method == "OPTIONS") return Response{204, {{"Allow", list}}, ""};
    Response response = response_of(Problem(405, "method_must_be_allowed", "",
                                            request.method + " is not done here: use " + list));
    response.headers["Allow"] = list;
    return response;
}

Reply Router::call(const Known& known, const Call& call) const {
    const Route& route = known.route;
    const auto right = route.need.right();
    if (right && !route.need.is_left_to_handler()) need_right(call, *right);
    try {
        need_place_of(call, route);
        if (route.method != "GET") return route.handler(call);
        refuse_other_times(call, route);
        refuse_other_parameters(call.request, known.parameters);
        Response response = within_place(call, route, read(route, call));
        if (!known.columns.empty()) response = as_asked(call, known.columns, std::move(response));
        response.headers.try_emplace("Ledger-Position", std::to_string(call.seen.number));
        response.headers["Ledger-Time"] = ledger::to_text(service_.clock());
        return response;
    } catch (const Problem& problem) {
        tell_of_place(call, route, problem);
        throw;
    }
}

}  // namespace api
