#pragma once
#include <cstdint>
#include <string_view>
#include <variant>
#include <vector>

#include "ledger/rules/commands.hpp"
#include "tests/property/control_steps.hpp"
#include "tests/property/office_steps.hpp"
#include "tests/property/operator_steps.hpp"
#include "tests/property/show.hpp"

// What happens in the small world, said relative to what happened before ("refund the third
// sale"), so that taking a step out of a story leaves a story.

namespace property {

using ledger::field;

/// How a reading goes wrong on its way, or does not.
enum class Fault : std::uint8_t {
    none,
    repeated,       ///< the last reading once more
    late,           ///< what the meter showed some readings ago
    contradicting,  ///< read before the last one and above it
    zeros,
    went_back,
    spike,
    rate_spike,  ///< one rate register jumps, the total does not
    other_shape,
    other_number,
    other_ratio,
    from_the_future,
    delayed,  ///< a good one that does not arrive now, but as a late one, perhaps
    foreign   ///< told by a gateway that does not read this meter any more
};

/// Time passes, a meter counts, and is read. Minutes and watt-hours since it was last seen.
struct Read {
    static constexpr std::string_view name = "Read";
    std::uint32_t meter;
    std::uint32_t minutes;
    std::uint32_t permille;  ///< of its rated power
    std::uint32_t band;      ///< which rate register counts most of it
    std::uint32_t drift;     ///< watt-hours that only the total counts
    Fault fault;
    std::int32_t power_w;           ///< below zero: backwards; 0: not shown
    std::int32_t clock_offset_s{};  ///< 0: not shown

    static constexpr void fields(auto&& visit) {
        using T = Read;
        visit(field<1>("meter", &T::meter), field<2>("minutes", &T::minutes),
              field<3>("permille", &T::permille), field<4>("band", &T::band),
              field<5>("drift", &T::drift), field<6>("fault", &T::fault),
              field<7>("power_w", &T::power_w), field<8>("clock_offset_s", &T::clock_offset_s));
    }
};

struct Sell {
    static constexpr std::string_view name = "Sell";
    std::uint32_t meter;
    std::int64_t amount_cents;

    static constexpr void fields(auto&& visit) {
        visit(field<1>("meter", &Sell::meter), field<2>("amount_cents", &Sell::amount_cents));
    }
};

/// Credit of the n-th sale is paid back: a part of what is left, all of it, or more than that.
enum class Share : std::uint8_t { some, all, a_micro_more, a_cent_more };

struct PayBack {
    static constexpr std::string_view name = "PayBack";
    std::uint32_t sale;
    Share share;
    std::uint32_t percent;

    static constexpr void fields(auto&& visit) {
        visit(field<1>("sale", &PayBack::sale), field<2>("share", &PayBack::share),
              field<3>("percent", &PayBack::percent));
    }
};

/// The n-th sale, refund or reversal is undone.
struct Undo {
    static constexpr std::string_view name = "Undo";
    std::uint32_t transaction;
    bool debt_allowed;

    static constexpr void fields(auto&& visit) {
        visit(field<1>("transaction", &Undo::transaction),
              field<2>("debt_allowed", &Undo::debt_allowed));
    }
};

/// The next version of a tariff, so many minutes from now.
struct Reprice {
    static constexpr std::string_view name = "Reprice";
    std::uint32_t tariff;
    std::int64_t minutes_ahead;
    std::uint32_t percent;

    static constexpr void fields(auto&& visit) {
        visit(field<1>("tariff", &Reprice::tariff),
              field<2>("minutes_ahead", &Reprice::minutes_ahead),
              field<3>("percent", &Reprice::percent));
    }
};

struct Switch {
    static constexpr std::string_view name = "Switch";
    std::uint32_t meter;
    std::uint32_t tariff;
    std::int64_t minutes_ahead;

    static constexpr void fields(auto&& visit) {
        visit(field<1>("meter", &Switch::meter), field<2>("tariff", &Switch::tariff),
              field<3>("minutes_ahead", &Switch::minutes_ahead));
    }
};

struct Warn {
    static constexpr std::string_view name = "Warn";
    std::uint32_t meter;
    std::int64_t alarm1_cents;
    std::int64_t alarm2_cents;

    static constexpr void fields(auto&& visit) {
        visit(field<1>("meter", &Warn::meter), field<2>("alarm1_cents", &Warn::alarm1_cents),
              field<3>("alarm2_cents", &Warn::alarm2_cents));
    }
};

/// A person wants something of a meter.
struct Want {
    static constexpr std::string_view name = "Want";
    std::uint32_t meter;
    ledger::CommandKind kind;

