#include <fmt/core.h>

#include "api/replies.hpp"
#include "api/telemetry.hpp"
#include "ledger/journal/journal.hpp"

namespace api {
namespace {

void refuse_where_halted(const Call& call) {
    if (const auto halted = call.service.read_models.runner.halted())
        throw Problem(503, "projections_halted", "", *halted);
}

/// GET /healthz: the process is alive and its projections run.
Response healthz(const Call& call) {
    refuse_where_halted(call);
    return json_response({{"status", "ok"}, {"version", call.service.version}});
}

/// How far those are that keep the book from being ready.
std::string behind(const projections::Runner& runner, ledger::Position head) {
    std::string list;
    for (const auto& each : runner.progress()) {
        if (each.answers && each.position >= head) continue;
        list += fmt::format("{}{} {} seen {} of {} events", list.empty() ? "" : ", ", each.name,
                            each.answers ? "has" : "is being built and has", each.position.number,
                            head.number);
    }
    return list.empty() ? "they caught up just now" : list;
}

/// GET /readyz: what is asked now is answered from all that is in the log.
Response readyz(const Call& call) {
    const auto& runner = call.service.read_models.runner;
    const auto head = call.service.book.journal().head().last;
    if (!runner.wait_for(head, std::chrono::seconds(1))) {
        refuse_where_halted(call);
        throw Problem(503, "projections_must_catch_up", "",
                      "the read models are behind the log: " + behind(runner, head) +
                          ": ask again in a while");
    }
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
    return {{"GET", "/healthz", Need::nothing(), healthz},
            {"GET", "/readyz", Need::nothing(), readyz},
            {"GET", "/metrics", Right::metrics_read, metrics}};
}

}  // namespace api
