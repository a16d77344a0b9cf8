#include <algorithm>
#include <iterator>

#include <fmt/core.h>

#include "ledger/rules/accounts/attachments.hpp"
#include "ledger/rules/accounts/check_customer.hpp"
#include "ledger/rules/accounts/settlements.hpp"
#include "ledger/rules/accounts/site_defaults.hpp"
#include "ledger/rules/checks.hpp"
#include "ledger/rules/consequences.hpp"
#include "ledger/rules/control/purchases.hpp"
#include "ledger/rules/decisions.hpp"
#include "ledger/rules/energy/check_registers.hpp"
#include "ledger/rules/money/approval.hpp"
#include "ledger/rules/money/check_money.hpp"
#include "ledger/rules/office/fees.hpp"
#include "ledger/rules/office/shifts.hpp"

namespace ledger {
namespace {

Draft detachment(const Meter& meter) {
    return {MeterDetached{meter.account, meter.registered.meter, meter.wallet,
                          meter.last_good->registers},
            meter.last_good->at,
            {}};
}

/// The last meter of a wallet leaves: its fees end with this day.
FinalFees last_fees(const State& state, const Meter& meter, const Occasion& occasion) {
    if (meters_of(state, meter.wallet).size() > 1)
        return {{}, state.wallets.at(meter.wallet).balance};
    return final_fees(state, meter.wallet, occasion);
}

/// Every wallet of an account pays its last fees and is settled.
struct FinalBill {
    std::vector<Draft> fees;
    std::vector<Settlement> settlements;
};

FinalBill final_bill(const State& state, const CloseAccount& command, const Occasion& occasion) {
    FinalBill bill;
    for (const auto& [id, wallet] : state.wallets) {
        if (wallet.account != command.account) continue;
        auto [fees, balance] = final_fees(state, id, occasion);
        for (Draft& each : fees) bill.fees.push_back(std::move(each));
        if (!balance.is_zero()) bill.settlements.push_back(settlement(id, balance, command.method));
    }
    return bill;
}

/// What the meter was charged stands: an account is not left while it is about to change.
Objection check_corrected(const State& state, const MeterId& meter) {
    const Due* due = find(state.due, meter);
    if (due == nullptr || !due->from) return std::nullopt;
    return Refusal{Rule::correction_must_be_done, "meter",
                   fmt::format("what meter '{}' was charged is being corrected: ask again in a "
                               "moment, and see its alarms where it lasts",
                               meter.text())};
}

}  // namespace

Decision decide_one(const State& state, const AttachMeter& command, const Occasion& occasion) {
    const Account* account = find(state.accounts, command.account);
    if (account == nullptr)
        return no_such(Rule::account_must_exist, "account", command.account.text());
    if (auto no = check_free(state, command.meter)) return refused(*no);
    auto [meter, drafts] = begun_by_site(state, command.meter, occasion.now, {});
    if (auto no = first_of(
            {check_meter(state, meter), check_wallet_mode(state, account->wallets, command.meter),
             check_range("meters", account->meters.size() + 1, 1, most_meters_of_an_account)}))
        return refused(*no);
    const WalletId wallet = wallet_of(command.account, account->wallets, command.meter);
    const Wallet* known = find(state.wallets, wallet);
    const auto limits = known == nullptr ? limits_of_new_wallets(state) : std::nullopt;
    drafts.push_back(attachment(meter, {command.account, wallet, limits}, {}));
    const std::size_t attached = drafts.size() - 1;
    Consequences all(state, occasion, std::move(drafts));
    all.caused_by(attached);
    const Cover cover = known == nullptr ? Cover{} : Cover{known->balance, known->overdraft};
    all.watch_balance(meter, cover, meter.thresholds ? &*meter.thresholds : nullptr);
    all.watch_power(meter, cover, meter.relay_closed);
    return all.take();
}

Decision decide_one(const State& state, const DetachMeter& command, const Occasion& occasion) {
    const Account* account = find(state.accounts, command.account);
    if (account == nullptr)
        return no_such(Rule::account_must_exist, "account", command.account.text());
    const Meter* meter = find(state.meters, command.meter);
    if (meter == nullptr) return no_such(Rule::meter_must_exist, "meter", command.meter.text());
    if (meter->account != command.account)
        return refuse(Rule::meter_must_be_attached, "meter",
                      fmt::format("meter '{}' is not attached to account '{}': see whose it is",
                                  command.meter.text(), command.account.text()));
    if (auto no = first_of({check_reason(occasion.reason), check_corrected(state, command.meter),
                            check_no_push(state, *meter), check_fresh(*meter, occasion.now)}))
        return refused(*no);
    FinalFees fees = last_fees(state, *meter, occasion);
    auto rest = rest_of(state, *meter, command, fees.balance, occasion);
    if (!rest) return refused(rest.error());
    std::vector<Draft> drafts = std::move(fees.drafts);
    const std::size_t leaving = drafts.size();
    drafts.push_back(detachment(*meter));
    std::move(rest->drafts.begin(), rest->drafts.end(), std::back_inserter(drafts));
    Consequences all(state, occasion, std::move(drafts));
    all.caused_by(leaving);
    all.end_balance(*meter);
    all.caused_by(leaving + rest->drafts.size());
    if (rest->arrived) all.watch_wallet(*command.rest_to, *rest->arrived);
    return done_or_proposed(state, occasion, rest->settled, all.take());
}

Decision decide_one(const State& state, const CloseAccount& command, const Occasion& occasion) {
    const Account* account = find(state.accounts, command.account);
    if (account == nullptr)
        return no_such(Rule::account_must_exist, "account", command.account.text());
    if (auto no =
            first_of({check_method(*state.site, command.method), check_reason(occasion.reason)}))
        return refused(*no);
    FinalBill bill = final_bill(state, command, occasion);
    const bool moves_cash =
        std::any_of(bill.settlements.begin(), bill.settlements.end(),
                    [](const Settlement& each) { return !each.paid_out.is_zero(); });
    if (moves_cash) {
        if (auto no = check_shift(state, occasion, command.method)) return refused(*no);
    }
    const std::vector<TransactionProposed> wanted = proposals_for(bill.settlements);
    const std::size_t fees = bill.fees.size();
    std::vector<Draft> drafts = std::move(bill.fees);
    for (const MeterId& id : account->meters) {
        const Meter& meter = state.meters.at(id);
        if (auto no = first_of({check_corrected(state, id), check_no_push(state, meter),
                                check_fresh(meter, occasion.now)}))
            return refused(*no);
        drafts.push_back(detachment(meter));
    }
    drafts.push_back(
        {AccountClosed{.account = command.account, .settlements = std::move(bill.settlements)},
         occasion.now,
         {}});
    Consequences all(state, occasion, std::move(drafts));
    for (std::size_t i = 0; i < account->meters.size(); ++i) {
        all.caused_by(fees + i);  // its detachment
        all.end_balance(state.meters.at(account->meters[i]));
    }
    return done_or_proposed(state, occasion, wanted, all.take());
}

Decision decide_one(const State& state, const TransferAccount& command, const Occasion& occasion) {
    const Account* account = find(state.accounts, command.account);
    if (account == nullptr)
        return no_such(Rule::account_must_exist, "account", command.account.text());
    if (auto no =
            first_of({check_customer(state, command.customer), check_reason(occasion.reason)}))
        return refused(*no);
    if (account->customer == command.customer)
        return refuse(Rule::customer_must_be_another, "customer",
                      fmt::format("account '{}' is '{}'s already: name who takes it over",
                                  command.account.text(), command.customer.text()));
    return one_event(AccountTransferred{command.account, account->customer, command.customer},
                     occasion);
}

}  // namespace ledger
