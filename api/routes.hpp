#pragma once
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "api/access/callers.hpp"
#include "api/access/need.hpp"
#include "api/http/http.hpp"
#include "api/keys_in_flight.hpp"
#include "api/openapi.hpp"
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

/// A command for the book, and what makes the answer of what became of it: it outlives the call,
/// runs on any thread, and throws Problem where it is one.
struct Submission {
    ledger::Request request;
    std::function<Response(const ledger::Outcome&)> answer;
};

/// What a handler gives: the answer, or what is asked of the book first. It does not wait for the
/// book: no thread is held by what waits for the disk.
using Reply = std::variant<Response, Submission>;
using Handler = std::function<Reply(const Call&)>;
using ReadHandler = std::function<Response(const Call&)>;

/// One thing that can be asked: "GET", "/v1/meters/{meter}", what whoever asks must hold, and what
/// answers. A handler throws Problem where it cannot. A last name that ends in "_path" stands for
/// all that is left of the path, with its slashes.
struct Route {
    std::string method;
    std::string pattern;
    Need need;
    Handler handler;
    bool knows_past = false;  ///< takes ?as_of=
    bool is_quick = false;    ///< but for the book it waits for nothing: needs no worker
};

/// What a GET is answered with.
Response read(const Route& route, const Call& call);

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
std::vector<Route> approval_routes();
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
std::vector<Route> profile_routes();
std::vector<Route> frame_routes();
std::vector<Route> notice_text_routes();

std::vector<Route> all_routes();

/// For what takes more than the right of its route. Throws Problem 403, and tells the log.
void need_right(const Call& call, Right right);

/// Finds the route, checks who asks and what they may, answers. Never throws: what goes wrong
/// becomes a problem. Any thread.
class Router {
public:
    explicit Router(const Service& service);

    /// Holds no thread while the book writes what is asked. Outlives every answer.
    void answer(const Request& request, const Respond& respond) const;

    /// The same for whoever waits.
    Response answer(const Request& request) const;

    /// True where nothing is waited for but the book.
    bool is_quick(const Request& request) const;

private:
    struct Known {
        Route route;
        std::vector<std::string> parts;    ///< its pattern, cut at the slashes
        std::set<std::string> parameters;  ///< that a read takes
        std::vector<ListColumn> columns;   ///< of a list as a table; none: it is no list
    };

    struct Asked;

    const std::vector<Known>& routes_at(std::string_view path) const;
    Reply reply_to(const Request& request, Asked& asked) const;
    Reply call(const Known& known, const Call& call) const;
    void submit(Submission submission, const std::shared_ptr<Asked>& asked,
                const Respond& respond) const;
    Response finished(Response response, Asked& asked) const;

    const Service& service_;
    std::map<std::string, std::vector<Known>, std::less<>> routes_;  ///< by how their paths begin
    mutable KeysInFlight keys_;
};

}  // namespace api
