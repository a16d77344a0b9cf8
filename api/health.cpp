#include "api/replies.hpp"
#include "api/telemetry.hpp"
#include "ledger/journal/journal.hpp"

namespace api {
namespace {

/// GET /healthz: the process is alive and its projections run.
Response healthz(const Call& call) {
    if (const auto halted = call.service.read_models.runner.halted())
        throw Problem(503, "projections_halted", "", *halted);
    return json_response({{"status", "ok"}, {"version", call.service.version}});
}

/// GET /readyz: what is asked now is answered from all that is in the log.
Response readyz(const Call& call) {
    const auto head = call.service.book.journal().head().last;
    if (!call.service.read_models.runner.wait_for(head, std::chrono::seconds(1)))
        throw Problem(503, "projections_must_catch_up", "",
                      "the read models are behind the log: ask again");
    return json_response({{"status", "ready"}, {"position", head.number}});
}

/// GET /metrics
Response metrics(const Call& call) {
    return {200,
            {{"Content-Type", "text/plain; version=0.0.4"}},
            call.service.telemetry.text(call.service)};
}

}  // namespace

std::vector<Route> health_routes() {
    return {{"GET", "/healthz", healthz, true},
            {"GET", "/readyz", readyz, true},
            {"GET", "/metrics", metrics}};
}

}  // namespace api
