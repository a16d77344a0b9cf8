#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "ledger/values/fields.hpp"
#include "ledger/values/result.hpp"

namespace ledger {

/// Every rule that can say no, named as what must hold.
enum class Rule : std::uint8_t {
    site_must_be_configured,
    building_must_exist,
    gateway_must_exist,
    line_must_exist,
    meter_must_exist,
    tariff_must_exist,
    account_must_exist,
    wallet_must_exist,
    transaction_must_exist,
    name_must_be_well_formed,
    value_must_be_in_range,
    zone_must_be_known,
    meter_must_be_new,
    account_must_be_new,
    unit_must_be_free_on_its_line,
    line_must_have_room,
    thresholds_must_descend,
    prices_must_cover_every_band,
    schedule_must_start_at_midnight,
    past_must_be_within_look_back,
    tiers_must_ascend,
    calendar_must_exist,
    meter_must_be_unattached,
    meter_must_have_been_read,
    meter_must_have_a_price,
    meter_must_be_attached,
    final_reading_must_be_fresh,
    customer_must_be_another,
    wallets_must_differ,
    transfer_must_not_exceed_credit,
    adjustment_must_change_the_balance,
    proposal_must_be_open,
    approver_must_be_another,
    amount_must_be_positive,
    amount_must_be_whole_cents,
    method_must_be_configured,
    refund_must_not_exceed_unconsumed_credit,
    reversed_sale_must_not_be_refunded,
    reversal_must_not_be_reversed,
    transaction_must_not_be_reversed_twice,
    refunded_sale_must_not_be_reversed,
    reversal_must_not_leave_debt,
    reading_must_not_be_in_the_future,
    quarantine_must_be_open,
    quarantine_must_allow_it,
    registers_must_fit,
    replacement_must_follow_the_last_reading,
    final_reading_or_estimate_must_be_given,
    meter_must_have_a_relay,
    keep_power_outranks_trip,
    command_must_be_pending,
    command_must_not_be_pending_twice,
    expiry_must_be_in_the_future,
    sale_must_fit_the_hoarding_limit,
    fee_must_exist,
    fee_must_not_change_the_past,
    period_must_be_over,
    periods_must_close_in_order,
    period_must_not_be_closed_twice,
    till_must_be_free,
    teller_must_have_no_open_shift,
    shift_must_be_open,
    shift_must_be_the_tellers_own,
    every_method_must_be_counted,
    money_must_move_in_a_shift,
    reason_must_be_given,
    idempotency_key_must_keep_its_command,
    customer_must_exist,
    customer_must_not_be_forgotten,
    customer_must_have_no_account,
    account_must_be_prepared,
    opening_balance_must_be_new,
    wallet_must_be_idle,
    correction_must_be_done,
    reading_must_be_correctable,
    past_must_be_whole
};
template <>
struct EnumNames<Rule> {
    static constexpr std::array<std::string_view, 76> names{
        "site_must_be_configured",
        "building_must_exist",
        "gateway_must_exist",
        "line_must_exist",
        "meter_must_exist",
        "tariff_must_exist",
        "account_must_exist",
        "wallet_must_exist",
        "transaction_must_exist",
        "name_must_be_well_formed",
        "value_must_be_in_range",
        "zone_must_be_known",
        "meter_must_be_new",
        "account_must_be_new",
        "unit_must_be_free_on_its_line",
        "line_must_have_room",
        "thresholds_must_descend",
        "prices_must_cover_every_band",
        "schedule_must_start_at_midnight",
        "past_must_be_within_look_back",
        "tiers_must_ascend",
        "calendar_must_exist",
        "meter_must_be_unattached",
        "meter_must_have_been_read",
        "meter_must_have_a_price",
        "meter_must_be_attached",
        "final_reading_must_be_fresh",
        "customer_must_be_another",
        "wallets_must_differ",
        "transfer_must_not_exceed_credit",
        "adjustment_must_change_the_balance",
        "proposal_must_be_open",
        "approver_must_be_another",
        "amount_must_be_positive",
        "amount_must_be_whole_cents",
        "method_must_be_configured",
        "refund_must_not_exceed_unconsumed_credit",
        "reversed_sale_must_not_be_refunded",
        "reversal_must_not_be_reversed",
        "transaction_must_not_be_reversed_twice",
        "refunded_sale_must_not_be_reversed",
        "reversal_must_not_leave_debt",
        "reading_must_not_be_in_the_future",
        "quarantine_must_be_open",
        "quarantine_must_allow_it",
        "registers_must_fit",
        "replacement_must_follow_the_last_reading",
        "final_reading_or_estimate_must_be_given",
        "meter_must_have_a_relay",
        "keep_power_outranks_trip",
        "command_must_be_pending",
        "command_must_not_be_pending_twice",
        "expiry_must_be_in_the_future",
        "sale_must_fit_the_hoarding_limit",
        "fee_must_exist",
        "fee_must_not_change_the_past",
        "period_must_be_over",
        "periods_must_close_in_order",
        "period_must_not_be_closed_twice",
        "till_must_be_free",
        "teller_must_have_no_open_shift",
        "shift_must_be_open",
        "shift_must_be_the_tellers_own",
        "every_method_must_be_counted",
        "money_must_move_in_a_shift",
        "reason_must_be_given",
"idempotency_key_must_keep_its_command", "customer_must_exist", "customer_must_not_be_forgotten", "customer_must_have_no_account", "account_must_be_prepared", "opening_balance_must_be_new", "wallet_must_be_idle", "correction_must_be_done", "reading_must_be_correctable", "past_must_be_whole"};
};

/// A rule that said no: which one, about which field of the command, and a sentence with the
/// value's fault and the way out.
struct Refusal {
    Rule rule;
    std::string field;
    std::string detail;

    friend bool operator==(const Refusal&, const Refusal&) = default;
};

inline Refused<Refusal> refuse(Rule rule, std::string field, std::string detail) {
    return refused(Refusal{rule, std::move(field), std::move(detail)});
}

}  // namespace ledger
