#pragma once
#include "ledger/events/energy.hpp"
#include "ledger/events/site.hpp"
#include "ledger/values/one_of.hpp"

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

/// The person is forgotten: the key that opened the name is destroyed with this event, and no other
/// person is given this customer's id.
struct CustomerForgotten {
    static constexpr int tag = 46;
    static constexpr std::string_view event_name = "CustomerForgotten";
    CustomerId customer;

    static constexpr void fields(auto&& visit) {
        visit(field<1>("customer", &CustomerForgotten::customer));
    }
    friend bool operator==(const CustomerForgotten&, const CustomerForgotten&) = default;
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

/// What a wallet may owe, and hold.
struct WalletLimits {
    Money overdraft;
    std::optional<Money> hoarding_limit;  ///< none: no limit

    static constexpr void fields(auto&& visit) {
        visit(field<1>("overdraft", &WalletLimits::overdraft),
              field<2>("hoarding_limit", &WalletLimits::hoarding_limit));
    }
    friend bool operator==(const WalletLimits&, const WalletLimits&) = default;
};

/// From here on, what this meter counts beyond the baseline is drawn from this wallet.
struct MeterAttached {
    static constexpr int tag = 42;
    static constexpr std::string_view event_name = "MeterAttached";
    AccountId account;
    MeterId meter;
    WalletId wallet;
    Registers baseline;
    /// Of a wallet that begins here: what the site said of new ones then; none: it said nothing.
    std::optional<WalletLimits> limits{};

    static constexpr void fields(auto&& visit) {
        using T = MeterAttached;
        visit(field<1>("account", &T::account), field<2>("meter", &T::meter),
              field<3>("wallet", &T::wallet), field<4>("baseline", &T::baseline),
              field<5>("limits", &T::limits));
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

/// What an older system still owed a customer, or was owed (negative), and where that stands.
struct OldBalance {
    Money amount;
    std::string source;     ///< the system that it comes from
    std::string reference;  ///< what it was called there

    static constexpr void fields(auto&& visit) {
        using T = OldBalance;
        visit(field<1>("amount", &T::amount), field<2>("source", &T::source),
              field<3>("reference", &T::reference));
    }
    friend bool operator==(const OldBalance&, const OldBalance&) = default;
};

/// What one meter begins with when its account is opened; what is not said stays as it is.
struct SupplyTerms {
    MeterId meter;
    TariffId tariff;  ///< empty: the one that it has
    std::optional<WarningLines> thresholds;
    std::optional<OldBalance> old_balance;

    static constexpr void fields(auto&& visit) {
        using T = SupplyTerms;
        visit(field<1>("meter", &T::meter), field<2>("tariff", &T::tariff),
              field<3>("thresholds", &T::thresholds), field<4>("old_balance", &T::old_balance));
    }
    friend bool operator==(const SupplyTerms&, const SupplyTerms&) = default;
};

/// 预开户: an account was entered before its day. Nobody pays for anything yet; a newer entry of
/// the same account replaces this one, and AccountOpened ends it.
struct AccountPrepared {
    static constexpr int tag = 47;
    static constexpr std::string_view event_name = "AccountPrepared";
    AccountId account;
    CustomerId customer;
    std::vector<MeterId> meters;
    WalletMode wallets;
    std::vector<SupplyTerms> terms;

    static constexpr void fields(auto&& visit) {
        using T = AccountPrepared;
        visit(field<1>("account", &T::account), field<2>("customer", &T::customer),
              field<3>("meters", &T::meters), field<4>("wallets", &T::wallets),
              field<5>("terms", &T::terms));
    }
    friend bool operator==(const AccountPrepared&, const AccountPrepared&) = default;
};

/// What was entered before its day will not be opened.
struct PreparationWithdrawn {
    static constexpr int tag = 48;
    static constexpr std::string_view event_name = "PreparationWithdrawn";
    AccountId account;

    static constexpr void fields(auto&& visit) {
        visit(field<1>("account", &PreparationWithdrawn::account));
    }
    friend bool operator==(const PreparationWithdrawn&, const PreparationWithdrawn&) = default;
};

/// Who has which account, or will have it: these events move neither money nor energy. What an
/// account pays at its end, and which meters draw on it, is said by others.
template <class Fact>
constexpr bool is_about_people =
    is_one_of<Fact, CustomerRegistered, CustomerForgotten, AccountOpened, AccountTransferred,
              AccountPrepared, PreparationWithdrawn>;

}  // namespace ledger
