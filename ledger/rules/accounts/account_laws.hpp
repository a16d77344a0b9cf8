#pragma once
#include "ledger/rules/energy/findings.hpp"
#include "ledger/values/one_of.hpp"

namespace ledger {

// The laws of events about customers, and about who pays for what.

template <class Fact>
constexpr bool is_about_accounts =
    is_one_of<Fact, CustomerRegistered, CustomerForgotten, AccountPrepared, PreparationWithdrawn,
              AccountOpened, MeterAttached, MeterDetached, AccountClosed, AccountTransferred>;

Finding account_breach(const State&, const CustomerRegistered&);
Finding account_breach(const State&, const CustomerForgotten&);
Finding account_breach(const State&, const AccountPrepared&);
Finding account_breach(const State&, const PreparationWithdrawn&);
Finding account_breach(const State&, const AccountOpened&);
Finding account_breach(const State&, const Envelope&, const MeterAttached&);
Finding account_breach(const State&, const Envelope&, const MeterDetached&);
Finding account_breach(const State&, const AccountClosed&);
Finding account_breach(const State&, const AccountTransferred&);

}  // namespace ledger
