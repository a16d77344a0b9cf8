#include "api/problem.hpp"

#include <source_location>

#include <nlohmann/json.hpp>

#include "api/sentences.hpp"
#include "ledger/values/ensure.hpp"

namespace api {
namespace {

const char* title_of(int status) {
    switch (status) {
        case 400:
            return "The request cannot be read";
        case 401:
            return "The request is not authorised";
        case 403:
            return "This is not for whoever asks";
        case 404:
            return "There is no such thing";
        case 405:
            return "This cannot be done here";
        case 409:
            return "The book stands otherwise";
        case 412:
            return "It was changed since";
        case 413:
        case 431:
            return "The request is too large";
        case 417:
            return "The request expects what is not done here";
        case 422:
            return "A rule says no";
        case 429:
            return "Too many requests";
        case 503:
            return "Not now";
        case 500:
            return "The service failed";
        default:
            return "The request was not done";
    }
}

}  // namespace

int status_of(ledger::Rule rule) {  // NOLINT(readability-function-size): a table
    switch (rule) {
        using enum ledger::Rule;
        case building_must_exist:
        case gateway_must_exist:
        case line_must_exist:
        case meter_must_exist:
        case tariff_must_exist:
        case wallet_must_exist:
        case transaction_must_exist:
        case account_must_exist:
        case calendar_must_exist:
        case fee_must_exist:
        case customer_must_exist:
        case batch_must_exist:
        case role_must_exist:
        case operator_must_exist:
        case key_must_exist:
            return 404;
        case site_must_be_configured:
        case meter_must_be_new:
        case account_must_be_new:
        case unit_must_be_free_on_its_line:
        case line_must_have_room:
        case meter_must_be_unattached:
        case transaction_must_not_be_reversed_twice:
        case command_must_be_pending:
        case command_must_not_be_pending_twice:
        case meter_must_be_attached:
        case final_reading_must_be_fresh:
        case customer_must_be_another:
        case transfer_must_not_exceed_credit:
        case proposal_must_be_open:
        case transaction_must_be_approved:
        case quarantine_must_be_open:
        case quarantine_must_allow_it:
        case period_must_be_over:
        case periods_must_close_in_order:
        case period_must_not_be_closed_twice:
        case till_must_be_free:
        case teller_must_have_no_open_shift:
        case shift_must_be_open:
        case money_must_move_in_a_shift:
        case account_must_be_prepared:
        case customer_must_not_be_forgotten:
        case customer_must_have_no_account:
        case opening_balance_must_be_new:
        case wallet_must_be_idle:
        case correction_must_be_done:
        case reading_must_be_correctable:
        case past_must_be_whole:
        case batch_must_be_new:
        case batch_must_be_under_way:
        case power_must_not_be_kept:
        case thresholds_must_be_set:
        case purchases_must_agree:
        case purchase_count_must_be_known:
        case credit_push_must_be_finished:
        case power_must_not_be_cut_now:
        case notice_must_be_pending:
        case meter_must_be_in_use:
        case operator_must_be_new:
        case operator_must_be_enabled:
        case administrator_must_remain:
        case key_must_be_new:
        case signing_key_must_be_the_newest:
        case signing_key_must_be_handed_over:
            return 409;
        case subject_must_be_unchanged:
            return 412;
        case name_must_be_well_formed:
        case value_must_be_in_range:
        case zone_must_be_known:
        case thresholds_must_descend:
        case prices_must_cover_every_band:
        case schedule_must_start_at_midnight:
        case past_must_be_within_look_back:
        case tiers_must_ascend:
        case wallets_must_differ:
        case adjustment_must_change_the_balance:
        case approver_must_be_another:
        case notice_text_must_be_well_formed:
        case meter_must_have_been_read:
        case meter_must_have_a_price:
        case amount_must_be_positive:
        case amount_must_be_whole_cents:
        case method_must_be_configured:
        case refund_must_not_exceed_unconsumed_credit:
        case reversed_sale_must_not_be_refunded:
        case reversal_must_not_be_reversed:
        case refunded_sale_must_not_be_reversed:
        case reversal_must_not_leave_debt:
        case reading_must_not_be_in_the_future:
        case registers_must_fit:
        case replacement_must_follow_the_last_reading:
        case final_reading_or_estimate_must_be_given:
        case meter_must_have_a_relay:
        case keep_power_outranks_trip:
        case expiry_must_be_in_the_future:
        case sale_must_fit_the_hoarding_limit:
        case fee_must_not_change_the_past:
        case shift_must_be_the_tellers_own:
        case every_method_must_be_counted:
        case reason_must_be_given:
        case idempotency_key_must_keep_its_command:
        case prices_must_have_no_tiers:
        case credit_push_must_follow_a_sale:
        case credit_must_not_be_on_the_meter:
        case wallet_must_be_the_meters_own:
        case operator_must_be_of_that_kind:
        case administrator_must_hold_every_right:
            return 422;
    }
    ledger::broken_promise("every rule has a status", std::source_location::current());
}

Problem problem_of(const ledger::Refusal& refusal) {
    return {status_of(refusal.rule), std::string(ledger::to_text(refusal.rule)), refusal.field,
            refusal.detail};
}

Response response_of(const Problem& problem) {
    nlohmann::ordered_json body{{"type", "about:blank"},
                                {"title", title_of(problem.status)},
                                {"status", problem.status},
                                {"code", problem.code},
                                {"detail", problem.detail}};
    if (!problem.field.empty()) body["field"] = problem.field;
    if (const auto parameters = parameters_in(problem.detail); !parameters.empty())
        body["parameters"] = parameters;
    Response response{problem.status, {{"Content-Type", "application/problem+json"}}, {}};
    response.body = body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    if (problem.status == 503) response.headers["Retry-After"] = "5";
    if (problem.code == "key_is_in_flight") response.headers["Retry-After"] = "1";
    if (problem.status == 401) response.headers["WWW-Authenticate"] = "Bearer";
    return response;
}

}  // namespace api
