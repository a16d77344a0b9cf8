#include <algorithm>

#include <fmt/core.h>

#include "ledger/rules/catalogue/site_day.hpp"
#include "ledger/rules/checks.hpp"
#include "ledger/rules/consequences.hpp"
#include "ledger/rules/decisions.hpp"
#include "ledger/rules/money/check_money.hpp"
#include "ledger/rules/office/fees.hpp"
#include "ledger/rules/postings.hpp"
#include "ledger/values/limits.hpp"

namespace ledger {
namespace {

Objection past(std::string_view field, std::string detail) {
    return Refusal{Rule::fee_must_not_change_the_past, std::string(field), std::move(detail)};
}

Objection check_fee_amount(Money amount) {
    if (auto no = check_amount(amount)) return no;
    if (amount <= highest_fee) return std::nullopt;
    return Refusal{
        Rule::value_must_be_in_range, "amount",
        fmt::format("amount is {}: give at most {}", to_text(amount), to_text(highest_fee))};
}

/// Days that were paid for stay as they were paid.
Objection check_next_version(const FeePlan& known, const PublishFee& wanted) {
    if (known.per != wanted.per)
        return Refusal{Rule::value_must_be_in_range, "per",
                       fmt::format("fee '{}' is for a {}: give the other one another name",
                                   wanted.fee.text(), to_text(known.per))};
    if (known.charged && wanted.from <= *known.charged)
        return past("from", fmt::format("it was charged up to {}: let the version begin later",
                                        to_text(*known.charged)));
    if (wanted.from <= known.versions.back().from)
        return past("from", fmt::format("a version begins on {}: let the next one begin later",
                                        to_text(known.versions.back().from)));
    return std::nullopt;
}

/// Days that are over and were not charged stay days to pay.
Objection check_open_days(const FeeDuty& known, const FeeAssigned& wanted, Day today) {
    Day over{today.number - 1};
    if (known.until) over = std::min(over, *known.until);
    const bool keeps_them = wanted.from <= known.from && (!wanted.until || *wanted.until >= over);
    if (over < known.from || keeps_them) return std::nullopt;
    return past("from", fmt::format("{} to {} are over and not charged yet: keep 'from', give "
                                    "'until' to end it, and begin anew when they were charged",
                                    to_text(known.from), to_text(over)));
}

/// What is not charged of the present duty must not get lost by a new one.
Objection check_next_duty(const FeeDuty& known, const FeeAssigned& wanted, Day today) {
    const bool is_same = wanted.from == known.from;
    if (is_same && known.charged && wanted.until && *wanted.until < *known.charged)
        return past("until", fmt::format("it was charged up to {}: end it then, or later",
                                         to_text(*known.charged)));
    const bool is_done = known.charged && known.until && *known.charged >= *known.until;
    if (!known.charged) return check_open_days(known, wanted, today);
    Day over{today.number - 1};
    if (known.until) over = std::min(over, *known.until);
    if (is_same && wanted.until && *wanted.until < over)
        return past("until", fmt::format("the days up to {} are over and not all charged yet: end "
                                         "it then, or later",
                                         to_text(over)));
    if (is_same || (is_done && wanted.from > *known.charged)) return std::nullopt;
    return past("from", fmt::format("the wallet pays it since {} and was charged up to {}: keep "
                                    "'from', and give 'until' to end it",
                                    to_text(known.from), to_text(*known.charged)));
}

Objection check_days(const State& state, const Wallet& wallet, const FeeAssigned& wanted) {
    const Day opened = site_day(state, state.accounts.at(wallet.account).opened);
    const Day priced = state.office.fees.at(wanted.fee).versions.front().from;
    if (wanted.from < opened || wanted.from < priced)
        return Refusal{Rule::value_must_be_in_range, "from",
                       fmt::format("from is {}: the account was opened on {}, and the fee has a "
                                   "price since {}",
                                   to_text(wanted.from), to_text(opened), to_text(priced))};
    if (wanted.until && *wanted.until < wanted.from)
        return Refusal{Rule::value_must_be_in_range, "until",
                       fmt::format("until is {}: give {} or later", to_text(*wanted.until),
                                   to_text(wanted.from))};
    return std::nullopt;
}

}  // namespace

Decision decide_one(const State& state, const PublishFee& command, const Occasion& occasion) {
    if (auto no = first_of({check_id("fee", command.fee), check_text("name", command.name),
                            check_fee_amount(command.amount), check_day("from", command.from)}))
        return refused(*no);
    if (command.fee.text() == service_fee_name)
        return refuse(Rule::value_must_be_in_range, "fee",
                      "'service' is what the house keeps of sales: give another name");
    const FeePlan* known = find(state.office.fees, command.fee);
    if (known != nullptr) {
        if (auto no = check_next_version(*known, command)) return refused(*no);
    }
    const std::size_t versions = known == nullptr ? 0 : known->versions.size();
    return one_event(FeePublished{command.fee, command.name, command.amount, command.per,
                                  static_cast<std::uint32_t>(versions + 1), command.from},
                     occasion);
}

Decision decide_one(const State& state, const AssignFee& command, const Occasion& occasion) {
    const FeeAssigned& wanted = command.fact;
    const Wallet* wallet = find(state.wallets, wanted.wallet);
    if (wallet == nullptr) return no_such(Rule::wallet_must_exist, "wallet", wanted.wallet.text());
    if (!state.office.fees.contains(wanted.fee))
        return no_such(Rule::fee_must_exist, "fee", wanted.fee.text());
    if (auto no = first_of({check_open(state, *wallet), check_day("from", wanted.from)}))
        return refused(*no);
    if (wanted.until) {
        if (auto no = check_day("until", *wanted.until)) return refused(*no);
    }
    if (auto no = check_days(state, *wallet, wanted)) return refused(*no);
    const FeeDuty* known = find(wallet->fees, wanted.fee);
    if (known == nullptr) {
        if (auto no = check_range("fee", wallet->fees.size() + 1, 1, most_fees_of_a_wallet))
            return refused(*no);
        return one_event(wanted, occasion);
    }
    if (auto no = check_next_duty(*known, wanted, site_day(state, occasion.now)))
        return refused(*no);
    if (known->from == wanted.from && known->until == wanted.until) return nothing_changes();
    return one_event(wanted, occasion);
}

Decision decide_one(const State& state, const ChargeFees& command, const Occasion& occasion) {
    const Wallet* wallet = find(state.wallets, command.wallet);
    if (wallet == nullptr) return no_such(Rule::wallet_must_exist, "wallet", command.wallet.text());
    if (auto no = check_open(state, *wallet)) return refused(*no);
    if (command.through >= site_day(state, occasion.now))
        return refuse(Rule::period_must_be_over, "through",
                      fmt::format("{} is not over at the site: charge up to the day before today",
                                  to_text(command.through)));
    std::vector<Draft> charges;
    Money balance = wallet->balance;
    for (const DueFee& due : due_fees(state, *wallet, command.through)) {
        balance -= due.amount;
        charges.push_back(charge_of(command.wallet, due, balance, occasion));
    }
    if (charges.empty()) return nothing_changes();
    Consequences drafts(state, occasion, std::move(charges));
    drafts.watch_wallet(command.wallet, balance);
    return drafts.take();
}

Decision decide_one(const State&, const ReportFeesDrawn& command, const Occasion& occasion) {
    const FeesDrawn& fact = command.fact;
    if (fact.charges == 0 && fact.refused.empty()) return nothing_changes();
    if (auto no = check_day("through", fact.through)) return refused(*no);
    for (const FeeRefused& each : fact.refused) {
        if (auto no =
                first_of({check_id("wallet", each.wallet), check_text("detail", each.detail)}))
            return refused(*no);
    }
    return one_event(fact, occasion);
}

}  // namespace ledger