    static constexpr void fields(auto&& visit) {
        visit(field<1>("meter", &Want::meter), field<2>("kind", &Want::kind));
    }
};

/// The n-th command that waits goes on.
enum class Progress : std::uint8_t { sent, confirmed, failed, expired, cancelled };

struct Dispatch {
    static constexpr std::string_view name = "Dispatch";
    std::uint32_t command;
    Progress progress;

    static constexpr void fields(auto&& visit) {
        visit(field<1>("command", &Dispatch::command), field<2>("progress", &Dispatch::progress));
    }
};

struct Contact {
    static constexpr std::string_view name = "Contact";
    std::uint32_t meter;
    bool lost;

    static constexpr void fields(auto&& visit) {
        visit(field<1>("meter", &Contact::meter), field<2>("lost", &Contact::lost));
    }
};

/// Credit goes from what one meter draws on to what another does.
struct Transfer {
    static constexpr std::string_view name = "Transfer";
    std::uint32_t from;
    std::uint32_t to;
    std::int64_t amount_cents;

    static constexpr void fields(auto&& visit) {
        visit(field<1>("from", &Transfer::from), field<2>("to", &Transfer::to),
              field<3>("amount_cents", &Transfer::amount_cents));
    }
};

/// Somebody proposes an adjustment, and somebody decides; the same person may try.
enum class SecondLook : std::uint8_t { approved, approved_by_proposer, declined, left_waiting };

struct Adjust {
    static constexpr std::string_view name = "Adjust";
    std::uint32_t meter;
    ledger::AdjustmentKind kind;
    std::int64_t micros;
    SecondLook verdict;

    static constexpr void fields(auto&& visit) {
        using T = Adjust;
        visit(field<1>("meter", &T::meter), field<2>("kind", &T::kind),
              field<3>("micros", &T::micros), field<4>("verdict", &T::verdict));
    }
};

/// What becomes of a wallet when its meter leaves.
enum class Left : std::uint8_t { stays, settled, moved, settled_later };

/// The meter is read, or was read a while ago, and leaves its account; or joins the open one.
struct Leave {
    static constexpr std::string_view name = "Leave";
    std::uint32_t meter;
    bool is_read;
    Left rest;

    static constexpr void fields(auto&& visit) {
        visit(field<1>("meter", &Leave::meter), field<2>("is_read", &Leave::is_read),
              field<3>("rest", &Leave::rest));
    }
};

struct Join {
    static constexpr std::string_view name = "Join";
    std::uint32_t meter;

    static constexpr void fields(auto&& visit) { visit(field<1>("meter", &Join::meter)); }
};

/// The account is closed after a last reading of every meter, and the next tenant moves in.
struct MoveOut {
    static constexpr std::string_view name = "MoveOut";
    ledger::WalletMode next;

    static constexpr void fields(auto&& visit) { visit(field<1>("next", &MoveOut::next)); }
};

/// The next tenant's account is entered before the old one is closed: opened on the day, or not.
struct Plan {
    static constexpr std::string_view name = "Plan";
    ledger::WalletMode wallets;
    bool is_withdrawn;
    std::int64_t old_micros;  ///< brought in for the first meter

    static constexpr void fields(auto&& visit) {
        visit(field<1>("wallets", &Plan::wallets), field<2>("is_withdrawn", &Plan::is_withdrawn),
              field<3>("old_micros", &Plan::old_micros));
    }
};

/// What an older system owed is brought in.
struct BringIn {
    static constexpr std::string_view name = "BringIn";
    std::uint32_t meter;
    std::int64_t micros;

    static constexpr void fields(auto&& visit) {
        visit(field<1>("meter", &BringIn::meter), field<2>("micros", &BringIn::micros));
    }
};

/// A customer gets a name, or is forgotten.
struct Name {
    static constexpr std::string_view name = "Name";
    std::uint32_t customer;
    std::uint32_t person;
    bool is_forgotten;

    static constexpr void fields(auto&& visit) {
        visit(field<1>("customer", &Name::customer), field<2>("person", &Name::person),
              field<3>("is_forgotten", &Name::is_forgotten));
    }
};

/// A person looks at the newest quarantined reading of a meter.
enum class Remedy : std::uint8_t { accept, correct, reject, roll_over, reset, reset_and_estimate };

struct Mend {
    static constexpr std::string_view name = "Mend";
    std::uint32_t meter;
    Remedy remedy;
    std::uint32_t watt_hours;  ///< that are estimated

