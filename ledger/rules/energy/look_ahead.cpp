#include "ledger/rules/energy/look_ahead.hpp"

namespace ledger {
namespace {

constexpr std::size_t until_the_meter_is_there = 2;
constexpr std::size_t until_the_wallet_is_there = 4;
static_assert(until_the_wallet_is_there < LookAhead::depth);

template <class Reading>
const Meter* fetch_meter(const State& state, const Reading* reading) {
    if (reading == nullptr) return nullptr;
    fetch(reading->registers.rates.data());
    const Meter* meter = find(state.meters, reading->meter);
    if (meter != nullptr) fetch(meter);
    return meter;
}

const Wallet* fetch_wallet(const State& state, const Meter* meter) {
    if (meter == nullptr) return nullptr;
    fetch(meter->tariffs.data(), meter->tariffs.size());
    if (meter->last_good) fetch(meter->last_good->registers.rates.data());
    fetch(find(state.versions, {SubjectKind::meter, meter->registered.meter.text()}));
    const Wallet* wallet = find(state.wallets, meter->wallet);
    if (wallet != nullptr) fetch(wallet);
    return wallet;
}

void fetch_lists(const Wallet* wallet) {
    if (wallet == nullptr) return;
    fetch(wallet->meters.data(), wallet->meters.size());
    if (!wallet->credit.empty()) fetch(&*wallet->credit.begin());
}

}  // namespace

void LookAhead::see(const RecordReading* reading) { step(fetch_meter(state_, reading)); }

void LookAhead::step(const Meter* meter) {
    earlier(0) = {meter, nullptr};
    Seen& is_there = earlier(until_the_meter_is_there);
    is_there.wallet = fetch_wallet(state_, is_there.meter);
    fetch_lists(earlier(until_the_wallet_is_there).wallet);
    ++turn_;
}

void look_ahead(const State& state, std::span<const ReadingRecorded* const> readings) {
    LookAhead ahead(state);
    for (const ReadingRecorded* each : readings) ahead.step(fetch_meter(state, each));
    for (std::size_t i = 0; i < until_the_wallet_is_there; ++i) ahead.step(nullptr);
}

}  // namespace ledger
