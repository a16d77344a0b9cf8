#pragma once
#include <optional>
#include <string_view>

#include "ledger/events/words.hpp"
#include "ledger/values/fields.hpp"
#include "ledger/values/id.hpp"
#include "ledger/values/one_of.hpp"
#include "ledger/values/quantity.hpp"

namespace ledger {

/// Above which amounts a second person approves what is paid back, from now on.
struct ApprovalLimitsSet {
    static constexpr int tag = 69;
    static constexpr std::string_view event_name = "ApprovalLimitsSet";
    /// Of one sale, all its refunds together; of the end of a wallet, with all that its account was
    /// paid back. None: never.
    std::optional<Money> refund_above;
    std::optional<Money> reversal_above;  ///< what was paid for what is undone; none: never

    static constexpr void fields(auto&& visit) {
        using T = ApprovalLimitsSet;
        visit(field<1>("refund_above", &T::refund_above),
              field<2>("reversal_above", &T::reversal_above));
    }
    friend bool operator==(const ApprovalLimitsSet&, const ApprovalLimitsSet&) = default;
};

/// More than the site lets one person pay back was asked for; nothing is moved. Its name is the
/// position of this event; its proposer is the actor of the envelope.
struct TransactionProposed {
    static constexpr int tag = 66;
    static constexpr std::string_view event_name = "TransactionProposed";
    WalletId wallet;
    ProposedType type{};
    Position transaction;  ///< the sale that is refunded, or what is reversed; of a settlement none
    Money amount;          ///< as of what is proposed; of a settlement at most this is paid out
    MethodId method;
    bool debt_allowed{};  ///< a reversal may leave a debt

    static constexpr void fields(auto&& visit) {
        using T = TransactionProposed;
        visit(field<1>("wallet", &T::wallet), field<2>("type", &T::type),
              field<3>("transaction", &T::transaction), field<4>("amount", &T::amount),
              field<5>("method", &T::method), field<6>("debt_allowed", &T::debt_allowed));
    }
    friend bool operator==(const TransactionProposed&, const TransactionProposed&) = default;
};

/// A second person approved it: it may be done once, as it was proposed, by whoever may do it.
struct TransactionApproved {
    static constexpr int tag = 67;
    static constexpr std::string_view event_name = "TransactionApproved";
    Position proposal;
    WalletId wallet;

    static constexpr void fields(auto&& visit) {
        using T = TransactionApproved;
        visit(field<1>("proposal", &T::proposal), field<2>("wallet", &T::wallet));
    }
    friend bool operator==(const TransactionApproved&, const TransactionApproved&) = default;
};

/// Somebody decided against it, or took the approval back before it was used.
struct TransactionDeclined {
    static constexpr int tag = 68;
    static constexpr std::string_view event_name = "TransactionDeclined";
    Position proposal;
    WalletId wallet;

    static constexpr void fields(auto&& visit) {
        using T = TransactionDeclined;
        visit(field<1>("proposal", &T::proposal), field<2>("wallet", &T::wallet));
    }
    friend bool operator==(const TransactionDeclined&, const TransactionDeclined&) = default;
};

/// What two people have to agree on before anything is moved: these events move nothing themselves.
template <class Fact>
constexpr bool is_about_approvals = is_one_of<Fact, ApprovalLimitsSet, TransactionProposed,
                                              TransactionApproved, TransactionDeclined>;

}  // namespace ledger