    static constexpr void fields(auto&& visit) {
        visit(field<1>("meter", &Mend::meter), field<2>("remedy", &Mend::remedy),
              field<3>("watt_hours", &Mend::watt_hours));
    }
};

/// Another device is hung in the place of this one, which is read, or estimated.
struct Swap {
    static constexpr std::string_view name = "Swap";
    std::uint32_t meter;
    bool is_read;
    std::uint32_t watt_hours;  ///< that are estimated

    static constexpr void fields(auto&& visit) {
        visit(field<1>("meter", &Swap::meter), field<2>("is_read", &Swap::is_read),
              field<3>("watt_hours", &Swap::watt_hours));
    }
};

/// What is due is charged again; before that, sometimes, with too little of the past.
struct Recharge {
    static constexpr std::string_view name = "Recharge";
    std::uint32_t most;  ///< events that are brought along at first

    static constexpr void fields(auto&& visit) { visit(field<1>("most", &Recharge::most)); }
};

/// The n-th newest good reading of a meter turns out to have been keyed wrongly.
struct Rekey {
    static constexpr std::string_view name = "Rekey";
    std::uint32_t meter;
    std::uint32_t newest;
    std::int64_t counts;  ///< that it showed more, of every register

    static constexpr void fields(auto&& visit) {
        visit(field<1>("meter", &Rekey::meter), field<2>("newest", &Rekey::newest),
              field<3>("counts", &Rekey::counts));
    }
};

/// A command as a stranger would write it.
struct Ask {
    static constexpr std::string_view name = "Ask";
    ledger::Command command;
};

using Step =
    std::variant<Read, Sell, PayBack, Undo, Reprice, Switch, Warn, Want, Dispatch, Contact,
                 Transfer, Adjust, Leave, Join, MoveOut, Plan, BringIn, Name, Mend, Swap, Limit,
                 Levy, Oblige, Bill, TakeTill, CountTill, EndPeriod, Ask, Recharge, Rekey, Gather,
                 Tell, Lapse, Meddle, Retire, Darken, Hire, Entitle, Admit, Oversee>;

/// Where and when a story plays.
struct Scene {
    ledger::Cutoff cutoff;
    std::uint32_t zone;
    std::uint32_t season;     ///< some of them begin a day before the clocks change
    std::uint32_t counter{};  ///< which terms hold at the counter; 0: none
    std::uint32_t look_back_days{};
    std::optional<ledger::Rule> slip{};  ///< somebody begins by breaking this rule
    std::uint32_t patience{};            ///< which terms of cut-off hold; 0: none
    bool tells{};                        ///< customers are told
    bool deducts{};                      ///< meter 0 deducts by itself

    static constexpr void fields(auto&& visit) {
        visit(field<1>("cutoff", &Scene::cutoff), field<2>("zone", &Scene::zone),
              field<3>("season", &Scene::season), field<4>("counter", &Scene::counter),
              field<5>("look_back_days", &Scene::look_back_days), field<6>("slip", &Scene::slip),
              field<7>("patience", &Scene::patience), field<8>("tells", &Scene::tells),
              field<9>("deducts", &Scene::deducts));
    }
};

struct Story {
    Scene scene;
    std::vector<Step> steps;
};

using ledger::operator<<;  // the steps are described records, too

std::ostream& operator<<(std::ostream& out, const Step& step);
std::ostream& operator<<(std::ostream& out, const Story& story);

}  // namespace property

template <>
struct ledger::EnumNames<property::Fault> {
    static constexpr std::array<std::string_view, 14> names{
        "none",        "repeated",        "late",       "contradicting", "zeros",
        "went_back",   "spike",           "rate_spike", "other_shape",   "other_number",
        "other_ratio", "from_the_future", "delayed",    "foreign"};
};
template <>
struct ledger::EnumNames<property::Share> {
    static constexpr std::array<std::string_view, 4> names{"some", "all", "a_micro_more",
                                                           "a_cent_more"};
};
template <>
struct ledger::EnumNames<property::Progress> {
    static constexpr std::array<std::string_view, 5> names{"sent", "confirmed", "failed", "expired",
                                                           "cancelled"};
};
template <>
struct ledger::EnumNames<property::SecondLook> {
    static constexpr std::array<std::string_view, 4> names{"approved", "approved_by_proposer",
                                                           "declined", "left_waiting"};
};
template <>
struct ledger::EnumNames<property::Left> {
    static constexpr std::array<std::string_view, 4> names{"stays", "settled", "moved",
                                                           "settled_later"};
};
template <>
struct ledger::EnumNames<property::Remedy> {
    static constexpr std::array<std::string_view, 6> names{
        "accept", "correct", "reject", "roll_over", "reset", "reset_and_estimate"};
};
