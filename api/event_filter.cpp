#include "api/event_filter.hpp"

#include <algorithm>

#include "ledger/rules/state.hpp"

namespace api {
namespace {

using ledger::BuildingId;
using ledger::State;
using Buildings = std::set<BuildingId>;

void add_meter(const State& state, const ledger::MeterId& id, Buildings& found) {
    if (const auto* meter = ledger::find(state.meters, id))
        found.insert(meter->registered.place.building);
}

void add_gateway(const State& state, const ledger::GatewayId& id, Buildings& found) {
    if (const auto* gateway = ledger::find(state.gateways, id)) found.insert(gateway->building);
}

void add_line(const State& state, const ledger::LineId& id, Buildings& found) {
    if (const auto* line = ledger::find(state.lines, id))
        add_gateway(state, line->registered.gateway, found);
}

void add_account(const State& state, const ledger::AccountId& id, Buildings& found) {
    const auto* account = ledger::find(state.accounts, id);
    if (account == nullptr) return;
    for (const ledger::MeterId& each : account->meters) add_meter(state, each, found);
}

/// A wallet of one meter is called after it, also when the meter has left.
void add_wallet(const State& state, const ledger::WalletId& id, Buildings& found) {
    const auto dot = id.text().find('.');
    if (dot != std::string::npos)
        return add_meter(state, ledger::MeterId(id.text().substr(dot + 1)), found);
    const auto* wallet = ledger::find(state.wallets, id);
    if (wallet != nullptr) add_account(state, wallet->account, found);
}

}  // namespace

bool fits(const EventFilter& filter, const ledger::Event& event) {
    const ledger::Subject& subject = event.envelope.subject;
    return (filter.types.empty() ||
            filter.types.contains(std::string(ledger::name_of(event.payload)))) &&
           (filter.subject_kind.empty() || filter.subject_kind == ledger::to_text(subject.kind)) &&
           (filter.subject.empty() || filter.subject == subject.id);
}

Buildings buildings_of(const State& state, const ledger::Subject& subject) {
    Buildings found;
    const std::string& id = subject.id;
    using enum ledger::SubjectKind;
    if (subject.kind == building) found.insert(BuildingId(id));
    if (subject.kind == gateway) add_gateway(state, ledger::GatewayId(id), found);
    if (subject.kind == line) add_line(state, ledger::LineId(id), found);
    if (subject.kind == meter) add_meter(state, ledger::MeterId(id), found);
    if (subject.kind == account) add_account(state, ledger::AccountId(id), found);
    if (subject.kind == wallet) add_wallet(state, ledger::WalletId(id), found);
    return found;
}

bool is_there(const EventFilter& filter, const ledger::Book& book, const ledger::Subject& subject) {
    if (filter.buildings.empty()) return true;
    const auto found = book.read([&](const State& state) { return buildings_of(state, subject); });
    return std::ranges::any_of(filter.buildings,
                               [&](const BuildingId& each) { return found.contains(each); });
}

}  // namespace api
