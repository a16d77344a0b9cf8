#include "projections/reports/holders.hpp"

#include "projections/kinds.hpp"
#include "projections/rows.hpp"

namespace projections {
namespace {

using namespace ledger;  // NOLINT(google-build-using-namespace): every event is the ledger's

Bytes rows_of(const AccountId& account) { return "wa" + account.text() + '\0'; }
Bytes rows_of(const CustomerId& customer) { return "wc" + customer.text() + '\0'; }

}  // namespace

void note_holders(Table& table, const Event& event) {
    if (!is_any_of<AccountOpened, AccountTransferred, CustomerRegistered>(event.payload)) return;
    const Position since = event.envelope.position;
    const auto hold = [&](const AccountId& account, const CustomerId& customer) {
        table.put(position_key(rows_of(account), since), customer.text());
    };
    if (const auto* fact = std::get_if<AccountOpened>(&event.payload))
        hold(fact->account, fact->customer);
    if (const auto* fact = std::get_if<AccountTransferred>(&event.payload))
        hold(fact->account, fact->to);
    if (const auto* fact = std::get_if<CustomerRegistered>(&event.payload))
        table.put(position_key(rows_of(fact->customer), since), wire::encode(*fact));
}

Holder PastHolders::of(const AccountId& account, Position at) const {
    const Bytes accounts = rows_of(account);
    const auto held = view_.last_until(accounts, position_key(accounts, at));
    if (!held) return {};
    const CustomerId customer(held->value);
    const Bytes customers = rows_of(customer);
    const auto known = view_.last_until(customers, position_key(customers, at));
    return known ? row_in<CustomerRegistered>(known->value) : Holder{customer, "", ""};
}

}  // namespace projections
