#include "api/replies.hpp"
#include "ledger/rules/state.hpp"

namespace api {
namespace {

using ledger::LineId;
using ledger::MeterId;

/// Whether the book's own poller reads this line. 404 where there is none of this name.
bool is_read_here(const Call& call, const LineId& id) {
    return call.service.book.read([&](const ledger::State& state) {
        const auto* line = ledger::find(state.lines, id);
        if (line == nullptr)
            throw Problem(404, "path_must_exist", "", "'" + id.text() + "' is not registered");
        const auto* gateway = ledger::find(state.gateways, line->registered.gateway);
        return call.service.frames && (gateway == nullptr || !gateway->collects);
    });
}

Json frame_json(const WireFrame& frame) {
    return {{"meter", frame.meter.text()}, {"at", ledger::to_text(frame.at)},
            {"took_ms", frame.took_ms},    {"said", frame.said},
            {"heard", frame.heard},        {"fault", frame.fault}};
}

/// GET /v1/lines/{line}/frames?meter=: the newest exchanges on the wire, newest first
Response read_frames(const Call& call) {
    const auto line = name_in<LineId>(call, 0);
    const std::string meter = call.request.parameter("meter").value_or("");
    const bool is_here = is_read_here(call, line);
    Json frames = Json::array();
    if (is_here) {
        for (const WireFrame& each : call.service.frames(line)) {
            if (meter.empty() || each.meter.text() == meter)
                frames.insert(frames.begin(), frame_json(each));
        }
    }
    return json_response({{"line", line.text()}, {"is_read_here", is_here}, {"frames", frames}});
}

}  // namespace

std::vector<Route> frame_routes() {
    return {{"GET", "/v1/lines/{line}/frames", Right::meter_edit, read_frames}};
}

}  // namespace api
