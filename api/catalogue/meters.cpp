#include "api/control/tally_json.hpp"
#include "api/lists.hpp"
#include "api/preconditions.hpp"

namespace api {
namespace {

using ledger::Meter;
using ledger::MeterId;
using ledger::State;

/// A meter, and what of its past is to be charged again.
struct Known {
    Meter meter;
    std::optional<ledger::Due> due;
};

Known known(const State& state, const MeterId& id, const Meter& meter) {
    const ledger::Due* due = ledger::find(state.due, id);
    return {meter, due == nullptr ? std::nullopt : std::optional(*due)};
}

Json meter_json(const Known& known, const FieldTallies& tallies) {
    const Meter& meter = known.meter;
    Json json = write_record(meter.registered);
    json["account"] = write_value(meter.account);
    json["wallet"] = write_value(meter.wallet);
    json["tariffs"] = write_value(meter.tariffs);
    json["thresholds"] = write_value(meter.thresholds);
    json["last_good_reading"] = write_value(meter.last_good);
    json["in_contact"] = meter.contact_lost.is_none();
    json["relay_closed"] = write_value(meter.relay_closed);
    json["in_use"] = meter.retired.is_none();
    json["met"] = tally_json(tallies, meter.registered.line, meter.registered.meter);
    json["due"] = write_value(known.due);
    json["supply"] = std::string(ledger::to_text(meter.supply));
    return json;
}

/// GET /v1/meters?cursor=&limit=
Response list_meters(const Call& call) {
    const auto copy = [](const State& state, const auto& entry) {
        return std::optional(known(state, entry.first, entry.second));
    };
    return page_response(
        page_of(call, limit_of(call.request), &State::meters, copy),
        [tallies = tallies_of(call)](const Known& each) { return meter_json(each, tallies); });
}

/// GET /v1/meters/{meter}
Response read_meter(const Call& call) {
    const auto id = name_in<MeterId>(call, 0);
    const auto found = call.service.book.read([&](const State& state) -> std::optional<Known> {
        const Meter* meter = ledger::find(state.meters, id);
        return meter == nullptr ? std::nullopt : std::optional(known(state, id, *meter));
    });
    if (!found)
        throw Problem(404, "meter_must_exist", "", "meter '" + id.text() + "' is not registered");
    return json_response(meter_json(*found, tallies_of(call)));
}

/// PUT /v1/meters/{meter} and what hangs on it.
template <class Fact>
Reply declare(const Call& call) {
    const Wish wish = wish_of(call.request);
    const Json body = with_name(wish.body, "meter", call.names[0]);
    return write(call, ledger::Declare<Fact>{read_record<Fact>(body, "")}, wish.reason,
                 Key::accepted);
}

/// PUT /v1/meters/{meter}. Mode `meter` is for profiles that say how a sale reaches the meter.
Reply register_meter(const Call& call) {
    const Wish wish = wish_of(call.request);
    Json body = with_name(wish.body, "meter", call.names[0]);
    if (!body.contains("main_meter")) body["main_meter"] = nullptr;
    const auto fact = read_record<ledger::MeterRegistered>(body, "");
    if (fact.mode == ledger::DeductMode::meter && call.service.why_the_book_deducts) {
        const auto why = call.service.why_the_book_deducts(fact.profile);
        if (why && !is_repetition(call, book_request(call, ledger::RegisterMeter{fact}, "")))
            throw Problem(422, "mode_must_suit_the_profile", "mode",
                          "meters of profile '" + fact.profile.text() +
                              "' cannot deduct by themselves: " + *why + "; give mode book");
    }
    return write(call, ledger::RegisterMeter{fact}, wish.reason, Key::accepted);
}

/// POST /v1/meters/{meter}/retirement {"reason": …}
Reply retire_meter(const Call& call) {
    const Wish wish = wish_of(call.request);
    refuse_other_fields(wish.body, {});
    return write(call, ledger::RetireMeter{{name_in<MeterId>(call, 0)}}, wish.reason,
                 Key::accepted);
}

}  // namespace

std::vector<Route> meter_routes() {
    return {
        {"GET", "/v1/meters", Right::catalogue_read, list_meters},
        {"GET", "/v1/meters/{meter}", Right::catalogue_read,
         with_etag(ledger::SubjectKind::meter, read_meter)},
        {"PUT", "/v1/meters/{meter}", Right::meter_edit, register_meter},
        {"POST", "/v1/meters/{meter}/retirement", Right::meter_edit, retire_meter},
        {"PUT", "/v1/meters/{meter}/thresholds", Right::meter_edit, declare<ledger::ThresholdsSet>},
        {"PUT", "/v1/meters/{meter}/tariff", Right::tariff_edit, declare<ledger::TariffAssigned>},
    };
}

}  // namespace api
