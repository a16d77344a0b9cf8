#include <map>

#include "api/reports/control.hpp"
#include "api/reports/report.hpp"
#include "projections/read_models.hpp"

namespace api {
namespace {

using ledger::MethodId;
using ledger::Money;
using projections::KnownRecords;
using projections::RecordKind;
using projections::ShiftRecord;
using projections::Takings;

constexpr std::size_t kinds_count = 4;  // sale, refund, reversal, settlement

/// What was taken in within a shift by one way of paying.
using ByKind = std::array<Takings, kinds_count>;

std::vector<ReportColumn> columns(const Question&) {
    return {{"shift", ValueKind::count, "班次", "Shift"},
            {"operator", ValueKind::text, "操作员", "Operator"},
            {"till", ValueKind::text, "收银台", "Till"},
            {"opened_at", ValueKind::time, "接班时间", "Opened at"},
            {"closed_at", ValueKind::time, "交班时间", "Closed at"},
            {"closed_by", ValueKind::text, "交班人", "Closed by"},
            {"method", ValueKind::text, "付款方式", "Paid by"},
            {"sales_count", ValueKind::count, "售电笔数", "Sales", true},
            {"sales", ValueKind::money, "售电金额", "Sold", true},
            {"fees", ValueKind::money, "服务费", "Service fees", true},
            {"refunds_count", ValueKind::count, "退电笔数", "Refunds", true},
            {"refunds", ValueKind::money, "退电金额", "Refunded", true},
            {"reversals_count", ValueKind::count, "冲正笔数", "Reversals", true},
            {"reversals", ValueKind::money, "冲正金额", "Reversed", true},
            {"settlements_count", ValueKind::count, "销户结算笔数", "Settlements", true},
            {"settlements", ValueKind::money, "销户退款", "Paid out when settled", true},
            {"takings", ValueKind::money, "本班净收", "Taken in", true},
            {"opening_float", ValueKind::money, "备用金", "Float", true},
            {"expected", ValueKind::money, "应有", "Expected", true},
            {"counted", ValueKind::money, "实点", "Counted", true},
            {"difference", ValueKind::money, "长短款", "Difference", true},
            control_column()};
}

const ledger::ShiftCount* count_of(const ShiftRecord& shift, const MethodId& method) {
    for (const ledger::ShiftCount& each : shift.counts) {
        if (each.method == method) return &each;
    }
    return nullptr;
}

std::int64_t count(std::uint64_t number) { return static_cast<std::int64_t>(number); }

void add_figures(ReportRow& row, const ByKind& kinds) {
    const auto& [sales, refunds, reversals, settlements] = kinds;
    row.insert(row.end(), {count(sales.count), sales.amount, sales.fee, count(refunds.count),
                           -refunds.paid, count(reversals.count), reversals.paid,
                           count(settlements.count), -settlements.paid});
}

/// What the records come to is held against what the closing of the shift says.
void add_count(ReportRow& row, const ShiftRecord& shift, const MethodId& method, Money takings,
               Language language) {
    const Money in_till = method == shift.method ? shift.opening_float : Money{};
    const Money expected = takings + in_till;
    const ledger::ShiftCount* counted = count_of(shift, method);
    row.insert(row.end(), {takings, in_till, expected});
    if (counted)
        row.insert(row.end(), {counted->counted, counted->counted - counted->expected});
    else
        row.resize(row.size() + 2);
    const bool is_closed = !shift.closed.is_none();
    const bool is_nothing = expected.is_zero() && in_till.is_zero();
    row.push_back(
        control(!is_closed || (counted ? counted->expected == expected : is_nothing), language));
}

ReportRow head_of(const ShiftRecord& shift, const MethodId& method, Language language) {
    const bool is_closed = !shift.closed.is_none();
    return {count(shift.shift.number),
            shift.teller.text(),
            shift.till.text(),
            shift.opened_at,
            is_closed ? ReportValue(shift.closed_at) : ReportValue(),
            is_closed ? ReportValue(shift.closed_by) : ReportValue(),
            method_word(method, language)};
}

void tell(const KnownRecords& records, const ShiftRecord& shift, const Question& question,
          const RowSink& sink) {
    std::map<MethodId, ByKind> methods;
    methods[shift.method];
    for (const ledger::ShiftCount& each : shift.counts) methods[each.method];
    records.each_takings_in(shift.shift,
                            [&](const MethodId& method, RecordKind kind, const Takings& takings) {
                                methods[method].at(static_cast<std::size_t>(kind)) = takings;
                            });
    for (const auto& [method, kinds] : methods) {
        if (!question.wants(method)) continue;
        ReportRow row = head_of(shift, method, question.language);
        add_figures(row, kinds);
        Money takings;
        for (const Takings& each : kinds) takings += each.paid;
        add_count(row, shift, method, takings, question.language);
        sink(row);
    }
}

void rows(const ReportSource& source, const Question& question, const RowSink& sink) {
    const KnownRecords records(source.view, question.until);
    records.each_shift(question.from, question.to, [&](const ShiftRecord& shift) {
        if (question.wants_operator(shift.teller.text())) tell(records, shift, question, sink);
    });
}

}  // namespace

std::vector<Report> shift_reports() {
    return {{"shifts",
             {"操作员交接班报表", "Shifts"},
             {"每个班次按付款方式的收款、应有、实点与长短款",
              "What was taken in, expected and counted in every shift, by way of paying"},
             {"from", "to", "operator", "method"},
             {},
             {},
             false,
             [](const projections::Models& models) -> const projections::Projection& {
                 return models.money_records;
             },
             columns,
             rows}};
}

}  // namespace api
