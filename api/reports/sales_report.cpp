#include <map>

#include "api/reports/code_words.hpp"
#include "api/reports/periods.hpp"
#include "projections/read_models.hpp"

namespace api {
namespace {

using ledger::Money;
using projections::KnownRecords;
using projections::RecordKind;
using projections::Takings;
using projections::TakingsKey;

/// What one row says, in the order of its columns.
struct SalesFigures {
    Takings of_sale;
    Takings of_refund;
    Takings of_reversal;
    Takings of_settlement;

    Takings& of(RecordKind kind) {
        switch (kind) {
            case RecordKind::sale:
                return of_sale;
            case RecordKind::refund:
                return of_refund;
            case RecordKind::reversal:
                return of_reversal;
            default:
                return of_settlement;
        }
    }
};

void add(Takings& sum, const Takings& more) {
    sum.count += more.count;
    sum.amount += more.amount;
    sum.fees_count += more.fees_count;
    sum.fee += more.fee;
    sum.paid += more.paid;
}

std::int64_t count(std::uint64_t number) { return static_cast<std::int64_t>(number); }

ReportRow row_of(const SalesFigures& figures) {
    const Money net = figures.of_sale.paid + figures.of_refund.paid + figures.of_reversal.paid +
                      figures.of_settlement.paid;
    return {count(figures.of_sale.count),
            figures.of_sale.amount,
            count(figures.of_sale.fees_count),
            figures.of_sale.fee,
            count(figures.of_refund.count),
            -figures.of_refund.paid,
            count(figures.of_reversal.count),
            figures.of_reversal.paid,
            count(figures.of_settlement.count),
            -figures.of_settlement.paid,
            net};
}

std::vector<ReportColumn> columns(const Question& question) {
    std::vector<ReportColumn> all;
    if (question.step != Step::all) all.push_back(period_column(question.step));
    if (question.by == "operator")
        all.push_back({"operator", ValueKind::text, "操作员", "Operator"});
    if (question.by == "method") all.push_back({"method", ValueKind::text, "付款方式", "Paid by"});
    if (question.by == "building") all.push_back({"building", ValueKind::text, "楼栋", "Building"});
    const std::vector<ReportColumn> figures{
        {"sales_count", ValueKind::count, "售电笔数", "Sales", true},
        {"sales", ValueKind::money, "售电金额", "Sold", true},
        {"fees_count", ValueKind::count, "服务费笔数", "Service fees", true},
        {"fees", ValueKind::money, "服务费", "Service fees, amount", true},
        {"refunds_count", ValueKind::count, "退电笔数", "Refunds", true},
        {"refunds", ValueKind::money, "退电金额", "Refunded", true},
        {"reversals_count", ValueKind::count, "冲正笔数", "Reversals", true},
        {"reversals", ValueKind::money, "冲正金额", "Reversed", true},
        {"settlements_count", ValueKind::count, "销户结算笔数", "Settlements", true},
        {"settlements", ValueKind::money, "销户退款", "Paid out when settled", true},
        {"net", ValueKind::money, "净收款", "Net taken in", true}};
    all.insert(all.end(), figures.begin(), figures.end());
    return all;
}

std::string group_of(const TakingsKey& key, const std::string& by) {
    if (by == "operator") return key.actor.text();
    if (by == "method") return key.method.text();
    return by == "building" && !key.buildings.empty() ? key.buildings.front().text() : "";
}

/// Days come one after the other, so that a period is told as soon as the next one begins.
class SalesRows {
public:
    SalesRows(const Question& question, const RowSink& sink) : question_(question), sink_(sink) {}

    void take(const TakingsKey& key, const Takings& takings) {
        if (!question_.wants(key.buildings) || !question_.wants_operator(key.actor.text()) ||
            !question_.wants(key.method))
            return;
        if (key.day != day_) begin(key.day);
        add(groups_[group_of(key, question_.by)].of(key.kind), takings);
    }

    void flush() {
        for (const auto& [group, figures] : groups_) {
            ReportRow row;
            if (question_.step != Step::all) row.push_back(period_of(period_, question_.step));
            if (question_.by != "none") row.emplace_back(name_of(group));
            for (ReportValue& each : row_of(figures)) row.push_back(std::move(each));
            sink_(row);
        }
        groups_.clear();
    }

private:
    void begin(ledger::Day day) {
        day_ = day;
        const ledger::Day first = span_of(day, question_).first;
        if (first != period_) flush();
        period_ = first;
    }

    std::string name_of(const std::string& group) const {
        if (question_.by != "method") return group;
        return method_word(ledger::MethodId(group), question_.language);
    }

    const Question& question_;
    const RowSink& sink_;
    std::optional<ledger::Day> day_;
    ledger::Day period_;
    std::map<std::string, SalesFigures> groups_;
};

void rows(const ReportSource& source, const Question& question, const RowSink& sink) {
    const KnownRecords records(source.view, question.until);
    SalesRows told(question, sink);
    records.each_takings(
        question.from, question.to,
        [&](const TakingsKey& key, const Takings& takings) { told.take(key, takings); });
    told.flush();
}

}  // namespace

std::vector<Report> sales_reports() {
    return {{"sales",
             {"售电财务报表", "Sales"},
             {"按日、月、年统计售电、服务费、退电、冲正、销户结算与净收款",
              "Count and amount of sales, fees, refunds, reversals and settlements, and what came "
              "in net"},
             {"from", "to", "step", "by", "building", "operator", "method", "compare"},
             {Step::day, Step::month, Step::year, Step::all},
             {"none", "operator", "method", "building"},
             true,
             [](const projections::Models& models) -> const projections::Projection& {
                 return models.money_records;
             },
             columns,
             rows}};
}

}  // namespace api
