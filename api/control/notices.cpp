#include "api/replies.hpp"

namespace api {
namespace {

using projections::NoticeRow;
using projections::NoticeState;

/// GET /v1/notices?state=&wallet=&cursor=&limit=: queued ones oldest first, all others newest first
Response list_notices(const Call& call) {
    wait_for_position(call, call.service.read_models.notices);
    const auto text = call.request.parameter("state");
    const auto state = text ? ledger::enum_from_text<NoticeState>(*text) : std::nullopt;
    if (text && !state)
        throw Problem(400, "field_must_fit", "state", "state: " + one_of_its_words<NoticeState>());
    const projections::NoticeFilter filter{
        ledger::WalletId(call.request.parameter("wallet").value_or("")),
        state,
        {number_of(call.request, "cursor", 0)},
        limit_of(call.request)};
    return page_response(call.service.read_models.notices.list(filter),
                         [](const NoticeRow& row) { return write_record(row); });
}

/// GET /v1/notices/{position}
Response read_notice(const Call& call) {
    wait_for_position(call, call.service.read_models.notices);
    const auto row = call.service.read_models.notices.of(position_in(call, 0));
    if (!row)
        throw Problem(404, "notice_must_exist", "", "event " + call.names[0] + " is no notice");
    return json_response(write_record(*row));
}

/// The body with the notice that the path names.
Json with_notice(const Call& call, Json body) {
    if (body.contains("notice")) unfit("/notice", "the path names it: leave it out");
    body["notice"] = position_in(call, 0).number;
    return body;
}

/// POST /v1/notices/{position}/delivery {"reference"}
Reply report_delivered(const Call& call) {
    Wish wish = wish_of(call.request);
    if (!wish.body.contains("reference")) wish.body["reference"] = "";
    return write(call, read_record<ledger::ReportNoticeDelivered>(with_notice(call, wish.body), ""),
                 wish.reason, Key::accepted);
}

/// POST /v1/notices/{position}/failure {"cause", "is_final"}
Reply report_failed(const Call& call) {
    const Wish wish = wish_of(call.request);
    return write(call, read_record<ledger::ReportNoticeFailed>(with_notice(call, wish.body), ""),
                 wish.reason, Key::accepted);
}

/// POST /v1/meters/{meter}/purchases/resolution {"purchase_count", "sent_is_credited", "reason"}
Reply resolve_purchases(const Call& call) {
    const Wish wish = wish_of(call.request);
    const Json body = with_name(wish.body, "meter", call.names[0]);
    return write(call, read_record<ledger::ResolvePurchases>(body, ""), wish.reason, Key::accepted);
}

}  // namespace

std::vector<Route> notice_routes() {
    return {{"GET", "/v1/notices", Right::catalogue_read, list_notices},
            {"GET", "/v1/notices/{position}", Right::catalogue_read, read_notice},
            {"POST", "/v1/notices/{position}/delivery", Right::notice_report, report_delivered},
            {"POST", "/v1/notices/{position}/failure", Right::notice_report, report_failed},
            {"POST", "/v1/meters/{meter}/purchases/resolution", Right::power_control,
             resolve_purchases}};
}

}  // namespace api
