#include "api/reports/code_words.hpp"
#include "api/reports/report.hpp"
#include "ledger/rules/postings.hpp"
#include "projections/read_models.hpp"

namespace api {
namespace {

using ledger::Money;
using projections::KnownAccounts;
using projections::Turnover;

/// In words an account has a name of its own beside: the one that the API and the log have.
bool has_code(const Question& question) { return question.language != Language::en; }

std::vector<ReportColumn> columns(const Question& question) {
    std::vector<ReportColumn> all{{"account", ValueKind::text, "科目", "Account"}};
    if (has_code(question)) all.push_back({"code", ValueKind::text, "科目代码", "Code"});
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

std::string service_fees() { return "revenue:fee:" + std::string(ledger::service_fee_name); }

/// In Chinese the parts that are words of the books; whose an account is stays.
std::string account_name(const std::string& account, Language language) {
    if (language == Language::en) return account;
    if (account == service_fees())
        return word_of(WordList::books, "revenue", language) + ':' +
               word_of(WordList::books, "service_fee", language);
    const std::size_t colon = account.find(':');
    const std::string kind = account.substr(0, colon);
    std::string name = word_of(WordList::books, kind, language);
    if (colon == std::string::npos) return name;
    const std::string rest = account.substr(colon + 1);
    if (kind == "adjustment") return name + ':' + word_of(WordList::adjustment, rest, language);
    if (kind == "cash") return name + ':' + method_word(ledger::MethodId(rest), language);
    if (kind == "wallet") return name + ':' + rest;
    const std::size_t end = std::min(rest.find(':'), rest.size());
    return name + ':' + word_of(WordList::books, rest.substr(0, end), language) + rest.substr(end);
}

void rows(const ReportSource& source, const Question& question, const RowSink& sink) {
    KnownAccounts accounts(source.view, source.journal, question.until);
    accounts.each_turnover("", question.from, question.to, [&](const Turnover& each) {
        ReportRow row{account_name(each.account, question.language)};
        if (has_code(question)) row.emplace_back(each.account);
        for (const Money amount :
             {debit(each.opening), debit(-each.opening), each.debit, each.credit,
              debit(each.closing), debit(-each.closing), each.closing})
            row.emplace_back(amount);
        sink(row);
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
             [](const projections::Models& models) -> const projections::Projection& {
                 return models.account_days;
             },
             columns,
             rows}};
}

}  // namespace api
