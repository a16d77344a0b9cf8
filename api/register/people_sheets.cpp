#include <algorithm>

#include "api/register/rows.hpp"

// The sheets of who pays: customers, and their accounts.

namespace api {

const SheetOf<ledger::Person>& customer_sheet() {
    static const SheetOf<ledger::Person> sheet =
        SheetOf<ledger::Person>("customers", "客户", "One customer a row")
            .with({"customer", "客户编号", "Id of the customer", "C101", true},
                  [](auto& row) -> auto& { return row.customer; })
            .with({"name", "姓名", "Name; sealed in the book", "张三", true},
                  [](auto& row) -> auto& { return row.name; })
            .with({"phone", "电话", "Telephone; sealed in the book", "13800001111"},
                  [](auto& row) -> auto& { return row.phone; });
    return sheet;
}

const SheetOf<AccountRow>& account_sheet() {
    static const SheetOf<AccountRow> sheet =
        SheetOf<AccountRow>("accounts", "账户", "One meter of an account a row")
            .with({"account", "账户编号", "Id of the account", "A101", true},
                  [](auto& row) -> auto& { return row.account; })
            .with({"customer", "客户编号", "Customer", "C101", true},
                  [](auto& row) -> auto& { return row.customer; })
            .with({"stage", "状态", "open now, or prepared for later; empty: open", "open"},
                  [](auto& row) -> auto& { return row.stage; })
            .with({"wallets", "钱包", "One a meter, or one for all; empty: per_meter", "per_meter"},
                  [](auto& row) -> auto& { return row.wallets; })
            .with({"meter", "电表编号", "Meter", "M0101"},
                  [](auto& row) -> auto& { return row.meter; })
            .with({"tariff", "电价编号",
                   "From its baseline on; empty: the one it has, or the default", ""},
                  [](auto& row) -> auto& { return row.tariff; })
            .with({"alarm1", "一级报警", "First warning below; empty: what it has, or the default",
                   ""},
                  [](auto& row) -> auto& { return row.alarm1; })
            .with({"alarm2", "二级报警", "Last warning below", ""},
                  [](auto& row) -> auto& { return row.alarm2; })
            .with({"overload_w", "过载W", "Watts; empty or 0: no alarm", ""},
                  [](auto& row) -> auto& { return row.overload_w; })
            .with({"balance", "老表余额", "What an older system owed; needs a source", ""},
                  [](auto& row) -> auto& { return row.balance; })
            .with({"source", "老系统", "The older system", ""},
                  [](auto& row) -> auto& { return row.source; })
            .with({"reference", "老系统编号", "What it was called there", ""},
                  [](auto& row) -> auto& { return row.reference; })
            .with({"baseline_at", "底度时间", "When it was read; empty: when it is imported", ""},
                  [](auto& row) -> auto& { return row.read_at; })
            .with({"baseline_total", "底度总", "Counts of the total register", "100000"},
                  [](auto& row) -> auto& { return row.total; })
            .with({"baseline_rates", "底度分时", "Counts of sharp; peak; flat; valley", ""},
                  [](auto& row) -> auto& { return row.rates; })
            .with({"baseline_step_wh", "步长Wh", "Watt-hours of one count", "10"},
                  [](auto& row) -> auto& { return row.step_wh; })
            .with({"baseline_ratio", "底度倍率", "CT x PT, or 1 where counts are primary", "1"},
                  [](auto& row) -> auto& { return row.ratio; });
    return sheet;
}

const std::vector<RegisterSheet>& register_sheets() {
    static const std::vector<RegisterSheet> sheets = [] {
        std::vector<RegisterSheet> all;
        const RegisterRows none;
        each_sheet(none, [&](const auto& sheet, const auto&) { all.push_back(sheet.described()); });
        return all;
    }();
    return sheets;
}

const RegisterSheet& sheet_of(const std::string& name) {
    const auto& sheets = register_sheets();
    const auto found = std::ranges::find(sheets, name, &RegisterSheet::name);
    ledger::ensure(found != sheets.end(), "a sheet is one of the register's");
    return *found;
}

}  // namespace api
