#pragma once
#include <optional>
#include <vector>

#include "ledger/events/event.hpp"
#include "ledger/rules/catalogue/declare.hpp"

namespace ledger {

// What is asked about customers and their accounts.

/// A customer's name and phone, sealed before they come here: no rule ever sees them.
using RegisterCustomer = Declare<CustomerRegistered>;

/// Destroys what opens the customer's name. Refused while the customer has an account.
struct ForgetCustomer {
    CustomerId customer;

    static constexpr void fields(auto&& visit) {
        visit(field<1>("customer", &ForgetCustomer::customer));
    }
    friend bool operator==(const ForgetCustomer&, const ForgetCustomer&) = default;
};

/// The reading with which a meter's account begins, keyed in by a person.
struct Baseline {
    MeterId meter;
    Instant read_at;
    Registers registers;

    static constexpr void fields(auto&& visit) {
        using T = Baseline;
        visit(field<1>("meter", &T::meter), field<2>("read_at", &T::read_at),
              field<3>("registers", &T::registers));
    }
    friend bool operator==(const Baseline&, const Baseline&) = default;
};

/// Each meter gets a wallet of its own, or all draw on one; the last good reading is the baseline.
/// Terms and baselines of some of the meters may come along: all of it happens, or nothing.
struct OpenAccount {
    AccountId account;
    CustomerId customer;
    std::vector<MeterId> meters;
    WalletMode wallets{};
    std::vector<SupplyTerms> terms{};
    std::vector<Baseline> baselines{};

    static constexpr void fields(auto&& visit) {
        using T = OpenAccount;
        visit(field<1>("account", &T::account), field<2>("customer", &T::customer),
              field<3>("meters", &T::meters), field<4>("wallets", &T::wallets),
              field<5>("terms", &T::terms), field<6>("baselines", &T::baselines));
    }
    friend bool operator==(const OpenAccount&, const OpenAccount&) = default;
};

/// Enters an account before its day: its meters need no reading, no price, and may still be
/// somebody else's.
using PrepareAccount = Declare<AccountPrepared>;

/// Opens what was prepared.
struct OpenPrepared {
    AccountId account;
    std::vector<Baseline> baselines{};

    static constexpr void fields(auto&& visit) {
        visit(field<1>("account", &OpenPrepared::account),
              field<2>("baselines", &OpenPrepared::baselines));
    }
    friend bool operator==(const OpenPrepared&, const OpenPrepared&) = default;
};

struct WithdrawPreparation {
    AccountId account;

    static constexpr void fields(auto&& visit) {
        visit(field<1>("account", &WithdrawPreparation::account));
    }
    friend bool operator==(const WithdrawPreparation&, const WithdrawPreparation&) = default;
};

struct AttachMeter {
    AccountId account;
    MeterId meter;

    static constexpr void fields(auto&& visit) {
        visit(field<1>("account", &AttachMeter::account), field<2>("meter", &AttachMeter::meter));
    }
    friend bool operator==(const AttachMeter&, const AttachMeter&) = default;
};

/// The meter's last good reading, which must be fresh, is its final one. Its wallet stays with what
/// is in it, unless one of the last two says where that goes.
struct DetachMeter {
    AccountId account;
    MeterId meter;
    std::optional<MethodId> settle_by{};  ///< paid out, or collected
    std::optional<WalletId> rest_to{};    ///< all of the credit goes to this wallet

    static constexpr void fields(auto&& visit) {
        using T = DetachMeter;
        visit(field<1>("account", &T::account), field<2>("meter", &T::meter),
              field<3>("settle_by", &T::settle_by), field<4>("rest_to", &T::rest_to));
    }
    friend bool operator==(const DetachMeter&, const DetachMeter&) = default;
};

/// Clears a wallet on which no meter draws any more: credit is paid out, debt is collected.
struct SettleWallet {
    WalletId wallet;
    MethodId method;

    static constexpr void fields(auto&& visit) {
        visit(field<1>("wallet", &SettleWallet::wallet), field<2>("method", &SettleWallet::method));
    }
    friend bool operator==(const SettleWallet&, const SettleWallet&) = default;
};

/// Detaches every meter, and settles every wallet: credit is paid out, debt is collected.
struct CloseAccount {
    AccountId account;
    MethodId method;

    static constexpr void fields(auto&& visit) {
        visit(field<1>("account", &CloseAccount::account),
              field<2>("method", &CloseAccount::method));
    }
    friend bool operator==(const CloseAccount&, const CloseAccount&) = default;
};

struct TransferAccount {
    AccountId account;
    CustomerId customer;

    static constexpr void fields(auto&& visit) {
        visit(field<1>("account", &TransferAccount::account),
              field<2>("customer", &TransferAccount::customer));
    }
    friend bool operator==(const TransferAccount&, const TransferAccount&) = default;
};

/// Once for every wallet: what an older system still owed it, or was owed.
struct BringInBalance {
    WalletId wallet;
    OldBalance balance;

    static constexpr void fields(auto&& visit) {
        visit(field<1>("wallet", &BringInBalance::wallet),
              field<2>("balance", &BringInBalance::balance));
    }
    friend bool operator==(const BringInBalance&, const BringInBalance&) = default;
};

}  // namespace ledger
