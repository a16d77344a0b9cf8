#pragma once
#include <array>
#include <bitset>
#include <cstdint>
#include <string_view>

#include "ledger/values/fields.hpp"

namespace ledger {

/// What somebody may do. A role is a set of these; each route of the API needs one of them. Their
/// numbers are stored: append, never reorder.
enum class Right : std::uint8_t {
    catalogue_read,      ///< site, places, meters, prices, readings, commands
    customer_read,       ///< names and telephone numbers
    money_read,          ///< wallets, statements, sales, shifts
    report_read,         ///< reports and periods
    event_read,          ///< the log itself
    operator_read,       ///< operators, roles and what they did
    site_edit,           ///< the site and its rules for everybody
    place_edit,          ///< buildings, gateways, lines
    meter_edit,          ///< meters, and what replaces them
    tariff_edit,         ///< tariffs, fees, calendars, and who has which
    tariff_backdate,     ///< the same, from a moment that is over
    customer_edit,       ///< registers and forgets customers
    account_edit,        ///< opens, changes, closes accounts
    money_sell,          ///< takes money in
    money_refund,        ///< pays out what was not consumed
    money_reverse,       ///< undoes a sale or a refund
    money_leave_debt,    ///< undoes it even where a debt is left
    money_transfer,      ///< from wallet to wallet
    money_settle,        ///< pays out or collects what is left
    money_bring_in,      ///< balances of an older system
    adjustment_propose,  ///< changes a balance by hand, once another person approves
    adjustment_approve,  ///< approves or declines what another person proposed
    limit_edit,          ///< what a wallet may owe, and hold
    fee_charge,          ///< draws fixed fees at once
    reading_enter,       ///< keys a reading in
    reading_judge,       ///< decides about readings in quarantine
    charge_correct,      ///< corrects a reading that was charged
    power_control,       ///< commands to meters
    notice_report,       ///< says what became of a notice
    shift_work,          ///< takes over a till and counts it
    shift_supervise,     ///< closes the shifts of others
    period_close,        ///< closes days, months, years
    operator_edit,       ///< operators, roles, keys
    import_run,          ///< brings files in
    webhook_edit,        ///< retired: opens nothing (is_retired)
    metrics_read,        ///< figures of the running program
    tenant_read,         ///< the accounts that one is bound to, and nothing else
    key_rotate           ///< has the log signed with another key from now on
};
template <>
struct EnumNames<Right> {
    static constexpr std::array<std::string_view, 38> names{
        "catalogue.read",     "customer.read",      "money.read",      "report.read",
        "event.read",         "operator.read",      "site.edit",       "place.edit",
        "meter.edit",         "tariff.edit",        "tariff.backdate", "customer.edit",
        "account.edit",       "money.sell",         "money.refund",    "money.reverse",
        "money.leave_debt",   "money.transfer",     "money.settle",    "money.bring_in",
        "adjustment.propose", "adjustment.approve", "limit.edit",      "fee.charge",
        "reading.enter",      "reading.judge",      "charge.correct",  "power.control",
        "notice.report",      "shift.work",         "shift.supervise", "period.close",
        "operator.edit",      "import.run",         "webhook.edit",    "metrics.read",
        "tenant.read",        "key.rotate"};
};

using RightSet = std::bitset<EnumNames<Right>::names.size()>;

constexpr std::size_t index_of(Right right) { return static_cast<std::size_t>(right); }

/// Opens nothing any more: roles in older logs name it, and nobody holds it. Webhooks are the
/// process' that feeds them.
constexpr bool is_retired(Right right) { return right == Right::webhook_edit; }

/// All that can be held.
inline RightSet every_right() {
    RightSet rights;
    rights.set();
    rights.reset(index_of(Right::webhook_edit));
    return rights;
}

}  // namespace ledger
