#include <array>

#include "tests/scenarios/deeds.hpp"

namespace scenarios {

using namespace ledger;

namespace {

/// 00:00 valley 08:00 peak 22:00 valley
std::vector<BandSlot> slots(Words& words) {
    std::vector<BandSlot> slots;
    while (words.is_number()) {
        const std::uint32_t minute = words.minute();
        slots.push_back({minute, words.one_of<Band>()});
    }
    return slots;
}

MonthDay month_day(Words& words) {
    const std::string word = words.take("a day of the year such as 07-01");
    const auto read = month_day_from_text(word);
    if (!read) throw Fault{"expected a day of the year such as 07-01, came '" + word + "'"};
    return *read;
}

/// days 07-01 to 08-31 workday Mon Tue 00:00 flat 10:00 peak
DayRule day_rule(Words& words) {
    DayRule rule;
    rule.from = {101};
    rule.to = {1231};
    if (words.is_number() && words.peek(1) == "to") {
        rule.from = month_day(words);
        words.expect("to");
        rule.to = month_day(words);
    }
    if (words.is_one_of<DayKind>()) rule.on = words.one_of<DayKind>();
    while (const auto day = weekday(words.peek())) {
        rule.weekdays.push_back(*day);
        words.take("a weekday");
    }
    rule.schedule = slots(words);
    return rule;
}

void take_row(Words& words, PublishTariff& tariff) {
    if (words.skip("price")) {
        while (words.is_one_of<Band>()) {
            const Band band = words.one_of<Band>();
            tariff.prices.push_back({band, words.price()});
        }
    } else if (words.skip("day")) {
        tariff.schedule = slots(words);
    } else if (words.skip("days")) {
        tariff.rules.push_back(day_rule(words));
    } else {
        words.expect("above");
        const Energy above = words.kwh();
        tariff.tiers.push_back({above, words.price()});
    }
}

void take_option(Stage& stage, Words& words, PublishTariff& tariff) {
    if (words.skip("from")) {
        tariff.effective_from = stage.clock().read(words);
    } else if (words.skip("provisional")) {
        tariff.provisional = true;
    } else if (words.skip("clock")) {
        tariff.zone = words.take("a time zone");
    } else if (words.skip("calendar")) {
        tariff.calendar = words.name<CalendarId>("a calendar");
    } else {
        words.expect("tiers");
        words.expect("by");
        tariff.tier_cycle = words.one_of<TierCycle>();
        words.expect("of");
        tariff.cycle_start = words.one_of<CycleStart>();
    }
}

/// tariff FLAT 0.60 from 2026-05-01, or with rows: price, day, days, above
void publish(Stage& stage, Words& words) {
    PublishTariff tariff{};
    tariff.tariff = words.name<TariffId>("a tariff");
    tariff.name = "tariff";
    const bool is_new = !stage.state().tariffs.contains(tariff.tariff);
    tariff.effective_from = is_new ? long_ago : stage.now();
    if (words.is_number()) tariff.prices.push_back({Band::single, words.price()});
    while (!words.is_done() && words.peek() != "|") take_option(stage, words, tariff);
    while (words.skip("|")) take_row(words, tariff);
    stage.ask(tariff);
}

/// assign FLAT to M1 from 2026-05-01 09:00
void assign(Stage& stage, Words& words) {
    TariffAssigned wanted;
    wanted.tariff = words.name<TariffId>("a tariff");
    words.expect("to");
    wanted.meter = words.name<MeterId>("a meter");
    wanted.from = stage.now();
    if (words.skip("from")) wanted.from = stage.clock().read(words);
    stage.ask(AssignTariff{wanted});
}

/// calendar C1 with rows: | 2026-10-01 holiday
void calendar(Stage& stage, Words& words) {
    CalendarPublished wanted;
    wanted.calendar = words.name<CalendarId>("a calendar");
    wanted.name = "calendar";
    while (words.skip("|")) {
        const Day day = words.day();
        wanted.days.push_back({day, words.one_of<SpecialDay>()});
    }
    stage.ask(PublishCalendar{wanted});
}

}  // namespace

std::optional<std::uint32_t> weekday(std::string_view word) {
    constexpr std::array<std::string_view, 7> names{"Mon", "Tue", "Wed", "Thu",
                                                    "Fri", "Sat", "Sun"};
    for (std::uint32_t i = 0; i < names.size(); ++i) {
        if (names[i] == word) return i + 1;
    }
    return std::nullopt;
}

Deeds tariff_deeds() { return {{"tariff", publish}, {"assign", assign}, {"calendar", calendar}}; }

}  // namespace scenarios
