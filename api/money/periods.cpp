#include <algorithm>
#include <ranges>

#include "api/replies.hpp"
#include "ledger/journal/journal.hpp"
#include "ledger/journal/recorded_event.hpp"
#include "ledger/journal/sha256.hpp"

namespace api {
namespace {

using ledger::ClosedPeriod;
using ledger::PeriodKind;
using ledger::State;

PeriodKind kind_in(const Call& call) {
    const auto kind = ledger::enum_from_text<PeriodKind>(call.names.at(0));
    if (!kind)
        throw Problem(404, "path_must_exist", "",
                      "a period is a day, a month or a year, not '" + call.names[0] + "'");
    return *kind;
}

ledger::Day first_in(const Call& call) {
    const auto first = ledger::day_from_text(call.names.at(1));
    if (!first)
        throw Problem(404, "path_must_exist", "",
                      "'" + call.names[1] + "' is no day such as 2026-11-01");
    return *first;
}

ClosedPeriod known_period(const Call& call) {
    const PeriodKind kind = kind_in(call);
    const ledger::Day first = first_in(call);
    return call.service.book.read([&](const State& state) {
        const auto& closed = state.office.periods;
        const auto found = std::find_if(closed.begin(), closed.end(), [&](const auto& each) {
            return each.kind == kind && each.first == first;
        });
        if (found == closed.end())
            throw Problem(404, "path_must_exist", "",
                          "the " + call.names[0] + " of " + call.names[1] +
                              " is not closed: POST its closing first");
        return *found;
    });
}

/// GET /v1/periods: what is closed, newest first; ?kind=day|month|year&cursor=&limit=
Response list_periods(const Call& call) {
    const auto wanted = call.request.parameter("kind");
    if (wanted && !ledger::enum_from_text<PeriodKind>(*wanted))
        throw Problem(400, "field_must_fit", "kind", "kind: give day, month or year");
    const std::uint64_t before = number_of(call.request, "cursor", UINT64_MAX);
    const std::size_t limit = limit_of(call.request);
    projections::Page<ClosedPeriod> page;
    call.service.book.read([&](const State& state) {
        const auto& closed = state.office.periods;
        for (const ClosedPeriod& each : std::views::reverse(closed)) {
            const bool fits =
                each.closed.number < before && (!wanted || *wanted == ledger::to_text(each.kind));
            if (!fits) continue;
            if (page.rows.size() == limit) {
                page.next = std::to_string(page.rows.back().closed.number);
                return 0;
            }
            page.rows.push_back(each);
        }
        return 0;
    });
    return page_response(page, [](const ClosedPeriod& each) { return write_record(each); });
}

/// GET /v1/periods/{kind}/{first}: the figures of a closed period, from its event alone, so that
/// they are the same bytes for ever. `digest` is the event's leaf in the log.
Response read_period(const Call& call) {
    const ledger::Position closed = known_period(call).closed;
    const auto& journal = call.service.book.journal();
    if (closed > journal.head().last)
        throw Problem(503, "position_must_be_reached", "", "it is being written: ask again");
    const ledger::Bytes bytes = journal.get(closed);
    const ledger::Event event = ledger::recorded_event(bytes);
    Json json = write_record(std::get<ledger::PeriodClosed>(event.payload));
    json["closed"] = closed.number;
    json["closed_at"] = ledger::to_text(event.envelope.recorded_at);
    json["closed_by"] = event.envelope.actor.name;
    json["digest"] = ledger::to_hex(ledger::view(ledger::leaf_hash(bytes)));
    return json_response(json);
}

/// In the order of the rows: days are as long as each other.
std::string place_of(const projections::LateRow& row) {
    return ledger::to_text(row.day) + "," + ledger::to_text(row.booked) + "," + row.account;
}

/// GET /v1/periods/{kind}/{first}/later?cursor=&limit=: what belongs to the period and was recorded
/// after it
Response read_later(const Call& call) {
    wait_for_position(call, call.service.read_models.late);
    const ClosedPeriod period = known_period(call);
    const std::size_t limit = limit_of(call.request);
    const std::string after = call.request.parameter("cursor").value_or("");
    projections::Page<projections::LateRow> page;
    for (auto& row : call.service.read_models.late.after(period.first, period.last)) {
        if (place_of(row) <= after) continue;
        if (page.rows.size() == limit) {
            page.next = place_of(page.rows.back());
            break;
        }
        page.rows.push_back(std::move(row));
    }
    return page_response(page, write_record<projections::LateRow>);
}

/// POST /v1/periods/{kind}/{first}/closing
Reply close_period(const Call& call) {
    const Wish wish = wish_of(call.request);
    if (!wish.body.empty()) unfit("/", "give {} or a reason: the path says which period");
    return write(call, ledger::ClosePeriod{kind_in(call), first_in(call)}, wish.reason,
                 Key::accepted);
}

}  // namespace

std::vector<Route> period_routes() {
    return {{"GET", "/v1/periods", Right::report_read, list_periods},
            {"GET", "/v1/periods/{kind}/{first}", Right::report_read, read_period},
            {"GET", "/v1/periods/{kind}/{first}/later", Right::report_read, read_later},
            {"POST", "/v1/periods/{kind}/{first}/closing", Right::period_close, close_period}};
}

}  // namespace api
