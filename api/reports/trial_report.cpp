#include "api/reports/report.hpp"
#include "projections/read_models.hpp"

namespace api {
namespace {

using ledger::Money;
using projections::KnownAccounts;
using projections::Turnover;

std::vector<ReportColumn> columns(const Question&) {
    std::vector<ReportColumn> all{{"account", ValueKind::text, "科目", "Account"}};
    const auto money = [&](const char* name, const char* zh, const char* en) {
        all.push_back({name, ValueKind::money, zh, en, true});
    };
    money("opening_debit", "期初借方", "Opening, debit");
    money("opening_credit", "期初贷方", "Opening, credit");
    money("debit", "本期借方", "Debit");
    money("credit", "本期贷方", "Credit");
    money("closing_debit", "期末借方", "Closing, debit");
    money("closing_credit", "期末贷方", "Closing, credit");
    money("balance", "期末余额（借正贷负）", "Balance, positive: debit");
    return all;
}

Money debit(Money balance) { return balance.is_positive() ? balance : Money{}; }

void rows(const ReportSource& source, const Question& question, const RowSink& sink) {
    KnownAccounts accounts(source.view, source.journal, question.until);
    accounts.each_turnover("", question.from, question.to, [&](const Turnover& each) {
        sink({each.account, debit(each.opening), debit(-each.opening), each.debit, each.credit,
              debit(each.closing), debit(-each.closing), each.closing});
    });
}

}  // namespace

std::vector<Report> trial_reports() {
    return {{"trial-balance",
             {"试算平衡表", "Trial balance"},
             {"所有科目的期初、借方、贷方与期末；借贷合计相等",
              "Every account of the books; debits and credits come to the same"},
             {"from", "to"},
             {},
             {},
             false,
             [](const projections::ReadModels& models) -> const projections::Projection& {
                 return models.account_days;
             },
             columns,
             rows}};
}

}  // namespace api
