#include <ranges>

#include "tests/scenarios/deeds.hpp"

namespace scenarios {

using namespace ledger;

namespace {

/// The newest quarantined reading of a meter.
Position doubtful_of(const Stage& stage, const MeterId& meter) {
    for (const Event& event : std::views::reverse(stage.events())) {
        const auto* fact = std::get_if<ReadingQuarantined>(&event.payload);
        if (fact != nullptr && fact->meter == meter) return event.envelope.position;
    }
    throw Fault{"no reading of '" + meter.text() + "' was ever in quarantine"};
}

/// Kilowatt-hours as a display shows them: its registers count watt-hours here.
Registers shown(Words& words) {
    return {static_cast<std::uint64_t>(words.kwh().count()), {}, 1, 1};
}

/// resolve M1 accepted | corrected 1050.00 | rejected, because '…'
void resolve(Stage& stage, Words& words) {
    const auto meter = words.name<MeterId>("a meter");
    ResolveQuarantine wanted{doubtful_of(stage, meter), words.one_of<Resolution>(), {}};
    if (words.is_number()) wanted.registers = shown(words);
    stage.ask(wanted);
}

/// replace M1 by N7 opening 0.00 final 1050.00 | estimated 12 kWh, at DAY TIME, because '…'
void replace(Stage& stage, Words& words) {
    const auto meter = words.name<MeterId>("a meter");
    words.expect("by");
    const std::string number = words.take("the new device's number");
    words.expect("opening");
    const Registers opening = shown(words);
    ReplaceMeter wanted{meter, stage.now(), {}, {}, number, ProfileId("profile"),
                        1,     1,           1,  1,  true,   opening};
    if (const Meter* known = find(stage.state().meters, meter)) {
        wanted.profile = known->registered.profile;
        wanted.unit = known->registered.unit;
        wanted.rated_power_w = known->registered.rated_power_w;
    }
    if (words.skip("final")) wanted.final = shown(words);
    if (words.skip("estimated")) wanted.estimated = words.kwh();
    if (words.skip("at")) wanted.replaced_at = stage.clock().read(words);
    stage.ask(wanted);
}

/// rollover M1 at 1000000, because '…'
void roll_over(Stage& stage, Words& words) {
    const auto meter = words.name<MeterId>("a meter");
    words.expect("at");
    stage.ask(RollOver{doubtful_of(stage, meter), words.number("counts of a register")});
}

/// reset M1 estimated 2 kWh because '…'
void reset(Stage& stage, Words& words) {
    ResetMeter wanted{doubtful_of(stage, words.name<MeterId>("a meter")), {}};
    if (words.skip("estimated")) wanted.estimated = words.kwh();
    stage.ask(wanted);
}

/// rescale M1 to 40, because '…'
void rescale(Stage& stage, Words& words) {
    const auto meter = words.name<MeterId>("a meter");
    words.expect("to");
    stage.ask(ChangeRatio{meter, words.small_number("a ratio"), 1, true});
}

}  // namespace

Deeds migration_deeds() {
    return {{"resolve", resolve},
            {"replace", replace},
            {"rollover", roll_over},
            {"reset", reset},
            {"rescale", rescale}};
}

}  // namespace scenarios
