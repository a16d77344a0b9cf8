#include "tests/scenarios/deeds.hpp"

namespace scenarios {

using namespace ledger;

namespace {

/// The n-th reading of a meter that was good, counted from 1: the opening one.
Position nth_reading(const Stage& stage, const MeterId& meter, std::uint64_t n) {
    std::uint64_t seen = 0;
    for (const Event& event : stage.events()) {
        const auto* fact = std::get_if<ReadingRecorded>(&event.payload);
        if (fact != nullptr && fact->meter == meter && ++seen == n) return event.envelope.position;
    }
    throw Fault{"meter " + meter.text() + " has " + std::to_string(seen) + " good readings"};
}

/// reading 2 of M1 to 1050.00, because '…'
void correct_reading(Stage& stage, Words& words) {
    const std::uint64_t n = words.number("which one");
    words.expect("of");
    const auto meter = words.name<MeterId>("a meter");
    const Position reading = nth_reading(stage, meter, n);
    words.expect("to");
    const Registers registers = registers_of(stage, meter, words);
    stage.ask_knowing(CorrectReading{reading, registers}, meter);
}

/// correct M1 [knowing 3 events], or: correct reading 2 of M1 to 1050.00, because '…'
void correct(Stage& stage, Words& words) {
    if (words.skip("reading")) return correct_reading(stage, words);
    const auto meter = words.name<MeterId>("a meter");
    std::size_t most = SIZE_MAX;
    if (words.skip("knowing")) {
        most = words.number("how many");
        words.expect("events");
    }
    stage.ask_knowing(CorrectCharges{meter}, meter, most);
}

/// settled out of reach M1, because '…'
void settled(Stage& stage, Words& words) {
    words.expect("out");
    words.expect("of");
    words.expect("reach");
    stage.ask(SettleOutOfReach{words.name<MeterId>("a meter")});
}

}  // namespace

Deeds correction_deeds() { return {{"correct", correct}, {"settled", settled}}; }

}  // namespace scenarios
