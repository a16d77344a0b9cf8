#pragma once
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "api/access/callers.hpp"
#include "api/access/need.hpp"
#include "api/http/http.hpp"
#include "api/keys_in_flight.hpp"
#include "api/service.hpp"

namespace api {

/// What a handler gets: the request, who asks, the parts of the path that its route names, the
/// service.
struct Call {
    const Service& service;
    const Request& request;
    const Caller& caller;
    std::vector<std::string> names;  ///< what stood for each {name} of the pattern, in order
    /// Everything up to there is in what is read: the end of the log, or where the slowest of the
    /// read models is that were asked.
    mutable ledger::Position seen{};
};

/// One thing that can be asked: "GET", "/v1/meters/{meter}", what whoever asks must hold, and what
/// answers. A handler throws Problem where it cannot. A last name that ends in "_path" stands for
/// all that is left of the path, with its slashes.
struct Route {
    std::string method;
    std::string pattern;
    Need need;
    std::function<Response(const Call&)> handler;
    bool knows_past = false;  ///< takes ?as_of=
    bool is_quick = false;    ///< waits for nothing: answered at once, on no worker
};

// One file a resource; each gives its routes.
std::vector<Route> site_routes();
std::vector<Route> place_routes();
std::vector<Route> meter_routes();
std::vector<Route> tariff_routes();
std::vector<Route> account_routes();
std::vector<Route> preparation_routes();
std::vector<Route> customer_routes();
std::vector<Route> batch_routes();
std::vector<Route> money_routes();
std::vector<Route> adjustment_routes();
std::vector<Route> wallet_routes();
std::vector<Route> explain_routes();
std::vector<Route> reading_routes();
std::vector<Route> quarantine_routes();
std::vector<Route> correction_routes();
std::vector<Route> what_if_routes();
std::vector<Route> command_routes();
std::vector<Route> command_batch_routes();
std::vector<Route> notice_routes();
std::vector<Route> state_routes();
std::vector<Route> fee_routes();
std::vector<Route> shift_routes();
std::vector<Route> period_routes();
std::vector<Route> event_routes();
std::vector<Route> stream_routes();
std::vector<Route> health_routes();
std::vector<Route> session_routes();
std::vector<Route> operator_routes();
std::vector<Route> role_routes();
std::vector<Route> tenant_routes();
std::vector<Route> openapi_routes();
std::vector<Route> print_routes();
std::vector<Route> account_statement_routes();
std::vector<Route> supply_routes();
std::vector<Route> past_routes();
std::vector<Route> backup_routes();
std::vector<Route> log_file_routes();
std::vector<Route> proof_routes();
std::vector<Route> system_log_routes();

std::vector<Route> all_routes();

/// For what takes more than the right of its route. Throws Problem 403, and tells the log.
void need_right(const Call& call, Right right);

/// Finds the route, checks who asks and what they may, answers. Never throws: what goes wrong
/// becomes a problem. Any thread.
class Router {
public:
    explicit Router(const Service& service);
    Response answer(const Request& request) const;

    /// True where the answer waits for nothing and nobody.
    bool is_quick(const Request& request) const;

private:
    struct Known {
        Route route;
        std::vector<std::string> parts;    ///< its pattern, cut at the slashes
        std::set<std::string> parameters;  ///< that a read takes
    };

    Response answer_or_throw(const Request& request) const;
    Response call(const Known& known, const Request& request, std::vector<std::string> names) const;
    Response answer(const Known& known, const Call& call) const;

    const Service& service_;
    std::vector<Known> routes_;
    mutable KeysInFlight keys_;
};

}  // namespace api
