#include "ledger/rules/energy/look_ahead.hpp"

#include "ledger/values/few.hpp"

namespace ledger {
namespace {

void fetch_lists(const Meter& meter) {
    fetch(meter.tariffs.data(), meter.tariffs.size());
    if (meter.last_good) fetch(meter.last_good->registers.rates.data(), 1);
}

void fetch_lists(const Wallet& wallet) {
    fetch(wallet.meters.data(), wallet.meters.size());
    if (!wallet.credit.empty()) fetch(&*wallet.credit.begin());
}

template <class Reading>
void look_ahead_at(const State& state, std::span<const Reading* const> readings) {
    Few<const Meter*, 16> meters;
    for (const Reading* each : readings) {
        fetch(each->registers.rates.data());
        if (const Meter* meter = find(state.meters, each->meter)) meters.push_back(meter);
    }
    for (const Meter* each : meters) fetch(each);
    for (const Meter* each : meters)
        fetch(find(state.versions, {SubjectKind::meter, each->registered.meter.text()}));
    Few<const Wallet*, 16> wallets;
    for (const Meter* each : meters) {
        fetch_lists(*each);
        const Wallet* wallet = find(state.wallets, each->wallet);
        if (wallet == nullptr) continue;
        fetch(wallet);
        wallets.push_back(wallet);
    }
    for (const Wallet* each : wallets) fetch_lists(*each);
}

}  // namespace

void look_ahead(const State& state, std::span<const RecordReading* const> readings) {
    look_ahead_at(state, readings);
}

void look_ahead(const State& state, std::span<const ReadingRecorded* const> readings) {
    look_ahead_at(state, readings);
}

}  // namespace ledger
