#include "api/catalogue/usual_terms.hpp"
#include "api/lists.hpp"
#include "api/preconditions.hpp"

namespace api {
namespace {

using ledger::State;
using ledger::TariffId;

Json tariff_json(const TariffId& id, const ledger::Tariff& tariff) {
    Json versions = Json::array();
    for (const ledger::TariffVersion& each : tariff.versions) {
        Json version = write_record(each.terms);
        version["published"] = each.published.number;
        versions.push_back(std::move(version));
    }
    return {{"tariff", id.text()}, {"versions", versions}};
}

/// GET /v1/tariffs?cursor=&limit=
Response list_tariffs(const Call& call) { return list_of(call, &State::tariffs, tariff_json); }

/// GET /v1/tariffs/{tariff}
Response read_tariff(const Call& call) {
    return one_of(call, &State::tariffs, {"tariff_must_exist", "tariff", "is not published"},
                  tariff_json);
}

/// POST /v1/tariffs: the next version
Reply publish_tariff(const Call& call) {
    Wish wish = wish_of(call.request);
    with_usual_terms(wish.body);
    return write(call, read_record<ledger::PublishTariff>(wish.body, ""), wish.reason,
                 Key::accepted);
}

Json calendar_json(const ledger::CalendarId&, const ledger::CalendarPublished& calendar) {
    return write_record(calendar);
}

/// GET /v1/calendars?cursor=&limit=
Response list_calendars(const Call& call) {
    return list_of(call, &State::calendars, calendar_json);
}

/// GET /v1/calendars/{calendar}
Response read_calendar(const Call& call) {
    return one_of(call, &State::calendars, {"path_must_exist", "calendar", "is not published"},
                  calendar_json);
}

/// PUT /v1/calendars/{calendar}: the whole list of special days.
Reply publish_calendar(const Call& call) {
    const Wish wish = wish_of(call.request);
    const Json body = with_name(wish.body, "calendar", call.names[0]);
    return write(call, ledger::PublishCalendar{read_record<ledger::CalendarPublished>(body, "")},
                 wish.reason, Key::accepted);
}

}  // namespace

void with_usual_terms(Json& body) {
    const Json usual{{"zone", ""},
                     {"schedule", Json::array()},
                     {"rules", Json::array()},
                     {"calendar", nullptr},
                     {"tiers", Json::array()},
                     {"tier_cycle", "month"},
                     {"cycle_start", "calendar"},
                     {"provisional", false}};
    for (const auto& [name, value] : usual.items()) {
        if (!body.contains(name)) body[name] = value;
    }
}

std::vector<Route> tariff_routes() {
    return {{"GET", "/v1/tariffs", Right::catalogue_read, list_tariffs},
            {"GET", "/v1/tariffs/{tariff}", Right::catalogue_read,
             with_etag(ledger::SubjectKind::tariff, read_tariff)},
            {"POST", "/v1/tariffs", Right::tariff_edit, publish_tariff},
            {"GET", "/v1/calendars", Right::catalogue_read, list_calendars},
            {"GET", "/v1/calendars/{calendar}", Right::catalogue_read,
             with_etag(ledger::SubjectKind::calendar, read_calendar)},
            {"PUT", "/v1/calendars/{calendar}", Right::tariff_edit, publish_calendar}};
}

}  // namespace api
