#include "tests/scenarios/checks.hpp"

namespace scenarios {

using namespace ledger;

namespace {

std::string text_of(const ChargeLine& line) {
    std::string text = to_text(line.day) + " " + std::string(to_text(line.band));
    if (line.tier > 0) text += " tier " + std::to_string(line.tier);
    text +=
        " " + to_text(line.energy) + " kWh at " + to_text(line.price) + " " + to_text(line.amount);
    if (line.basis != LineBasis::measured) text += " " + std::string(to_text(line.basis));
    return text;
}

/// | 2026-05-01 peak 12.5 kWh at 1.00 12.50 estimated
/// | 2026-05-01 single tier 2 1.5 kWh at 0.05 0.075
ChargeLine line(Words& words) {
    ChargeLine line{};
    line.day = words.day();
    line.band = words.one_of<Band>();
    if (words.skip("tier")) line.tier = words.small_number("a tier");
    line.energy = words.kwh();
    words.expect("at");
    line.price = words.price();
    line.amount = words.money();
    if (words.is_one_of<LineBasis>()) line.basis = words.one_of<LineBasis>();
    return line;
}

void expect_lines(const std::vector<ChargeLine>& came, Words& words) {
    std::string all;
    for (const ChargeLine& each : came) all += "\n    | " + text_of(each);
    std::size_t row = 0;
    while (words.skip("|")) {
        const std::string expected = text_of(line(words));
        const std::string shown = row < came.size() ? text_of(came[row]) : "nothing";
        ++row;
        if (expected != shown)
            throw Fault{"row " + std::to_string(row) + ": expected " + expected + ", came " +
                        shown + "; all rows that came:" + all};
    }
    if (row > 0 && row != came.size())
        throw Fault{"expected " + std::to_string(row) + " rows, came" + all};
}

/// charge 50 kWh 30.00, or charge M1 50 kWh 30.00: the newest charged reading, perhaps with rows
void charge(const Stage& stage, Words& words) {
    const auto meter = words.is_number() ? MeterId() : words.name<MeterId>("a meter");
    const Energy energy = words.kwh();
    const Money amount = words.money();
    const auto* reading = stage.newest<ReadingRecorded>([&](const ReadingRecorded& each) {
        return each.use == ReadingUse::charged && (meter.is_empty() || each.meter == meter);
    });
    if (reading == nullptr) throw Fault{"expected a charge, came none"};
    Money charged;
    for (const ChargeLine& each : reading->lines) charged += each.amount;
    expect_same("charged energy", to_text(energy) + " kWh",
                to_text(energy_in(reading->lines)) + " kWh");
    if (charged != amount) {
        std::string all;
        for (const ChargeLine& each : reading->lines) all += "\n    | " + text_of(each);
        throw Fault{"charge: expected " + to_text(amount) + ", came " + to_text(charged) + all};
    }
    expect_lines(reading->lines, words);
}

/// correction of M1 0 kWh -1.20: the newest one, perhaps with rows
void correction(const Stage& stage, Words& words) {
    words.expect("of");
    const auto meter = words.name<MeterId>("a meter");
    const auto* newest = stage.newest<ChargeCorrected>(
        [&](const ChargeCorrected& each) { return each.meter == meter; });
    if (newest == nullptr) throw Fault{"expected a correction, came none"};
    const Energy energy = words.kwh();
    const Money amount = words.money();
    Money corrected;
    for (const ChargeLine& each : newest->lines) corrected += each.amount;
    expect_lines(newest->lines, words);
    expect_same("corrected energy", to_text(energy) + " kWh",
                to_text(energy_in(newest->lines)) + " kWh");
    expect_same("corrected amount", to_text(amount), to_text(corrected));
}

/// due M1, or: due nothing
void due(const Stage& stage, Words& words) {
    const std::string expected = words.take("a meter, or nothing");
    std::string came;
    for (const auto& [meter, each] : stage.state().due)
        came += (came.empty() ? "" : " ") + meter.text();
    expect_same("due for correction", expected, came.empty() ? "nothing" : came);
}

/// What became of a meter's newest reading, good or not.
std::string fate_of(const Stage& stage, const MeterId& meter) {
    std::string fate = "never read";
    for (const Event& event : stage.events()) {
        const auto* good = std::get_if<ReadingRecorded>(&event.payload);
        const auto* bad = std::get_if<ReadingQuarantined>(&event.payload);
        if (good != nullptr && good->meter == meter) fate = to_text(good->use);
        if (bad != nullptr && bad->meter == meter)
            fate = "quarantined " + std::string(to_text(bad->reason));
    }
    return fate;
}

/// reading M1 late, or: reading M1 quarantined too_much_energy
void reading(const Stage& stage, Words& words) {
    const auto meter = words.name<MeterId>("a meter");
    std::string expected;
    if (words.skip("quarantined")) {
        expected = "quarantined " + std::string(to_text(words.one_of<QuarantineReason>()));
    } else {
        expected = to_text(words.one_of<ReadingUse>());
    }
    expect_same("newest reading of " + meter.text(), expected, fate_of(stage, meter));
}

/// tiers M1 used 120.5 kWh since 2026-05-01
void tiers(const Stage& stage, Words& words) {
    const auto id = words.name<MeterId>("a meter");
    words.expect("used");
    const Energy used = words.kwh();
    words.expect("since");
    const Day since = words.day();
    const TierCount& count = known_meter(stage, id).tiers;
    expect_same("tiers of " + id.text(), to_text(used) + " kWh since " + to_text(since),
                to_text(count.used) + " kWh since " + to_text(count.cycle));
}

/// meter M1 draws on A1.M1, or: on nothing
void meter(const Stage& stage, Words& words) {
    const auto id = words.name<MeterId>("a meter");
    words.expect("draws");
    words.expect("on");
    const std::string wallet = known_meter(stage, id).wallet.text();
    expect_same("wallet of meter " + id.text(), words.take("a wallet, or nothing"),
                wallet.empty() ? "nothing" : wallet);
}

/// doubtful M1 since 2026-05-01 10:00: the reading that waits for a person was read then
void doubtful(const Stage& stage, Words& words) {
    const auto id = words.name<MeterId>("a meter");
    words.expect("since");
    const auto& waits = known_meter(stage, id).doubtful;
    expect_same("doubtful reading of " + id.text(), to_text(stage.clock().read(words)),
                waits ? to_text(waits->at) : "none");
}

/// relay M1 open, or closed: as the book knows it
void relay(const Stage& stage, Words& words) {
    const auto id = words.name<MeterId>("a meter");
    const std::optional<bool> closed = known_meter(stage, id).relay_closed;
    const std::string came = !closed ? "unknown" : (*closed ? "closed" : "open");
    expect_same("relay of " + id.text(), words.take("open, or closed"), came);
}

}  // namespace

Checks energy_checks() {
    return {{"charge", charge},     {"correction", correction},
            {"due", due},           {"reading", reading},
            {"tiers", tiers},       {"meter", meter},
            {"doubtful", doubtful}, {"relay", relay}};
}

}  // namespace scenarios
