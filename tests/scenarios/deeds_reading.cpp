#include "tests/scenarios/deeds.hpp"

namespace scenarios {

using namespace ledger;

namespace {

/// 1050.00 kWh as the meter's display shows it, in counts of its register.
std::uint64_t counts(Words& words, std::uint32_t step_wh) {
    const Energy shown = words.kwh();
    if (shown.is_negative() || shown.count() % step_wh != 0)
        throw Fault{"a register that counts " + std::to_string(step_wh) + " Wh never shows " +
                    to_text(shown) + " kWh"};
    return static_cast<std::uint64_t>(shown.count() / step_wh);
}

bool is_closed(Words& words) {
    if (words.skip("closed")) return true;
    words.expect("open");
    return false;
}

void take_option(Stage& stage, Words& words, RecordReading& reading) {
    if (words.skip("at")) {
        reading.read_at = stage.clock().read(words);
    } else if (words.skip("number")) {
        reading.number_seen = words.take("a meter's number");
    } else if (words.skip("ratio")) {
        reading.ct_seen = words.small_number("a ratio");
    } else if (words.skip("relay")) {
        reading.seen.relay_closed = is_closed(words);
    } else if (words.skip("purchase")) {
        reading.seen.purchase_count = words.number("a purchase count");
    } else if (words.skip("clock")) {
        const bool is_behind = words.skip("behind");
        if (!is_behind) words.expect("ahead");
        const auto seconds = static_cast<std::int64_t>(words.number("seconds"));
        reading.seen.clock_offset_s = is_behind ? -seconds : seconds;
        words.expect("s");
    } else {
        const bool is_reverse = words.skip("reverse");
        words.expect("power");
        const auto watts = static_cast<std::int64_t>(words.number("watts"));
        reading.seen.power_w = is_reverse ? -watts : watts;
        words.expect("W");
    }
}

}  // namespace

Registers registers_of(Stage& stage, const MeterId& meter, Words& words) {
    Registers registers{};
    const auto step = stage.steps_wh.find(meter);
    registers.step_wh = step == stage.steps_wh.end() ? 1 : step->second;
    const Meter* known = find(stage.state().meters, meter);
    registers.ratio = known == nullptr ? 1 : known->registered.ct * known->registered.pt;
    registers.total = counts(words, registers.step_wh);
    if (words.skip("rates")) {
        while (words.is_number()) registers.rates.push_back(counts(words, registers.step_wh));
    }
    return registers;
}

RecordReading reading_of(Stage& stage, const MeterId& meter, Words& words) {
    RecordReading reading{};
    reading.meter = meter;
    reading.read_at = stage.now();
    reading.registers = registers_of(stage, meter, words);
    while (!words.is_done() && words.peek() != "|") take_option(stage, words, reading);
    return reading;
}

void show_reading(Stage& stage, const MeterId& meter, Words& words) {
    stage.ask(reading_of(stage, meter, words));
}

}  // namespace scenarios
