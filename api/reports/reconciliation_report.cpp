#include "api/reports/report.hpp"
#include "projections/read_models.hpp"

namespace api {
namespace {

using ledger::Energy;
using projections::CreditSeen;
using projections::KnownRegisters;
using projections::RegisterTurnover;

std::vector<ReportColumn> columns(const Question&) {
    return {{"meter", ValueKind::text, "电表", "Meter"},
            {"building", ValueKind::text, "楼栋", "Building"},
            {"opening", ValueKind::energy, "期初示数", "Register, opening"},
            {"registered", ValueKind::energy, "本期走字", "Registered", true},
            {"set_anew", ValueKind::energy, "换表清零", "Set anew", true},
            {"closing", ValueKind::energy, "期末示数", "Register, closing"},
            {"booked", ValueKind::energy, "入账电量", "Booked", true},
            {"estimated", ValueKind::energy, "其中估算", "Of that estimated", true},
            {"difference", ValueKind::energy, "账表差", "Difference", true},
            {"shown", ValueKind::energy, "最近示数", "Shown last"},
            {"unbooked", ValueKind::energy, "未入账", "Not booked", true},
            {"seen_at", ValueKind::time, "表内余额抄读时间", "Credit read at"},
            {"remaining", ValueKind::money, "表内剩余金额", "Credit on the meter", true},
            {"balance", ValueKind::money, "账面余额", "Credit in the book", true},
            {"credit_difference", ValueKind::money, "余额差", "Credit difference", true},
            {"purchases", ValueKind::count, "表内购电次数", "Purchases on the meter"},
            {"purchases_booked", ValueKind::count, "账面购电次数", "Purchases in the book"}};
}

ReportValue count(const std::optional<std::uint64_t>& number) {
    if (!number) return {};
    return static_cast<std::int64_t>(*number);
}

void add_credit(ReportRow& row, const std::optional<CreditSeen>& credit) {
    if (!credit) {
        row.resize(row.size() + 6);
        return;
    }
    row.emplace_back(credit->at);
    row.emplace_back(credit->remaining);
    row.emplace_back(credit->balance);
    row.push_back(credit->remaining ? ReportValue(*credit->remaining - credit->balance)
                                    : ReportValue());
    row.push_back(count(credit->purchases));
    row.push_back(count(credit->purchases_booked));
}

void rows(const ReportSource& source, const Question& question, const RowSink& sink) {
    KnownRegisters known(source.view, source.journal, question.until);
    known.each_turnover(question.from, question.to, [&](const RegisterTurnover& each) {
        const auto place = known.place_of(each.meter);
        const ledger::BuildingId& building = place.building;
        if (!question.wants(each.meter) || !question.wants(building)) return;
        ReportRow row{each.meter.text(), building.text(), each.opening,   each.registered,
                      each.set_anew,     each.closing(),  each.booked,    each.estimated,
                      each.difference(), each.shown,      each.unbooked()};
        const bool is_theirs = source.sees(projections::account_of(place.wallet));
        add_credit(row, is_theirs ? each.credit : std::nullopt);
        sink(row);
    });
}

}  // namespace

std::vector<Report> reconciliation_reports() {
    return {{"reconciliation",
             {"账表核对", "Ledger against meter"},
             {"每块电表的示数与账本：走字、入账电量、未入账、表内余额与购电次数",
              "Every meter's registers, credit and purchase count, held against the book"},
             {"from", "to", "building", "meter"},
             {},
             {},
             true,
             [](const projections::Models& models) -> const projections::Projection& {
                 return models.register_days;
             },
             columns,
             rows}};
}

}  // namespace api
