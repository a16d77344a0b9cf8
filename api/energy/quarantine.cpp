#include "api/lists.hpp"
#include "ledger/journal/journal.hpp"
#include "ledger/journal/recorded_event.hpp"
#include "ledger/journal/sha256.hpp"

namespace api {
namespace {

using ledger::State;

struct Doubted {
    ledger::MeterId meter;
    ledger::DoubtfulReading reading;
    std::optional<ledger::LastReading> last_good;
};

std::optional<Doubted> doubted(const State&,
                               const std::pair<const ledger::MeterId, ledger::Meter>& entry) {
    const auto& [id, meter] = entry;
    if (!meter.doubtful) return std::nullopt;
    return Doubted{id, *meter.doubtful, meter.last_good};
}

/// What was wrong with it, with its figures.
std::string doubt_of(const Call& call, ledger::Position position) {
    const auto event = ledger::recorded_event(call.service.book.journal(), position);
    return std::get<ledger::ReadingQuarantined>(event.payload).detail;
}

/// GET /v1/quarantine?cursor=&limit=: the newest reading of every meter that waits for a person
Response list_quarantine(const Call& call) {
    return page_response(page_of(call, limit_of(call.request), &State::meters, doubted),
                         [&](const Doubted& each) {
                             Json json{{"meter", each.meter.text()}};
                             json.update(write_record(each.reading));
                             json["detail"] = doubt_of(call, each.reading.position);
                             json["last_good"] = write_value(each.last_good);
                             return json;
                         });
}

/// POST /v1/quarantine/{position}/resolution, /rollover, /reset: what a person knows about it
template <class Command>
Reply resolve(const Call& call) {
    Wish wish = wish_of(call.request);
    if (wish.body.contains("reading")) unfit("/reading", "the path names it: leave it out");
    wish.body["reading"] = position_in(call, 0).number;
    return write(call, read_record<Command>(wish.body, ""), wish.reason, Key::required);
}

/// POST /v1/meters/{meter}/replacement, /ratio: what was done to a meter
template <class Command>
Reply change_meter(const Call& call) {
    const Wish wish = wish_of(call.request);
    const Json body = with_name(wish.body, "meter", call.names[0]);
    return write(call, read_record<Command>(body, ""), wish.reason, Key::required);
}

/// A reading without a key has one of its own: whoever delivers the same again, as a collector does
/// that has lost the answer, gets the answer of the first time.
Request with_own_key(Request request, const Json& reading) {
    std::string& key = request.headers["idempotency-key"];
    if (key.empty()) key = "reading-" + ledger::to_hex(ledger::view(ledger::sha256(dump(reading))));
    return request;
}

/// POST /v1/meters/{meter}/readings: a reading that a person keys in; judged like any other
Reply key_in(const Call& call) {
    Wish wish = wish_of(call.request);
    wish.body = with_name(wish.body, "meter", call.names[0]);
    const Json usual{{"seen", Json::object()}, {"number_seen", ""}, {"ct_seen", 0}, {"pt_seen", 0}};
    for (const auto& [name, value] : usual.items()) {
        if (!wish.body.contains(name)) wish.body[name] = value;
    }
    const Request request = with_own_key(call.request, wish.body);
    return write({call.service, request, call.caller, call.names},
                 read_record<ledger::RecordReading>(wish.body, ""), wish.reason, Key::accepted);
}

}  // namespace

std::vector<Route> quarantine_routes() {
    return {
        {"GET", "/v1/quarantine", Right::catalogue_read, list_quarantine},
        {"POST", "/v1/quarantine/{position}/resolution", Right::reading_judge,
         resolve<ledger::ResolveQuarantine>},
        {"POST", "/v1/quarantine/{position}/rollover", Right::reading_judge,
         resolve<ledger::RollOver>},
        {"POST", "/v1/quarantine/{position}/reset", Right::reading_judge,
         resolve<ledger::ResetMeter>},
        {"POST", "/v1/meters/{meter}/replacement", Right::meter_edit,
         change_meter<ledger::ReplaceMeter>},
        {"POST", "/v1/meters/{meter}/ratio", Right::meter_edit, change_meter<ledger::ChangeRatio>},
        {"POST", "/v1/meters/{meter}/readings", Right::reading_enter, key_in}};
}

}  // namespace api
