#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ledger/events/approval.hpp"
#include "ledger/events/office.hpp"
#include "ledger/rules/office/operator_state.hpp"
#include "ledger/values/instant.hpp"

namespace ledger {

// What the rules remember of the office: fees, shifts and the turnover of each day.

struct FeeVersion {
    Day from;
    Money amount;

    static constexpr void fields(auto&& visit) {
        visit(field<1>("from", &FeeVersion::from), field<2>("amount", &FeeVersion::amount));
    }
    friend bool operator==(const FeeVersion&, const FeeVersion&) = default;
};

/// A fixed fee with all its versions, and the last day that anybody paid it for.
struct FeePlan {
    std::string name;
    FeePeriod per{};
    std::vector<FeeVersion> versions;  ///< by `from`, oldest first
    std::optional<Day> charged;

    static constexpr void fields(auto&& visit) {
        using T = FeePlan;
        visit(field<1>("name", &T::name), field<2>("per", &T::per),
              field<3>("versions", &T::versions), field<4>("charged", &T::charged));
    }
    friend bool operator==(const FeePlan&, const FeePlan&) = default;
};

/// From when until when a wallet pays a fee, and up to which day it was charged.
struct FeeDuty {
    Day from;
    std::optional<Day> until;
    std::optional<Day> charged;

    static constexpr void fields(auto&& visit) {
        using T = FeeDuty;
        visit(field<1>("from", &T::from), field<2>("until", &T::until),
              field<3>("charged", &T::charged));
    }
    friend bool operator==(const FeeDuty&, const FeeDuty&) = default;
};

/// A shift that is open.
struct Shift {
    TillId till;
    OperatorId teller;
    MethodId method;
    Money opening_float;
    Instant opened;
    std::map<MethodId, Money> takings;  ///< taken in less paid out, by way of paying

    static constexpr void fields(auto&& visit) {
        using T = Shift;
        visit(field<1>("till", &T::till), field<2>("teller", &T::teller),
              field<3>("method", &T::method), field<4>("opening_float", &T::opening_float),
              field<5>("opened", &T::opened), field<6>("takings", &T::takings));
    }
    friend bool operator==(const Shift&, const Shift&) = default;
};

struct Turnover {
    Money debit;
    Money credit;

    static constexpr void fields(auto&& visit) {
        visit(field<1>("debit", &Turnover::debit), field<2>("credit", &Turnover::credit));
    }
    friend bool operator==(const Turnover&, const Turnover&) = default;
};

/// A day on which something was recorded: its last event, and what was posted to each account.
struct DaySheet {
    Position last;
    std::map<std::string, Turnover> accounts;  ///< all wallets together are "wallets"

    static constexpr void fields(auto&& visit) {
        visit(field<1>("last", &DaySheet::last), field<2>("accounts", &DaySheet::accounts));
    }
    friend bool operator==(const DaySheet&, const DaySheet&) = default;
};

struct ClosedPeriod {
    PeriodKind kind{};
    Day first;
    Day last;
    Position closed;  ///< the event that closed it

    static constexpr void fields(auto&& visit) {
        using T = ClosedPeriod;
        visit(field<1>("kind", &T::kind), field<2>("first", &T::first), field<3>("last", &T::last),
              field<4>("closed", &T::closed));
    }
    friend bool operator==(const ClosedPeriod&, const ClosedPeriod&) = default;
};

/// What is paid back, and a second person has to approve it, or has.
struct ProposedTransaction {
    WalletId wallet;
    ProposedType type{};
    Position transaction;  ///< the sale that is refunded, or what is reversed; of a settlement none
    Money amount;
    MethodId method;
    bool debt_allowed{};
    std::string proposer;
    std::optional<std::string> approver;  ///< none: it waits

    static constexpr void fields(auto&& visit) {
        using T = ProposedTransaction;
        visit(field<1>("wallet", &T::wallet), field<2>("type", &T::type),
              field<3>("transaction", &T::transaction), field<4>("amount", &T::amount),
              field<5>("method", &T::method), field<6>("debt_allowed", &T::debt_allowed),
              field<7>("proposer", &T::proposer), field<8>("approver", &T::approver));
    }
    friend bool operator==(const ProposedTransaction&, const ProposedTransaction&) = default;
};

/// The office's part of the state.
struct Office {
    std::map<FeeId, FeePlan> fees;
    std::map<Position, Shift> shifts;  ///< that are open
    std::map<Day, DaySheet> days;
    std::optional<Instant> day_ends;    ///< of the newest day
    std::vector<ClosedPeriod> periods;  ///< in the order in which they were closed
    std::map<RoleId, Role> roles;       ///< none before the first operator
    std::map<OperatorId, Operator> operators;
    std::vector<std::string> signing_keys;  ///< vkeys, oldest first; none before a rotation
    ApprovalLimitsSet approval_limits;
    std::map<Position, ProposedTransaction> proposed;  ///< neither done nor declined

    static constexpr void fields(auto&& visit) {
        using T = Office;
        visit(field<1>("fees", &T::fees), field<2>("shifts", &T::shifts),
              field<3>("days", &T::days), field<4>("day_ends", &T::day_ends),
              field<5>("periods", &T::periods), field<6>("roles", &T::roles),
              field<7>("operators", &T::operators), field<8>("signing_keys", &T::signing_keys),
              field<9>("approval_limits", &T::approval_limits),
              field<10>("proposed", &T::proposed));
    }
    friend bool operator==(const Office&, const Office&) = default;
};

}  // namespace ledger
