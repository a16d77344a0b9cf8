#include "ledger/keys/seal.hpp"
#include "tests/property/world.hpp"

// Who comes and goes in the small world.

namespace property {

using namespace ledger;

const Turn& World::act(const Leave& step) {
    const std::uint32_t meter = step.meter % meter_count;
    if (step.is_read) {
        read_well(meter);
        take(Recharge{1000});
    }
    const WalletId wallet = wallet_of(meter);
    DetachMeter leaving{open_account(), meter_name(meter)};
    if (step.rest == Left::settled) leaving.settle_by = MethodId("bank");
    if (step.rest == Left::moved) leaving.rest_to = wallet_of(meter + 1);
    const Turn& left = ask(leaving);
    if (step.rest != Left::settled_later) return left;
    return ask(SettleWallet{wallet, MethodId("cash")});
}

const Turn& World::act(const Join& step) {
    return ask(AttachMeter{open_account(), meter_name(step.meter)});
}

/// A name that no account has, had, or is to have.
AccountId World::next_account() const {
    return AccountId("A" +
                     std::to_string(state().closed_accounts.size() + state().prepared.size() + 1));
}

void World::leave_all(const AccountId& account) {
    take(Recharge{1000});
    for (std::uint32_t meter = 0; meter < meter_count; ++meter) {
        if (state().meters.at(meter_name(meter)).account == account) read_well(meter);
    }
    ask(CloseAccount{account, MethodId("bank")});
}

const Turn& World::act(const MoveOut& step) {
    leave_all(open_account());
    OpenAccount next{next_account(), CustomerId("C9"), {}, step.next};
    for (std::uint32_t meter = 0; meter < unopened; ++meter)
        next.meters.push_back(meter_name(meter));
    return ask(next);
}

const Turn& World::act(const Plan& step) {
    PrepareAccount plan{};
    plan.fact.account = AccountId(next_account().text() + "p");
    plan.fact.customer = CustomerId("C8");
    plan.fact.wallets = step.wallets;
    for (std::uint32_t meter = 0; meter < unopened; ++meter)
        plan.fact.meters.push_back(meter_name(meter));
    plan.fact.terms = {{meter_name(0), tariff_name(0), WarningLines{cents(500), cents(100), 0},
                        OldBalance{Money{step.old_micros}, "old till", "1"}},
                       {meter_name(2), {}, {}, {}}};
    ask(plan);
    if (step.is_withdrawn) return ask(WithdrawPreparation{plan.fact.account});
    leave_all(open_account());
    Device& device = devices_[2];
    device.total_wh += 1;
    device.seen_at = now_;
    const Turn& opened =
        ask(OpenPrepared{plan.fact.account, {{meter_name(2), now_, show(2).registers}}});
    if (opened.outcome) return opened;
    return ask(WithdrawPreparation{plan.fact.account});
}

const Turn& World::act(const BringIn& step) {
    return ask(BringInBalance{wallet_of(step.meter), {Money{step.micros}, "old till", "7"}});
}

const Turn& World::act(const Name& step) {
    const CustomerId customer("C" + std::to_string(step.customer));
    if (step.is_forgotten) return ask(ForgetCustomer{customer});
    const std::string person = "person " + std::to_string(step.person);
    return ask(RegisterCustomer{{customer, seal(SealKey{}, "name", person), ""}});
}

}  // namespace property
