#include "api/control/alarms.hpp"

#include <algorithm>

#include "api/replies.hpp"
#include "ledger/events/event_codec.hpp"
#include "ledger/journal/journal.hpp"

namespace api {
namespace {

using ledger::AlarmKind;
using ledger::Position;

struct LiveAlarm {
    Position position;  ///< of the event that raised it
    AlarmKind kind;
    ledger::MeterRegistered meter;
};

struct AlarmFilter {
    std::optional<AlarmKind> kind;
    ledger::MeterId meter;
    ledger::LineId line;
    ledger::BuildingId building;
    Position before;  ///< none: from the newest on

    bool wants(const ledger::MeterRegistered& each) const {
        return (meter.is_empty() || meter == each.meter) &&
               (line.is_empty() || line == each.line) &&
               (building.is_empty() || building == each.place.building);
    }
    bool wants(AlarmKind each, Position raised) const {
        return (!kind || *kind == each) && (before.is_none() || raised < before);
    }
};

AlarmFilter filter_in(const Request& request) {
    const auto text = request.parameter("kind");
    const auto kind = text ? ledger::enum_from_text<AlarmKind>(*text) : std::nullopt;
    if (text && !kind)
        throw Problem(400, "field_must_fit", "kind", "kind: " + one_of_its_words<AlarmKind>());
    return {kind, ledger::MeterId(request.parameter("meter").value_or("")),
            ledger::LineId(request.parameter("line").value_or("")),
            ledger::BuildingId(request.parameter("building").value_or("")),
            Position{number_of(request, "cursor", 0)}};
}

/// Newest first; those that are on the disk.
std::vector<LiveAlarm> live_alarms(const Call& call, const AlarmFilter& filter) {
    std::vector<LiveAlarm> alarms;
    call.service.book.read([&](const ledger::State& state) {
        for (const auto& [id, meter] : state.meters) {
            if (!filter.wants(meter.registered)) continue;
            for (const auto& [kind, raised] : meter.alarms) {
                if (raised <= call.seen && filter.wants(kind, raised))
                    alarms.push_back({raised, kind, meter.registered});
            }
        }
    });
    std::ranges::sort(alarms, std::ranges::greater(), &LiveAlarm::position);
    return alarms;
}

Json alarm_json(const Call& call, const LiveAlarm& alarm) {
    const auto event = ledger::decode_event(call.service.book.journal().get(alarm.position));
    ledger::ensure(event.has_value(), "the book reads what it wrote");
    const auto& raised = std::get<ledger::AlarmRaised>(event->payload);
    return {{"position", alarm.position.number},
            {"kind", ledger::to_text(alarm.kind)},
            {"meter", alarm.meter.meter.text()},
            {"line", alarm.meter.line.text()},
            {"place", write_record(alarm.meter.place)},
            {"raised_at", ledger::to_text(event->envelope.recorded_at)},
            {"detail", raised.detail}};
}

/// GET /v1/alarms?kind=&meter=&line=&building=&cursor=&limit=
Response list_alarms(const Call& call) {
    const std::size_t limit = limit_of(call.request);
    projections::Page<LiveAlarm> page{live_alarms(call, filter_in(call.request)), std::nullopt};
    if (page.rows.size() > limit) {
        page.rows.resize(limit);
        page.next = std::to_string(page.rows.back().position.number);
    }
    return page_response(page, [&](const LiveAlarm& each) { return alarm_json(call, each); });
}

}  // namespace

std::vector<Route> alarm_routes() {
    return {{"GET", "/v1/alarms", Right::catalogue_read, list_alarms}};
}

}  // namespace api
