#include "ingest/edge/register_part.hpp"

#include <algorithm>

namespace edge {
namespace {

using namespace ledger;  // NOLINT(google-build-using-namespace): nothing but the ledger's words

/// What a gateway reads of a meter.
Meter seen_from_its_line(const Meter& meter) {
    Meter part{};
    part.registered = meter.registered;
    part.tariffs = meter.tariffs;
    part.thresholds = meter.thresholds;
    part.contact_lost = meter.contact_lost;
    part.pending = meter.pending;
    part.purchases = meter.purchases;
    return part;
}

/// When prices change, a meter is read.
void add_tariff(State& part, const State& state, const TariffId& id) {
    if (part.tariffs.contains(id)) return;
    const Tariff& tariff = state.tariffs.at(id);
    part.tariffs[id] = tariff;
    for (const TariffVersion& version : tariff.versions) {
        const CalendarPublished* calendar = find(state.calendars, version.terms.calendar);
        if (calendar != nullptr) part.calendars.emplace(calendar->calendar, *calendar);
    }
}

// A place that says "lost" where the book has not said which yet.
constexpr Position lost{1};

void finish(State& part, Position command) {
    const PendingCommand* known = find(part.commands, command);
    if (known == nullptr) return;
    if (Meter* meter = find(part.meters, known->meter)) std::erase(meter->pending, command);
    part.commands.erase(command);
}

void foresee_one(State& part, const ReportSent& told) {
    if (auto* command = find(part.commands, told.command)) ++command->attempts;
}
void foresee_one(State& part, const ReportConfirmed& told) { finish(part, told.command); }
void foresee_one(State& part, const ReportFailed& told) { finish(part, told.command); }
void foresee_one(State& part, const ExpireCommand& told) { finish(part, told.command); }

Position* contact(State& part, const LineId& line, const MeterId& meter) {
    if (meter.is_empty()) {
        Line* known = find(part.lines, line);
        return known == nullptr ? nullptr : &known->contact_lost;
    }
    Meter* known = find(part.meters, meter);
    return known == nullptr ? nullptr : &known->contact_lost;
}

void foresee_one(State& part, const ReportContactLost& told) {
    for (const MeterId& each : told.meters) {
        if (Meter* meter = find(part.meters, each)) meter->contact_lost = lost;
    }
    if (!told.meters.empty()) return;
    if (Position* known = contact(part, told.line, told.meter)) *known = lost;
}
void foresee_one(State& part, const ReportContact& told) {
    if (Position* known = contact(part, told.line, told.meter)) *known = {};
}
template <class Told>
void foresee_one(State&, const Told&) {}

/// Whose lines and meters are spoken of.
struct Teller {
    const State& state;
    const GatewayId& gateway;

    bool has(const LineId& line) const {
        const Line* known = find(state.lines, line);
        return known != nullptr && known->registered.gateway == gateway;
    }
    bool has(const MeterId& meter) const {
        const Meter* known = find(state.meters, meter);
        return known != nullptr && has(known->registered.line);
    }
    bool has(Position command) const {
        const PendingCommand* known = find(state.commands, command);
        return known == nullptr || has(known->meter);
    }
};

bool may_tell_one(const Teller& teller, const ReportContactLost& told) {
    return teller.has(told.line) && (told.meter.is_empty() || teller.has(told.meter)) &&
           std::all_of(told.meters.begin(), told.meters.end(),
                       [&](const MeterId& each) { return teller.has(each); });
}

template <class Told>
bool may_tell_one(const Teller& teller, const Told& told) {
    if constexpr (requires { teller.has(told.command); }) {
        return teller.has(told.command);
    } else if constexpr (requires { teller.has(told.line); }) {
        return teller.has(told.line) && (told.meter.is_empty() || teller.has(told.meter));
    } else if constexpr (requires { teller.has(told.meter); }) {
        return teller.has(told.meter);
    } else {
        return false;
    }
}

}  // namespace

State register_part(const State& state, const GatewayId& gateway) {
    State part;
    part.site = state.site;
    if (part.site) part.site->counter.reset();
    for (const auto& [id, line] : state.lines) {
        if (line.registered.gateway == gateway) part.lines.emplace(id, line);
    }
    for (const auto& [id, meter] : state.meters) {
        if (!part.lines.contains(meter.registered.line) || !meter.retired.is_none()) continue;
        part.meters.emplace_hint(part.meters.end(), id, seen_from_its_line(meter));
        for (const AssignedTariff& each : meter.tariffs) add_tariff(part, state, each.tariff);
    }
    for (const auto& [id, meter] : part.meters) {
        for (const Position position : meter.pending)
            part.commands.emplace(position, state.commands.at(position));
    }
    return part;
}

void foresee(State& part, const Command& told) {
    std::visit([&](const auto& each) { foresee_one(part, each); }, told);
}

bool may_tell(const State& state, const GatewayId& gateway, const Command& told) {
    const Teller teller{state, gateway};
    return std::visit([&](const auto& each) { return may_tell_one(teller, each); }, told);
}

}  // namespace edge
