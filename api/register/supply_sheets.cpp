#include "api/register/rows.hpp"

// The sheets of what is sold: calendars, tariffs, and the meters that have them.

namespace api {
namespace {

template <ledger::Band band>
auto& price_of(auto& row) {
    return row.prices[static_cast<std::size_t>(band)];
}

}  // namespace

const SheetOf<CalendarRow>& calendar_sheet() {
    static const SheetOf<CalendarRow> sheet =
        SheetOf<CalendarRow>("calendars", "日历", "One special day of a calendar a row")
            .with({"calendar", "日历编号", "Id of the calendar", "cn", true},
                  [](auto& row) -> auto& { return row.calendar; })
            .with({"name", "日历名称", "Name, the same in all of its rows", "China", true},
                  [](auto& row) -> auto& { return row.name; })
            .with({"day", "日期", "Day", "2026-10-01"}, [](auto& row) -> auto& { return row.day; })
            .with({"kind", "类型", "What that day is", "holiday"},
                  [](auto& row) -> auto& { return row.kind; });
    return sheet;
}

const SheetOf<TariffRow>& tariff_sheet() {
    using enum ledger::Band;
    static const SheetOf<TariffRow> sheet =
        SheetOf<TariffRow>("tariffs", "电价", "One version of a tariff a row")
            .with({"tariff", "电价编号", "Id of the tariff", "office", true},
                  [](auto& row) -> auto& { return row.terms.tariff; })
            .with({"name", "电价名称", "Name", "Offices", true},
                  [](auto& row) -> auto& { return row.terms.name; })
            .with({"effective_from", "生效时间", "From this moment on", "2026-01-01T00:00:00+08:00",
                   true},
                  [](auto& row) -> auto& { return row.terms.effective_from; })
            .with({"price", "单一电价", "Per kWh, where it is one price", "0.8642"},
                  [](auto& row) -> auto& { return price_of<single>(row); })
            .with({"price_sharp", "尖电价", "Per kWh in the sharp band", ""},
                  [](auto& row) -> auto& { return price_of<sharp>(row); })
            .with({"price_peak", "峰电价", "Per kWh in the peak band", ""},
                  [](auto& row) -> auto& { return price_of<peak>(row); })
            .with({"price_flat", "平电价", "Per kWh in the flat band", ""},
                  [](auto& row) -> auto& { return price_of<flat>(row); })
            .with({"price_valley", "谷电价", "Per kWh in the valley band", ""},
                  [](auto& row) -> auto& { return price_of<valley>(row); })
            .with({"price_deep_valley", "深谷电价", "Per kWh in the deep valley band", ""},
                  [](auto& row) -> auto& { return price_of<deep_valley>(row); })
            .with({"schedule", "时段", "When each band begins, as 00:00 valley; 06:00 flat", ""},
                  [](auto& row) -> auto& { return row.terms.schedule; })
            .with({"rules", "特殊日时段",
                   "Other days, as 07-01..08-31 workday 1,2: 00:00 flat; 14:00 sharp | ...", ""},
                  [](auto& row) -> auto& { return row.terms.rules; })
            .with({"calendar", "日历编号", "Says which days are holidays", ""},
                  [](auto& row) -> auto& { return row.terms.calendar; })
            .with({"tiers", "阶梯加价", "Surcharge above so many kWh, as 230: 0.05; 400: 0.30", ""},
                  [](auto& row) -> auto& { return row.terms.tiers; })
            .with({"tier_cycle", "阶梯周期", "Empty: month", "month"},
                  [](auto& row) -> auto& { return row.terms.tier_cycle; })
            .with({"cycle_start", "周期起点", "Empty: calendar", "calendar"},
                  [](auto& row) -> auto& { return row.terms.cycle_start; })
            .with({"zone", "电价时区", "Its own clock; empty: the site's", ""},
                  [](auto& row) -> auto& { return row.terms.zone; })
            .with({"provisional", "暂定", "The final price will follow; empty: no", "no"},
                  [](auto& row) -> auto& { return row.terms.provisional; });
    return sheet;
}

const SheetOf<MeterRow>& meter_sheet() {
    static const SheetOf<MeterRow> sheet =
        SheetOf<MeterRow>("meters", "电表", "One meter a row")
            .with({"meter", "电表编号", "Id of the meter", "M0101", true},
                  [](auto& row) -> auto& { return row.meter.meter; })
            .with({"line", "线路编号", "Line it hangs on", "L01", true},
                  [](auto& row) -> auto& { return row.meter.line; })
            .with({"unit", "通信地址", "Unit on the line, 1 to 247", "1", true},
                  [](auto& row) -> auto& { return row.meter.unit; })
            .with({"profile", "表型", "Meter profile", "acrel-ddsy1352", true},
                  [](auto& row) -> auto& { return row.meter.profile; })
            .with({"number", "表号", "Number on its plate; empty: it shows none", "202406010101"},
                  [](auto& row) -> auto& { return row.meter.number; })
            .with({"ct", "CT变比", "Current transformer ratio", "1", true},
                  [](auto& row) -> auto& { return row.meter.ct; })
            .with({"pt", "PT变比", "Voltage transformer ratio", "1", true},
                  [](auto& row) -> auto& { return row.meter.pt; })
            .with({"rated_power_w", "额定功率W", "Most this supply can draw, in watts", "13200",
                   true},
                  [](auto& row) -> auto& { return row.meter.rated_power_w; })
            .with({"has_relay", "有继电器", "It can cut power", "yes", true},
                  [](auto& row) -> auto& { return row.meter.has_relay; })
            .with({"mode", "扣费方式", "Who deducts", "book", true},
                  [](auto& row) -> auto& { return row.meter.mode; })
            .with({"building", "楼栋编号", "Building", "B1", true},
                  [](auto& row) -> auto& { return row.meter.place.building; })
            .with({"floor", "楼层", "Floor", "1"},
                  [](auto& row) -> auto& { return row.meter.place.floor; })
            .with({"room", "房号", "Room", "101"},
                  [](auto& row) -> auto& { return row.meter.place.room; })
            .with({"poll_interval_s", "抄表间隔秒", "Seconds; empty: the line's", ""},
                  [](auto& row) -> auto& { return row.meter.poll_interval_s; })
            .with(
                {"main_meter", "总表编号", "Meter that feeds it, in a row above; empty: none", ""},
                [](auto& row) -> auto& { return row.meter.main_meter; })
            .with({"alarm1", "一级报警", "First warning below; with alarm2, or neither", "20.00"},
                  [](auto& row) -> auto& { return row.alarm1; })
            .with({"alarm2", "二级报警", "Last warning below", "5.00"},
                  [](auto& row) -> auto& { return row.alarm2; })
            .with({"overload_w", "过载W", "Watts; empty or 0: no alarm", "0"},
                  [](auto& row) -> auto& { return row.overload_w; });
    return sheet;
}

const SheetOf<MeterTariffRow>& meter_tariff_sheet() {
    static const SheetOf<MeterTariffRow> sheet =
        SheetOf<MeterTariffRow>("meter_tariffs", "表计电价", "A meter's tariff from a moment on")
            .with({"meter", "电表编号", "Meter", "M0101", true},
                  [](auto& row) -> auto& { return row.meter; })
            .with({"tariff", "电价编号", "Tariff", "office", true},
                  [](auto& row) -> auto& { return row.tariff; })
            .with({"from", "起始时间", "From this moment on", "2026-01-01T00:00:00+08:00", true},
                  [](auto& row) -> auto& { return row.from; });
    return sheet;
}

}  // namespace api
