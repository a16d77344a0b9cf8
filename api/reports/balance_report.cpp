#include "api/reports/control.hpp"
#include "api/reports/report.hpp"
#include "projections/read_models.hpp"

namespace api {
namespace {

using ledger::Money;
using ledger::WalletId;
using projections::KnownAccounts;
using projections::Movement;
using projections::PlaceRow;
using projections::Turnover;

const std::string wallets = "wallet:";

/// Where a wallet is, if its row is asked for.
struct Asked {
    WalletId wallet;
    PlaceRow place;
    bool is_wanted;
};

Asked asked(KnownAccounts& accounts, const Question& question, const Turnover& turnover) {
    const WalletId wallet(turnover.account.substr(wallets.size()));
    const PlaceRow place = accounts.place_of(wallet);
    const bool is_wanted =
        question.wants(wallet) && question.wants(place.building) && question.wants(place.meter);
    return {wallet, place, is_wanted};
}

std::vector<ReportColumn> place_columns() {
    return {{"wallet", ValueKind::text, "钱包", "Wallet"},
            {"account", ValueKind::text, "账户", "Account"},
            {"building", ValueKind::text, "楼栋", "Building"},
            {"meter", ValueKind::text, "电表", "Meter"}};
}

ReportRow place_row(const Asked& row) {
    return {row.wallet.text(), projections::account_of(row.wallet).text(),
            row.place.building.text(), row.place.meter.text()};
}

std::vector<ReportColumn> balance_columns(const Question&) {
    std::vector<ReportColumn> columns = place_columns();
    const auto money = [&](const char* name, const char* zh, const char* en) {
        columns.push_back({name, ValueKind::money, zh, en, true});
    };
    money("opening", "期初余额", "Opening");
    money("sales", "售电", "Sold");
    money("refunds", "退电", "Refunded");
    money("reversals", "冲正", "Reversed");
    money("brought_in", "老表转入", "Brought in");
    money("adjustments", "调账", "Adjusted");
    money("transfers", "转账", "Transferred");
    money("consumption", "用电", "Consumed");
    money("corrections", "用电更正", "Corrected");
    money("fees", "固定费用", "Fees");
    money("settlements", "销户结算", "Settled");
    money("closing", "期末余额", "Closing");
    money("difference", "差额", "Difference");
    columns.push_back(control_column());
    return columns;
}

/// In the order of the columns; every movement as it changes the balance.
ReportRow balance_row(const Asked& row, const Turnover& turnover) {
    ReportRow values = place_row(row);
    values.push_back(-turnover.opening);
    for (const Movement each :
         {Movement::sold, Movement::refunded, Movement::reversed, Movement::brought_in,
          Movement::adjusted, Movement::transferred, Movement::charged, Movement::corrected,
          Movement::fees, Movement::settled})
        values.push_back(turnover.moved[static_cast<std::size_t>(each)]);
    values.push_back(-turnover.closing);
    values.push_back(turnover.unexplained());
    values.push_back(control(turnover.unexplained().is_zero() && turnover.misstated == 0));
    return values;
}

void balance_rows(const ReportSource& source, const Question& question, const RowSink& sink) {
    KnownAccounts accounts(source.view, source.journal, question.until);
    accounts.each_turnover(wallets, question.from, question.to, [&](const Turnover& turnover) {
        const Asked row = asked(accounts, question, turnover);
        if (row.is_wanted) sink(balance_row(row, turnover));
    });
}

std::vector<ReportColumn> arrears_columns(const Question&) {
    std::vector<ReportColumn> columns = place_columns();
    columns.push_back({"owed", ValueKind::money, "欠费金额", "Owed", true});
    columns.push_back({"owed_since", ValueKind::date, "欠费起始日", "Since"});
    columns.push_back({"days", ValueKind::count, "欠费天数", "Days"});
    return columns;
}

void arrears_rows(const ReportSource& source, const Question& question, const RowSink& sink) {
    KnownAccounts accounts(source.view, source.journal, question.until);
    const ledger::Day today = accounts.horizon().day;
    accounts.each_turnover(wallets, today.next(), today.next(), [&](const Turnover& turnover) {
        const Asked row = asked(accounts, question, turnover);
        if (!row.is_wanted || !turnover.closing.is_positive()) return;
        const auto since = accounts.in_debt_since(row.wallet);
        ReportRow values = place_row(row);
        values.push_back(turnover.closing);
        values.push_back(since);
        values.push_back(since ? ReportValue(today.number - since->number + 1) : ReportValue());
        sink(values);
    });
}

const projections::Projection& account_days(const projections::ReadModels& models) {
    return models.account_days;
}

}  // namespace

std::vector<Report> balance_reports() {
    return {{"balances",
             {"余额表", "Balances"},
             {"每个钱包的期初、发生额与期末，并核对：期初＋售电－退电±调整－用电＝期末",
              "Opening, what moved and closing of every wallet, held against each other"},
             {"from", "to", "building", "account", "wallet", "meter"},
             {},
             {},
             true,
             account_days,
             balance_columns,
             balance_rows},
            {"arrears",
             {"欠费报表", "Arrears"},
             {"截至某时欠费的钱包、金额与起始日", "Wallets that owe, how much and since when"},
             {"building", "account", "wallet", "meter"},
             {},
             {},
             true,
             account_days,
             arrears_columns,
             arrears_rows}};
}

}  // namespace api
