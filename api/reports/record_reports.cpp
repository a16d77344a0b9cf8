#include <set>

#include "api/paper/settlement_parts.hpp"
#include "api/reports/code_words.hpp"
#include "api/reports/report.hpp"
#include "ledger/journal/recorded_event.hpp"
#include "projections/read_models.hpp"
#include "projections/reports/places.hpp"

namespace api {
namespace {

using projections::KnownRecords;
using projections::MoneyRecord;
using projections::RecordKind;

ReportValue position(ledger::Position at) {
    return at.is_none() ? ReportValue() : ReportValue(static_cast<std::int64_t>(at.number));
}

ReportValue number(std::uint64_t count) {
    return count == 0 ? ReportValue() : ReportValue(static_cast<std::int64_t>(count));
}

/// An old balance may come with no reference behind its source.
ReportValue note(const MoneyRecord& record, Language language) {
    if (record.kind == RecordKind::adjustment)
        return word_of(WordList::adjustment, record.note, language);
    return record.note.substr(0, record.note.find_last_not_of(' ') + 1);
}

/// One column of a record: what it is called, and what stands in it.
struct RecordColumn {
    ReportColumn column;
    ReportValue (*value)(const KnownRecords&, const MoneyRecord&, Language);
};

/// Refunds and reversals of purchases: what was given back, as a positive amount.
const RecordColumn refunded{{"amount", ValueKind::money, "退款金额", "Amount", true},
                            [](const KnownRecords&, const MoneyRecord& record,
                               Language) -> ReportValue { return -record.amount; }};

const std::vector<RecordColumn>& known_columns() {  // NOLINT(readability-function-size): a table
    using Known = const KnownRecords&;
    using Record = const MoneyRecord&;
    static const std::vector<RecordColumn> columns{
        {{"position", ValueKind::count, "流水号", "Event"},
         [](Known, Record record, Language) { return position(record.position); }},
        {{"recorded_at", ValueKind::time, "入账时间", "Recorded at"},
         [](Known, Record record, Language) -> ReportValue { return record.recorded_at; }},
        {{"occurred_at", ValueKind::time, "发生时间", "Occurred at"},
         [](Known, Record record, Language) -> ReportValue { return record.occurred_at; }},
        {{"receipt_number", ValueKind::count, "收据号", "Receipt"},
         [](Known, Record record, Language) { return number(record.receipt_number); }},
        {{"kind", ValueKind::text, "类别", "Kind"},
         [](Known, Record record, Language language) -> ReportValue {
             return word_of(WordList::record, ledger::to_text(record.kind), language);
         }},
        {{"note", ValueKind::text, "说明", "Note"},
         [](Known, Record record, Language language) { return note(record, language); }},
        {{"fee_id", ValueKind::text, "费用", "Fee"},
         [](Known, Record record, Language) -> ReportValue { return record.note; }},
        {{"of", ValueKind::count, "原流水号", "Of event"},
         [](Known, Record record, Language) { return position(record.of); }},
        {{"reversed", ValueKind::text, "被冲类别", "What was reversed"},
         [](Known, Record record, Language language) -> ReportValue {
             return word_of(WordList::record, record.note, language);
         }},
        {{"wallet", ValueKind::text, "钱包", "Wallet"},
         [](Known, Record record, Language) -> ReportValue { return record.wallet.text(); }},
        {{"account", ValueKind::text, "账户", "Account"},
         [](Known, Record record, Language) -> ReportValue {
             return projections::account_of(record.wallet).text();
         }},
        {{"building", ValueKind::text, "楼栋", "Building"},
         [](Known, Record record, Language) -> ReportValue {
             return first_of(record.meters).building.text();
         }},
        {{"meter", ValueKind::text, "电表", "Meter"},
         [](Known, Record record, Language) -> ReportValue {
             return first_of(record.meters).meter.text();
         }},
        {{"operator", ValueKind::text, "操作员", "Operator"},
         [](Known, Record record, Language) -> ReportValue { return record.actor; }},
        {{"method", ValueKind::text, "付款方式", "Paid by"},
         [](Known, Record record, Language language) -> ReportValue {
             return method_word(record.method, language);
         }},
        {{"amount", ValueKind::money, "金额", "Amount", true},
         [](Known, Record record, Language) -> ReportValue { return record.amount; }},
        {{"fee", ValueKind::money, "服务费", "Service fee", true},
         [](Known, Record record, Language) -> ReportValue { return record.fee; }},
        {{"paid", ValueKind::money, "收付金额", "Changed hands", true},
         [](Known, Record record, Language) -> ReportValue { return record.paid; }},
        {{"balance_after", ValueKind::money, "交易后余额", "Balance after"},
         [](Known, Record record, Language) -> ReportValue { return record.balance_after; }},
        {{"recharge_count", ValueKind::count, "购电次数", "Purchase count"},
         [](Known, Record record, Language) { return number(record.recharge_count); }},
        {{"reversed_by", ValueKind::count, "冲正流水号", "Reversed by"},
         [](Known known, Record record, Language) {
             return position(known.reversal_of(record.position));
         }},
        {{"reason", ValueKind::text, "原因", "Reason"},
         [](Known, Record record, Language) -> ReportValue { return record.reason; }}};
    return columns;
}

const RecordColumn& column_called(const std::string& name) {
    for (const RecordColumn& each : known_columns()) {
        if (each.column.name == name) return each;
    }
    ledger::ensure(false, "a record report names columns that there are");
    return known_columns().front();
}

using RecordColumns = std::vector<RecordColumn>;

RecordColumns columns_called(const std::vector<std::string>& names) {
    RecordColumns columns;
    for (const std::string& each : names) columns.push_back(column_called(each));
    return columns;
}

/// The other side of a transfer is a wallet that whoever asks may not be allowed to see.
bool names_another(const ReportSource& source, const MoneyRecord& record) {
    return record.kind == RecordKind::transfer &&
           !source.sees(projections::account_of(ledger::WalletId(record.note)));
}

MoneyRecord with_note(MoneyRecord record, std::string note) {
    record.note = std::move(note);
    return record;
}

/// Of a settlement all its parts, for whoever sees the account: one event pays out of each wallet.
std::string parts_told(const ReportSource& source, const MoneyRecord& record) {
    if (!source.sees(projections::account_of(record.wallet))) return "";
    const ledger::Event event = ledger::recorded_event(source.journal, record.position);
    const auto* closed = std::get_if<ledger::AccountClosed>(&event.payload);
    return closed == nullptr ? "" : parts_of(*closed);
}

ReportRow row_of(const RecordColumns& columns, const KnownRecords& known, const MoneyRecord& record,
                 Language language) {
    ReportRow row;
    for (const RecordColumn& each : columns) row.push_back(each.value(known, record, language));
    return row;
}

/// What is asked of every record of some kinds, oldest first.
struct RecordReport {
    const char* name;
    Wording title;
    Wording about;
    std::vector<std::string> parameters;
    std::vector<RecordKind> kinds;
    RecordColumns columns;
};

Report report_of(const RecordReport& report) {
    return {report.name,
            report.title,
            report.about,
            report.parameters,
            {},
            {},
            true,
            [](const projections::Models& models) -> const projections::Projection& {
                return models.money_records;
            },
            [columns = report.columns](const Question&) {
                std::vector<ReportColumn> described;
                for (const RecordColumn& each : columns) described.push_back(each.column);
                return described;
            },
            [kinds = report.kinds, columns = report.columns](
                const ReportSource& source, const Question& question, const RowSink& sink) {
                const KnownRecords known(source.view, question.until);
                known.each_record(kinds, question.from, question.to, [&](const MoneyRecord& each) {
                    const bool is_wanted =
                        question.wants(each.meters) && question.wants(each.wallet) &&
                        question.wants_operator(each.actor) && question.wants(each.method);
                    if (!is_wanted) return;
                    const auto tell = [&](const MoneyRecord& record) {
                        sink(row_of(columns, known, record, question.language));
                    };
                    if (names_another(source, each)) return tell(with_note(each, ""));
                    if (each.kind == RecordKind::settlement)
                        return tell(with_note(each, parts_told(source, each)));
                    tell(each);
                });
            }};
}

}  // namespace

std::vector<Report> record_reports() {
    const std::vector<std::string> parameters{"from",   "to",    "building", "account",
                                              "wallet", "meter", "operator", "method"};
    RecordColumns of_refunds = columns_called(
        {"position", "recorded_at", "occurred_at", "of", "wallet", "account", "building", "meter",
         "operator", "method", "amount", "balance_after", "reversed_by", "reason"});
    of_refunds[10] = refunded;
    RecordColumns of_fees =
        columns_called({"position", "recorded_at", "fee_id", "wallet", "account", "building",
                        "meter", "amount", "balance_after"});
    of_fees[2].column.name = "fee";
    of_fees[7] = refunded;
    of_fees[7].column = {"amount", ValueKind::money, "金额", "Amount", true};
    return {
        report_of(
            {"purchases",
             {"购电记录", "Purchases"},
             {"每笔售电", "Every sale"},
             parameters,
             {RecordKind::sale},
             columns_called({"position", "recorded_at", "occurred_at", "receipt_number", "wallet",
                             "account", "building", "meter", "operator", "method", "amount", "fee",
                             "paid", "balance_after", "recharge_count", "reversed_by", "reason"})}),
        report_of({"refunds",
                   {"退电记录", "Refunds"},
                   {"每笔退电", "Every refund"},
                   parameters,
                   {RecordKind::refund},
                   of_refunds}),
        report_of({"reversals",
                   {"冲正记录", "Reversals"},
                   {"每笔冲正", "Every reversal"},
                   parameters,
                   {RecordKind::reversal},
                   columns_called({"position", "recorded_at", "occurred_at", "of", "reversed",
                                   "wallet", "account", "building", "meter", "operator", "method",
                                   "amount", "fee", "paid", "balance_after", "reason"})}),
        report_of({"adjustments",
                   {"调账记录", "Adjustments"},
                   {"每笔调账、老表转入、转账与销户结算",
                    "Every adjustment, old balance, transfer and settlement"},
                   parameters,
                   {RecordKind::adjustment, RecordKind::opening_balance, RecordKind::transfer,
                    RecordKind::settlement},
                   columns_called({"position", "recorded_at", "occurred_at", "kind", "note",
                                   "wallet", "account", "building", "meter", "operator", "amount",
                                   "paid", "balance_after", "reason"})}),
        report_of({"fees",
                   {"固定费用记录", "Fixed fees"},
                   {"每笔固定费用", "Every fixed fee that was charged"},
                   {"from", "to", "building", "account", "wallet", "meter"},
                   {RecordKind::fee},
                   of_fees})};
}

}  // namespace api
