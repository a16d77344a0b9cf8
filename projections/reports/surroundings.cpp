#include "projections/reports/surroundings.hpp"

#include <algorithm>

#include "projections/kinds.hpp"
#include "projections/rows.hpp"

namespace projections {
namespace {

using namespace ledger;  // NOLINT(google-build-using-namespace): every event is the ledger's

Bytes key_of(const LineId& line) { return "xl" + line.text(); }
Bytes key_of(const GatewayId& gateway) { return "xg" + gateway.text(); }
Bytes wallet_key(const MeterId& meter) { return "xw" + meter.text(); }
Bytes line_key(const MeterId& meter) { return "xm" + meter.text(); }

template <class Row>
Row known(const Table& table, const Bytes& key) {
    const auto* row = table.known<Row>(key);
    return row == nullptr ? Row{} : *row;
}

template <class Row, class Change>
void change(Table& table, const Bytes& key, const Change& how) {
    how(table.change<Row>(key));
}

template <class Name>
void add(std::vector<Name>& names, const Name& name) {
    if (std::ranges::find(names, name) == names.end()) names.push_back(name);
}

LineId line_of(const Table& table, const MeterId& meter) {
    return LineId(table.get(line_key(meter)).value_or(""));
}

void leave_line(Table& table, const MeterId& meter) {
    const LineId line = line_of(table, meter);
    if (line.is_empty()) return;
    change<LineSurroundings>(table, key_of(line),
                             [&](LineSurroundings& row) { std::erase(row.meters, meter); });
    table.put(line_key(meter), "");
}

void hang(Table& table, const MeterRegistered& fact) {
    if (line_of(table, fact.meter) == fact.line) return;
    leave_line(table, fact.meter);
    change<LineSurroundings>(table, key_of(fact.line),
                             [&](LineSurroundings& row) { add(row.meters, fact.meter); });
    table.put(line_key(fact.meter), fact.line.text());
}

void lead(Table& table, const LineRegistered& fact) {
    const GatewayId before = surroundings_of(table, fact.line).gateway;
    if (!before.is_empty())
        change<GatewaySurroundings>(table, key_of(before), [&](GatewaySurroundings& row) {
            std::erase(row.lines, fact.line);
        });
    if (!fact.gateway.is_empty())
        change<GatewaySurroundings>(table, key_of(fact.gateway),
                                    [&](GatewaySurroundings& row) { add(row.lines, fact.line); });
    change<LineSurroundings>(table, key_of(fact.line),
                             [&](LineSurroundings& row) { row.gateway = fact.gateway; });
}

}  // namespace

void note_surroundings(Table& table, const Event& event) {
    if (!is_any_of<MeterRegistered, MeterRetired, LineRegistered, GatewayRegistered, MeterAttached,
                   MeterDetached>(event.payload))
        return;
    if (const auto* meter = std::get_if<MeterRegistered>(&event.payload)) hang(table, *meter);
    if (const auto* meter = std::get_if<MeterRetired>(&event.payload))
        leave_line(table, meter->meter);
    if (const auto* line = std::get_if<LineRegistered>(&event.payload)) lead(table, *line);
    if (const auto* gateway = std::get_if<GatewayRegistered>(&event.payload))
        change<GatewaySurroundings>(table, key_of(gateway->gateway), [&](GatewaySurroundings& row) {
            row.building = gateway->building;
        });
    if (const auto* tie = std::get_if<MeterAttached>(&event.payload))
        table.put(wallet_key(tie->meter), tie->wallet.text());
    if (const auto* tie = std::get_if<MeterDetached>(&event.payload))
        table.put(wallet_key(tie->meter), "");
}

WalletId wallet_of(const Table& table, const MeterId& meter) {
    return WalletId(table.get(wallet_key(meter)).value_or(""));
}

LineSurroundings surroundings_of(const Table& table, const LineId& line) {
    return known<LineSurroundings>(table, key_of(line));
}

GatewaySurroundings surroundings_of(const Table& table, const GatewayId& gateway) {
    return known<GatewaySurroundings>(table, key_of(gateway));
}

}  // namespace projections
