#include "api/reports/control.hpp"
#include "api/reports/report.hpp"
#include "ledger/person.hpp"
#include "projections/read_models.hpp"

namespace api {
namespace {

using ledger::Money;
using ledger::WalletId;
using projections::KnownAccounts;
using projections::Movement;
using projections::Turnover;

const std::string wallets = "wallet:";

/// A wallet and where it is, if its row is asked for.
struct Asked {
    WalletId wallet;
    projections::MeterSpots meters;
    bool is_wanted;
};

Asked asked(KnownAccounts& accounts, const ReportSource& source, const Question& question,
            const Turnover& turnover) {
    const WalletId wallet(turnover.account.substr(wallets.size()));
    const auto meters = accounts.meters_of(wallet);
    return {wallet, meters,
            question.wants(wallet) && question.wants(meters) &&
                source.sees(projections::account_of(wallet))};
}

std::vector<ReportColumn> place_columns(const Question& question) {
    std::vector<ReportColumn> columns{{"wallet", ValueKind::text, "钱包", "Wallet"},
                                      {"account", ValueKind::text, "账户", "Account"},
                                      {"building", ValueKind::text, "楼栋", "Building"},
                                      {"meter", ValueKind::text, "电表", "Meter"},
                                      {"room", ValueKind::text, "房号", "Room"},
                                      {"customer", ValueKind::text, "客户", "Customer"}};
    if (!question.sees_people) return columns;
    columns.push_back({"customer_name", ValueKind::text, "客户姓名", "Name"});
    columns.push_back({"phone", ValueKind::text, "电话", "Telephone"});
    return columns;
}

/// Nothing of whoever was forgotten, or is not registered.
void add_person(ReportRow& row, const ReportSource& source, const projections::Holder& holder) {
    const bool is_sealed = !holder.sealed_name.empty();
    const auto person = is_sealed ? source.show(holder)
                                  : ledger::ShownPerson{ledger::PersonState::forgotten, "", "", ""};
    const bool is_known = person.state == ledger::PersonState::known;
    row.push_back(is_known ? ReportValue(person.name) : ReportValue());
    row.push_back(is_known && !person.phone.empty() ? ReportValue(person.phone) : ReportValue());
}

ReportRow place_row(const Asked& row, KnownAccounts& accounts, const ReportSource& source,
                    const Question& question) {
    const auto first = first_of(row.meters);
    const auto account = projections::account_of(row.wallet);
    const auto holder = accounts.holder_of(account);
    ReportRow values{row.wallet.text(),  account.text(), first.building.text(),
                     first.meter.text(), first.room,     holder.customer.text()};
    if (question.sees_people) add_person(values, source, holder);
    return values;
}

std::vector<ReportColumn> balance_columns(const Question& question) {
    std::vector<ReportColumn> columns = place_columns(question);
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
void add_turnover(ReportRow& values, const Turnover& turnover, Language language) {
    values.emplace_back(-turnover.opening);
    for (const Movement each :
         {Movement::sold, Movement::refunded, Movement::reversed, Movement::brought_in,
          Movement::adjusted, Movement::transferred, Movement::charged, Movement::corrected,
          Movement::fees, Movement::settled})
        values.emplace_back(turnover.moved[static_cast<std::size_t>(each)]);
    values.emplace_back(-turnover.closing);
    values.emplace_back(turnover.unexplained());
    values.push_back(
        control(turnover.unexplained().is_zero() && turnover.misstated == 0, language));
}

void balance_rows(const ReportSource& source, const Question& question, const RowSink& sink) {
    KnownAccounts accounts(source.view, source.journal, question.until);
    accounts.each_turnover(wallets, question.from, question.to, [&](const Turnover& turnover) {
        const Asked row = asked(accounts, source, question, turnover);
        if (!row.is_wanted) return;
        ReportRow values = place_row(row, accounts, source, question);
        add_turnover(values, turnover, question.language);
        sink(values);
    });
}

std::vector<ReportColumn> arrears_columns(const Question& question) {
    std::vector<ReportColumn> columns = place_columns(question);
    columns.push_back({"owed", ValueKind::money, "欠费金额", "Owed", true});
    columns.push_back({"owed_since", ValueKind::date, "欠费起始日", "Since"});
    columns.push_back({"days", ValueKind::count, "欠费天数", "Days"});
    return columns;
}

void arrears_rows(const ReportSource& source, const Question& question, const RowSink& sink) {
    KnownAccounts accounts(source.view, source.journal, question.until);
    const ledger::Day today = accounts.horizon().day;
    accounts.each_turnover(wallets, today.next(), today.next(), [&](const Turnover& turnover) {
        const Asked row = asked(accounts, source, question, turnover);
        if (!row.is_wanted || !turnover.closing.is_positive()) return;
        const auto since = accounts.in_debt_since(row.wallet);
        ReportRow values = place_row(row, accounts, source, question);
        values.emplace_back(turnover.closing);
        values.emplace_back(since);
        values.push_back(since ? ReportValue(today.number - since->number + 1) : ReportValue());
        sink(values);
    });
}

const projections::Projection& account_days(const projections::Models& models) {
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
