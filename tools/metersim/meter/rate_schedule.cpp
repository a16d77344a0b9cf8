#include "tools/metersim/meter/rate_schedule.hpp"

namespace metersim {
namespace {

constexpr int minutes_a_day = 24 * 60;

RateSlot from(int hour, Rate rate) { return {.from_minute = hour * 60, .rate = rate}; }

RateSchedule make_shanghai() {
    using enum Rate;
    RateSchedule schedule;
    schedule.tables[0] = {from(0, valley), from(6, flat),   from(8, peak),  from(11, flat),
                          from(18, peak),  from(19, sharp), from(21, flat), from(22, valley)};
    schedule.tables[1] = {from(0, valley), from(6, flat),  from(8, peak),
                          from(12, sharp), from(14, peak), from(15, flat),
                          from(18, peak),  from(21, flat), from(22, valley)};
    schedule.zones = {{.month = 1, .day = 1, .table = 1},
                      {.month = 7, .day = 1, .table = 2},
                      {.month = 10, .day = 1, .table = 1}};
    return schedule;
}

}  // namespace

const std::vector<RateSlot>& RateSchedule::table_of(const LocalTime& day) const {
    std::size_t table = zones.front().table;
    for (const DateZone& zone : zones) {
        if (day.month * 100 + day.day >= zone.month * 100 + zone.day) table = zone.table;
    }
    return tables.at(table - 1);
}

Rate RateSchedule::rate_at(const LocalTime& time) const {
    Rate rate = Rate::flat;
    for (const RateSlot& slot : table_of(time)) {
        if (slot.from_minute <= time.minute_of_day()) rate = slot.rate;
    }
    return rate;
}

int RateSchedule::minutes_to_change(const LocalTime& time) const {
    for (const RateSlot& slot : table_of(time)) {
        if (slot.from_minute > time.minute_of_day()) return slot.from_minute - time.minute_of_day();
    }
    return minutes_a_day - time.minute_of_day();
}

const RateSchedule& shanghai_schedule() {
    static const RateSchedule schedule = make_shanghai();
    return schedule;
}

}  // namespace metersim
