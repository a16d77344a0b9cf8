#include "ledger/rules/migration/carry_migration.hpp"

#include "ledger/rules/energy/draw.hpp"

namespace ledger {
namespace {

/// What showed the registers until now. Before the device is told anew.
void keep_device(Meter& meter, Instant until) {
    const MeterRegistered& device = meter.registered;
    meter.earlier.push_back({until, device.number, device.ct, device.pt});
}

/// From here on the next reading is compared with these registers.
void begin_anew(Meter& meter, const Envelope& envelope, const Registers& registers) {
    meter.last_good = {envelope.position, envelope.occurred_at, registers};
    meter.doubtful.reset();
}

}  // namespace

void put_device(MeterRegistered& registered, const MeterReplaced& fact) {
    registered.number = fact.number;
    registered.profile = fact.profile;
    registered.unit = fact.unit;
    registered.ct = fact.ct;
    registered.pt = fact.pt;
    registered.rated_power_w = fact.rated_power_w;
    registered.has_relay = fact.has_relay;
}

void carry_into(State& state, const Envelope& envelope, const MeterReplaced& fact) {
    Meter& meter = known(state.meters, fact.meter);
    keep_device(meter, envelope.occurred_at);
    put_device(meter.registered, fact);
    meter.relay_closed.reset();
    meter.purchases.reset();
    begin_anew(meter, envelope, fact.opening);
}

void carry_into(State& state, const Envelope& envelope, const RegisterRolledOver& fact) {
    Meter& meter = known(state.meters, fact.meter);
    draw(state, meter, fact);
    keep_device(meter, envelope.occurred_at);
    begin_anew(meter, envelope, fact.registers);
}

void carry_into(State& state, const Envelope& envelope, const MeterReset& fact) {
    Meter& meter = known(state.meters, fact.meter);
    keep_device(meter, envelope.occurred_at);
    begin_anew(meter, envelope, fact.after);
}

void carry_into(State& state, const Envelope& envelope, const TransformerRatioChanged& fact) {
    Meter& meter = known(state.meters, fact.meter);
    keep_device(meter, envelope.occurred_at);
    meter.registered.ct = fact.ct;
    meter.registered.pt = fact.pt;
    begin_anew(meter, envelope, fact.registers);
}

}  // namespace ledger
