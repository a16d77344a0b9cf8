#include "api/register/rows.hpp"

// The sheets of the house: its settings, and what hangs where.

namespace api {

using ledger::BuildingRegistered;
using ledger::GatewayRegistered;
using ledger::LineRegistered;

const SheetOf<SiteRow>& site_sheet() {  // NOLINT(readability-function-size): a table
    static const SheetOf<SiteRow> sheet =
        SheetOf<SiteRow>("site", "站点", "The settings of the site: one row")
            .with({"zone", "时区", "IANA time zone; stays for ever", "Asia/Shanghai", true},
                  [](auto& row) -> auto& { return row.site.zone; })
            .with({"currency", "币种", "ISO 4217; stays for ever", "CNY", true},
                  [](auto& row) -> auto& { return row.site.currency; })
            .with({"name", "站点名称", "Name of the site", "Corner House", true},
                  [](auto& row) -> auto& { return row.site.name; })
            .with({"payment_methods", "收款方式", "Ways of paying", "cash; wechat; alipay", true},
                  [](auto& row) -> auto& { return row.site.payment_methods; })
            .with({"plausibility_margin_percent", "合理性余量%", "Of rated power, 100 to 1000",
                   "120", true},
                  [](auto& row) -> auto& { return row.site.plausibility_margin_percent; })
            .with({"poll_interval_s", "抄表间隔秒", "Seconds between readings", "1800", true},
                  [](auto& row) -> auto& { return row.site.poll_interval_s; })
            .with({"misses_until_lost", "失联次数", "Readings missed until contact is lost", "3",
                   true},
                  [](auto& row) -> auto& { return row.site.misses_until_lost; })
            .with({"cutoff", "欠费断电", "Who cuts power in arrears", "manual", true},
                  [](auto& row) -> auto& { return row.site.cutoff; })
            .with(
                {"look_back_days", "追溯天数", "Days back that charges are corrected", "62", true},
                [](auto& row) -> auto& { return row.site.look_back_days; })
            .with({"service_fee_ppm", "服务费ppm", "Service fee in millionths", "0"},
                  [](auto& row) -> auto& { return row.service_fee_ppm; })
            .with({"overdraft", "透支额", "What a new wallet may owe", "0.00"},
                  [](auto& row) -> auto& { return row.overdraft; })
            .with({"hoarding_limit", "囤积上限", "What a new wallet may hold", "5000.00"},
                  [](auto& row) -> auto& { return row.hoarding_limit; })
            .with({"till_methods", "须交接班方式", "Ways of paying that need a shift", "cash"},
                  [](auto& row) -> auto& { return row.till_methods; })
            .with({"grace_minutes", "宽限分钟", "Minutes between notice and cut-off", "1440"},
                  [](auto& row) -> auto& { return row.grace_minutes; })
            .with(
                {"patience_minutes", "通知等待分钟", "Minutes that a notice is waited for", "720"},
                [](auto& row) -> auto& { return row.patience_minutes; })
            .with({"protected_hours", "不断电时段", "Nobody is cut off then; 1 is Monday",
                   "17:00-24:00; 00:00-24:00 6,7"},
                  [](auto& row) -> auto& { return row.protected_hours; })
            .with({"holidays", "节假日历", "Calendar whose holidays protect", "cn"},
                  [](auto& row) -> auto& { return row.holidays; })
            .with({"notice_channels", "通知渠道", "Ways to the customer", "sms"},
                  [](auto& row) -> auto& { return row.notice_channels; })
            .with({"notice_language", "通知语言", "Language of notices", "zh"},
                  [](auto& row) -> auto& { return row.notice_language; })
            .with({"notice_kinds", "通知类型", "What customers are told",
                   "balance_low; arrears; power_cut; power_restored"},
                  [](auto& row) -> auto& { return row.notice_kinds; })
            .with({"quiet_from_minute", "静默起始分钟", "No short messages from then on", "1320"},
                  [](auto& row) -> auto& { return row.quiet_from_minute; })
            .with({"quiet_to_minute", "静默结束分钟", "Up to then; both of a day", "480"},
                  [](auto& row) -> auto& { return row.quiet_to_minute; })
            .with({"messages_a_day", "每号每日短信", "To one number; 0: no limit", "3"},
                  [](auto& row) -> auto& { return row.most_a_day; })
            .with({"default_tariff", "默认电价", "Tariff of an account where none is said", ""},
                  [](auto& row) -> auto& { return row.default_tariff; })
            .with({"default_alarm1", "默认一级报警", "First warning below, the same way", ""},
                  [](auto& row) -> auto& { return row.default_alarm1; })
            .with({"default_alarm2", "默认二级报警", "Last warning below", ""},
                  [](auto& row) -> auto& { return row.default_alarm2; })
            .with({"default_overload_w", "默认过载W", "Watts; empty or 0: no alarm", ""},
                  [](auto& row) -> auto& { return row.default_overload_w; });
    return sheet;
}

const SheetOf<BuildingRegistered>& building_sheet() {
    static const SheetOf<BuildingRegistered> sheet =
        SheetOf<BuildingRegistered>("buildings", "楼栋", "One building a row")
            .with({"building", "楼栋编号", "Id of the building", "B1", true},
                  [](auto& row) -> auto& { return row.building; })
            .with({"name", "楼栋名称", "Name", "Tower A", true},
                  [](auto& row) -> auto& { return row.name; });
    return sheet;
}

const SheetOf<GatewayRegistered>& gateway_sheet() {
    static const SheetOf<GatewayRegistered> sheet =
        SheetOf<GatewayRegistered>("gateways", "网关", "One serial server or gateway a row")
            .with({"gateway", "网关编号", "Id of the gateway", "GW1", true},
                  [](auto& row) -> auto& { return row.gateway; })
            .with({"building", "楼栋编号", "Building it stands in", "B1", true},
                  [](auto& row) -> auto& { return row.building; })
            .with({"name", "网关名称", "Name", "Serial server, ground floor", true},
                  [](auto& row) -> auto& { return row.name; })
            .with({"collects", "自行采集", "It runs meterbook collect; empty: no", "no"},
                  [](auto& row) -> auto& { return row.collects; });
    return sheet;
}

const SheetOf<LineRegistered>& line_sheet() {
    static const SheetOf<LineRegistered> sheet =
        SheetOf<LineRegistered>("lines", "线路", "One RS-485 bus a row")
            .with({"line", "线路编号", "Id of the line", "L01", true},
                  [](auto& row) -> auto& { return row.line; })
            .with({"gateway", "网关编号", "Gateway; empty: a device of this machine", "GW1"},
                  [](auto& row) -> auto& { return row.gateway; })
            .with({"transport", "通信方式", "How the bus is reached", "rtu_over_tcp", true},
                  [](auto& row) -> auto& { return row.transport; })
            .with({"address", "地址", "host:port, or the serial device", "192.168.1.20:4001", true},
                  [](auto& row) -> auto& { return row.address; })
            .with({"baud", "波特率", "Baud rate", "9600", true},
                  [](auto& row) -> auto& { return row.baud; })
            .with({"parity", "校验", "Parity", "none", true},
                  [](auto& row) -> auto& { return row.parity; })
            .with({"stop_bits", "停止位", "Stop bits", "1", true},
                  [](auto& row) -> auto& { return row.stop_bits; })
            .with(
                {"response_timeout_ms", "超时毫秒", "Milliseconds a reply may take", "1000", true},
                [](auto& row) -> auto& { return row.response_timeout_ms; })
            .with({"poll_interval_s", "抄表间隔秒", "Seconds; empty: the site's", ""},
                  [](auto& row) -> auto& { return row.poll_interval_s; })
            .with({"max_meters", "电表上限", "Meters at most", "30", true},
                  [](auto& row) -> auto& { return row.max_meters; });
    return sheet;
}

}  // namespace api
