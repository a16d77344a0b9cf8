#pragma once
#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/events/event.hpp"
#include "ledger/rules/state.hpp"

namespace ledger {

/// What must hold of every event in the state before it, by name. The same laws are held against
/// generated histories in the tests and against a real log by `meterbook verify`.
enum class Law : std::uint8_t {
    positions_have_no_gap,
    recorded_time_never_goes_back,
    subject_is_what_the_payload_is_about,
    subject_versions_have_no_gap,
    envelope_is_whole,
    event_speaks_of_known_things,
    postings_sum_to_zero,
    open_credit_is_the_balance,
    balance_after_is_computed,
    receipt_numbers_have_no_gap,
    recharge_counts_have_no_gap,
    refund_is_within_unconsumed_credit,
    reversal_is_whole_and_once,
    transfer_is_within_credit,
    adjustment_is_what_another_proposed,
    tariff_versions_have_no_gap,
    reading_follows_the_last_good_one,
    energy_is_neither_lost_nor_invented,
    charge_is_what_the_terms_say,
    command_is_pending,
    fee_is_what_the_site_or_plan_says,
    shift_is_counted_as_it_was_taken,
    period_says_what_was_posted,
    opening_balance_is_brought_in_once,
    forgotten_customer_stays_forgotten,
    batch_rows_come_in_order,
    notice_is_pending,
    purchase_counts_have_no_gap,
    an_administrator_remains,
    amounts_are_positive,
    signing_keys_follow_each_other,
    large_transactions_are_approved_by_another,
    values_are_possible
};
template <>
struct EnumNames<Law> {
    static constexpr std::array<std::string_view, 33> names{
        "positions_have_no_gap",
        "recorded_time_never_goes_back",
        "subject_is_what_the_payload_is_about",
        "subject_versions_have_no_gap",
        "envelope_is_whole",
        "event_speaks_of_known_things",
        "postings_sum_to_zero",
        "open_credit_is_the_balance",
        "balance_after_is_computed",
        "receipt_numbers_have_no_gap",
        "recharge_counts_have_no_gap",
        "refund_is_within_unconsumed_credit",
        "reversal_is_whole_and_once",
        "transfer_is_within_credit",
        "adjustment_is_what_another_proposed",
        "tariff_versions_have_no_gap",
        "reading_follows_the_last_good_one",
        "energy_is_neither_lost_nor_invented",
        "charge_is_what_the_terms_say",
        "command_is_pending",
        "fee_is_what_the_site_or_plan_says",
        "shift_is_counted_as_it_was_taken",
        "period_says_what_was_posted",
        "opening_balance_is_brought_in_once",
        "forgotten_customer_stays_forgotten",
        "batch_rows_come_in_order",
        "notice_is_pending",
        "purchase_counts_have_no_gap",
        "an_administrator_remains",
        "amounts_are_positive",
        "signing_keys_follow_each_other",
        "large_transactions_are_approved_by_another",
        "values_are_possible"};
};

/// A law that an event breaks.
struct Breach {
    Law law;
    std::string detail;

    friend bool operator==(const Breach&, const Breach&) = default;
};

/// The newest events of a meter before the one that is judged, oldest first: at most so many, and
/// fewer only where there are no more. Asked for corrections alone.
using PastOf = std::function<std::vector<Event>(const MeterId& meter, std::size_t most)>;

/// The first law that this event breaks in this state, if any. An event that breaks none can be
/// applied. Whatever stands in it, this returns: numbers beyond all sense are a breach, too. Every
/// charge is rated again from the recorded tariff, and every correction from the readings of the
/// past. Pure.
std::optional<Breach> find_breach(const State& state, const Event& event, const PastOf& past_of);

/// The past in the events before the judged one, for who has them all in memory.
PastOf past_in(std::span<const Event> events);

}  // namespace ledger
