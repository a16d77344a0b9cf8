#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

#include "ledger/events/words.hpp"
#include "ledger/values/fields.hpp"

// What the office does in the small world.

namespace property {

using ledger::field;

/// What a wallet may owe, and hold: in cents, nothing for no limit.
struct Limit {
    static constexpr std::string_view name = "Limit";
    std::uint32_t meter;
    std::int64_t overdraft_cents;
    std::optional<std::int64_t> hoarding_cents;

    static constexpr void fields(auto&& visit) {
        visit(field<1>("meter", &Limit::meter),
              field<2>("overdraft_cents", &Limit::overdraft_cents),
              field<3>("hoarding_cents", &Limit::hoarding_cents));
    }
};

/// The next version of a fixed fee, so many days from today.
struct Levy {
    static constexpr std::string_view name = "Levy";
    std::uint32_t fee;
    std::int64_t cents;
    std::int64_t days_ahead;

    static constexpr void fields(auto&& visit) {
        visit(field<1>("fee", &Levy::fee), field<2>("cents", &Levy::cents),
              field<3>("days_ahead", &Levy::days_ahead));
    }
};

/// A wallet pays a fee from a day on, for so many days or for ever; or goes on paying it.
struct Oblige {
    static constexpr std::string_view name = "Oblige";
    std::uint32_t meter;
    std::uint32_t fee;
    std::int64_t days_ahead;
    std::optional<std::int64_t> days;
    bool keeps_from;

    static constexpr void fields(auto&& visit) {
        using T = Oblige;
        visit(field<1>("meter", &T::meter), field<2>("fee", &T::fee),
              field<3>("days_ahead", &T::days_ahead), field<4>("days", &T::days),
              field<5>("keeps_from", &T::keeps_from));
    }
};

/// What a wallet's fees cost until so many days ago is charged.
struct Bill {
    static constexpr std::string_view name = "Bill";
    std::uint32_t meter;
    std::int64_t days_ago;

    static constexpr void fields(auto&& visit) {
        visit(field<1>("meter", &Bill::meter), field<2>("days_ago", &Bill::days_ago));
    }
};

/// The site wants a second person above so many cents, somebody wants a refund, a reversal or the
/// end of a wallet, and somebody decides; then it is asked for again, and the site trusts everybody
/// anew.
struct Oversee {
    static constexpr std::string_view name = "Oversee";
    std::uint32_t transaction;
    ledger::ProposedType type;
    std::int64_t above_cents;
    std::uint32_t verdict;  ///< approved, approved by its proposer, declined, left waiting

    static constexpr void fields(auto&& visit) {
        using T = Oversee;
        visit(field<1>("transaction", &T::transaction), field<2>("type", &T::type),
              field<3>("above_cents", &T::above_cents), field<4>("verdict", &T::verdict));
    }
};

/// Somebody takes a till over; Zhang does, who sells.
struct TakeTill {
    static constexpr std::string_view name = "TakeTill";
    std::uint32_t till;
    std::uint32_t teller;
    std::int64_t float_cents;

    static constexpr void fields(auto&& visit) {
        visit(field<1>("till", &TakeTill::till), field<2>("teller", &TakeTill::teller),
              field<3>("float_cents", &TakeTill::float_cents));
    }
};

/// The n-th open shift is counted, with so many cents too much; by its teller or by another.
struct CountTill {
    static constexpr std::string_view name = "CountTill";
    std::uint32_t shift;
    std::int64_t cents_over;
    bool is_forgetful;  ///< one way of paying is not counted
    bool by_another;
    bool by_supervisor;

    static constexpr void fields(auto&& visit) {
        using T = CountTill;
        visit(field<1>("shift", &T::shift), field<2>("cents_over", &T::cents_over),
              field<3>("is_forgetful", &T::is_forgetful), field<4>("by_another", &T::by_another),
              field<5>("by_supervisor", &T::by_supervisor));
    }
};

/// The next period of its kind is closed, or the one so many further on.
struct EndPeriod {
    static constexpr std::string_view name = "EndPeriod";
    ledger::PeriodKind kind;
    std::int64_t further;

    static constexpr void fields(auto&& visit) {
        visit(field<1>("kind", &EndPeriod::kind), field<2>("further", &EndPeriod::further));
    }
};

}  // namespace property
