#pragma once
#include "ledger/events/energy.hpp"

namespace ledger {

/// A customer. Name and phone are encrypted under a key of that customer's own, which is kept
/// beside the journal; forgetting the person is deleting the key.
struct CustomerRegistered {
    static constexpr int tag = 40;
    static constexpr std::string_view event_name = "CustomerRegistered";
    CustomerId customer;
    std::string sealed_name;
    std::string sealed_phone;

    static constexpr void fields(auto&& visit) {
        using T = CustomerRegistered;
        visit(field<1>("customer", &T::customer), field<2>("sealed_name", &T::sealed_name),
              field<3>("sealed_phone", &T::sealed_phone));
    }
    friend bool operator==(const CustomerRegistered&, const CustomerRegistered&) = default;
};

struct AccountOpened {
    static constexpr int tag = 41;
    static constexpr std::string_view event_name = "AccountOpened";
    AccountId account;
    CustomerId customer;
    WalletMode wallets;

    static constexpr void fields(auto&& visit) {
        using T = AccountOpened;
        visit(field<1>("account", &T::account), field<2>("customer", &T::customer),
              field<3>("wallets", &T::wallets));
    }
    friend bool operator==(const AccountOpened&, const AccountOpened&) = default;
};

/// From here on, what this meter counts beyond the baseline is drawn from this wallet.
struct MeterAttached {
    static constexpr int tag = 42;
    static constexpr std::string_view event_name = "MeterAttached";
    AccountId account;
    MeterId meter;
    WalletId wallet;
    Registers baseline;

    static constexpr void fields(auto&& visit) {
        using T = MeterAttached;
        visit(field<1>("account", &T::account), field<2>("meter", &T::meter),
              field<3>("wallet", &T::wallet), field<4>("baseline", &T::baseline));
    }
    friend bool operator==(const MeterAttached&, const MeterAttached&) = default;
};

struct MeterDetached {
    static constexpr int tag = 43;
    static constexpr std::string_view event_name = "MeterDetached";
    AccountId account;
    MeterId meter;
    WalletId wallet;
    Registers final;

    static constexpr void fields(auto&& visit) {
        using T = MeterDetached;
        visit(field<1>("account", &T::account), field<2>("meter", &T::meter),
              field<3>("wallet", &T::wallet), field<4>("final", &T::final));
    }
    friend bool operator==(const MeterDetached&, const MeterDetached&) = default;
};

/// What became of a wallet's balance when its account was closed. Together they clear it.
struct Settlement {
    WalletId wallet;
    MethodId method;
    Money paid_out;  ///< whole cents to the customer; negative: collected from him
    Money rounding;  ///< what is less than a cent stays with the house: 0 to 9,999 micro-units

    static constexpr void fields(auto&& visit) {
        using T = Settlement;
        visit(field<1>("wallet", &T::wallet), field<2>("method", &T::method),
              field<3>("paid_out", &T::paid_out), field<4>("rounding", &T::rounding));
    }
    friend bool operator==(const Settlement&, const Settlement&) = default;
};

/// Its meters were detached just before. Its name is not given again.
struct AccountClosed {
    static constexpr int tag = 44;
    static constexpr std::string_view event_name = "AccountClosed";
    AccountId account;
    std::vector<Settlement> settlements{};  ///< of every wallet that was not empty

    static constexpr void fields(auto&& visit) {
        visit(field<1>("account", &AccountClosed::account),
              field<2>("settlements", &AccountClosed::settlements));
    }
    friend bool operator==(const AccountClosed&, const AccountClosed&) = default;
};

/// 过户: another customer takes the account over, with its meters, its credit and its debts.
struct AccountTransferred {
    static constexpr int tag = 45;
    static constexpr std::string_view event_name = "AccountTransferred";
    AccountId account;
    CustomerId from;
    CustomerId to;

    static constexpr void fields(auto&& visit) {
        using T = AccountTransferred;
        visit(field<1>("account", &T::account), field<2>("from", &T::from), field<3>("to", &T::to));
    }
    friend bool operator==(const AccountTransferred&, const AccountTransferred&) = default;
};

}  // namespace ledger
