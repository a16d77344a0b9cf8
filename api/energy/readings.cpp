#include <ranges>

#include "api/replies.hpp"
#include "ledger/journal/index.hpp"
#include "ledger/journal/journal.hpp"
#include "ledger/journal/recorded_event.hpp"
#include "ledger/past.hpp"
#include "ledger/rating/zone.hpp"

namespace api {
namespace {

using ledger::MeterId;
using ledger::Subject;

bool is_reading(const ledger::Payload& payload) {
    return std::holds_alternative<ledger::ReadingRecorded>(payload) ||
           std::holds_alternative<ledger::ReadingQuarantined>(payload);
}

/// How many events a subject has, and how far the log was then.
struct Counted {
    std::uint64_t versions;
    ledger::Position last;
};

Counted counted(const Call& call, const Subject& subject) {
    return call.service.book.read([&](const ledger::State& state) {
        const auto* versions = ledger::find(state.versions, subject);
        return Counted{versions == nullptr ? 0 : *versions, state.last};
    });
}

/// The meter's readings before a version of it, newest first.
projections::Page<ledger::Event> readings_before(const Call& call, const Subject& subject,
                                                 std::uint64_t before, std::size_t limit) {
    const auto& journal = call.service.book.journal();
    constexpr std::uint64_t step = 256;
    projections::Page<ledger::Event> page;
    while (before > 1) {
        const std::uint64_t from = before > step ? before - step : 1;
        const auto positions = call.service.book.index().find_subject(subject, from, before - from);
        for (const ledger::Position each : std::views::reverse(positions)) {
            ledger::Event event = ledger::recorded_event(journal, each);
            if (!is_reading(event.payload)) continue;
            if (page.rows.size() == limit) {
                page.next = std::to_string(page.rows.back().envelope.subject_version);
                return page;
            }
            page.rows.push_back(std::move(event));
        }
        before = from;
    }
    return page;
}

/// GET /v1/meters/{meter}/readings?cursor=&limit=: newest first, quarantined ones among them
Response list_readings(const Call& call) {
    const auto id = name_in<MeterId>(call, 0);
    const Subject subject{ledger::SubjectKind::meter, id.text()};
    refuse_what_is_not_written(call);
    const auto [newest, last] = counted(call, subject);
    if (newest == 0)
        throw Problem(404, "meter_must_exist", "", "meter '" + id.text() + "' is not registered");
    ledger::wait_for_index(call.service.book, last);
    const std::uint64_t before = number_of(call.request, "cursor", newest + 1);
    return page_response(
        readings_before(call, subject, std::min(before, newest + 1), limit_of(call.request)),
        write_event);
}

ledger::Day day_of(const Request& request, const std::string& name) {
    const auto text = request.parameter(name);
    const auto day = text ? ledger::day_from_text(*text) : std::nullopt;
    if (!day) throw Problem(400, "field_must_fit", name, name + ": give a day as 2026-11-21");
    return *day;
}

/// GET /v1/meters/{meter}/energy?from=2026-11-01&to=2026-11-30: by day and band
Response energy_by_day(const Call& call) {
    wait_for_position(call, call.service.read_models.energy);
    const auto id = name_in<MeterId>(call, 0);
    Json days = Json::array();
    ledger::Energy energy;
    ledger::Money amount;
    for (const auto& each : call.service.read_models.energy.of(id, day_of(call.request, "from"),
                                                               day_of(call.request, "to"))) {
        days.push_back({{"day", ledger::to_text(each.day)},
                        {"band", std::string(ledger::to_text(each.band))},
                        {"energy_kwh", ledger::to_text(each.energy)},
                        {"amount", ledger::to_text(each.amount)}});
        energy += each.energy;
        amount += each.amount;
    }
    return json_response({{"meter", id.text()},
                          {"days", days},
                          {"energy_kwh", ledger::to_text(energy)},
                          {"amount", ledger::to_text(amount)}});
}

}  // namespace

std::vector<Route> reading_routes() {
    return {{"GET", "/v1/meters/{meter}/readings", Right::catalogue_read, list_readings},
            {"GET", "/v1/meters/{meter}/energy", Right::catalogue_read, energy_by_day}};
}

}  // namespace api
