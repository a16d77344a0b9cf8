#include "ledger/rules/correction/what_if.hpp"

#include <fmt/core.h>

#include "api/replies.hpp"
#include "api/usual_terms.hpp"
#include "ledger/past.hpp"

namespace api {
namespace {

using ledger::MeterId;
using ledger::Money;
using ledger::State;

constexpr std::size_t most_meter_days = 20'000;
constexpr std::size_t first_look = 256;
constexpr std::size_t growth = 8;

ledger::Day take_day(Json& body, const std::string& name) {
    const auto given = body.find(name);
    const auto day = given != body.end() && given->is_string()
                         ? ledger::day_from_text(given->get<std::string>())
                         : std::nullopt;
    if (!day) unfit("/" + name, "give a day of the past as 2026-11-21");
    body.erase(name);
    return *day;
}

/// The terms, as a publication from tomorrow on would write them.
ledger::TariffPublished terms_of(const Call& call, Json body) {
    body["effective_from"] =
        ledger::to_text(call.service.clock() + ledger::Duration(86'400'000'000));
    const auto outcome = call.service.book.preview(
        book_request(call, read_record<ledger::PublishTariff>(body, ""), ""));
    if (!outcome) throw problem_of(outcome.error());
    return std::get<ledger::TariffPublished>(outcome->events.front().payload);
}

std::vector<MeterId> concerned(const Call& call, const ledger::TariffId& tariff,
                               ledger::Period period) {
    auto meters = call.service.book.read([&](const State& state) {
        std::vector<MeterId> all;
        for (const auto& [id, meter] : state.meters) {
            if (ledger::is_concerned(state, meter, tariff, period)) all.push_back(id);
        }
        return all;
    });
    const auto days = static_cast<std::size_t>(period.to.number - period.from.number + 1);
    if (meters.size() * days > most_meter_days)
        throw Problem(422, "what_if_must_be_bounded", "to",
                      fmt::format("{} meters over {} days are more than {} together: ask for fewer "
                                  "days",
                                  meters.size(), days, most_meter_days));
    return meters;
}

/// What one meter was charged for these days, and would be charged more.
struct Compared {
    ledger::AccountId account;
    Money was;
    ledger::Result<Money, ledger::Hindrance> more;
};

/// Outside the writer, from a copy of what the charge rests on and the log.
Compared compare(const Call& call, const MeterId& meter, const ledger::TariffPublished& terms,
                 ledger::Period period) {
    const auto& book = call.service.book;
    const ledger::Subject subject{ledger::SubjectKind::meter, meter.text()};
    std::uint64_t newest = 0;
    const State excerpt = book.read([&](const State& state) {
        newest = state.versions.at(subject);
        return ledger::excerpt_for(state, meter);
    });
    ledger::wait_for_index(book, excerpt.last);
    call.service.read_models.runner.wait_for(call.service.read_models.energy, excerpt.last,
                                             std::chrono::seconds(5));
    Money was;
    for (const auto& each : call.service.read_models.energy.of(meter, period.from, period.to))
        was += each.amount;
    const auto account = excerpt.meters.at(meter).account;
    for (std::size_t most = first_look;; most *= growth) {
        const auto past = ledger::read_past(book.journal(), book.index(), meter, newest, most);
        auto more = ledger::difference_under(excerpt, meter, terms, period, *past);
        const bool is_short = !more && more.error().is_past_too_short && past->size() == most;
        if (!is_short) return {account, was, std::move(more)};
    }
}

Json row_of(const MeterId& meter, const Compared& compared) {
    Json row{{"account", compared.account.text()},
             {"meter", meter.text()},
             {"charged", ledger::to_text(compared.was)},
             {"would_be", nullptr},
             {"difference", nullptr}};
    if (compared.more) {
        row["would_be"] = ledger::to_text(compared.was + *compared.more);
        row["difference"] = ledger::to_text(*compared.more);
    } else {
        row["hindrance"] = compared.more.error().detail;
    }
    return row;
}

/// POST /v1/tariffs/{tariff}/what-if: a publication with `from` and `to` instead of a beginning.
/// Nothing is written.
Response what_if(const Call& call) {
    (void)is_dry_run(call.request);  // it always is one
    Wish wish = wish_of(call.request);
    wish.body = with_name(wish.body, "tariff", call.names[0]);
    with_usual_terms(wish.body);
    const ledger::Period period{take_day(wish.body, "from"), take_day(wish.body, "to")};
    if (period.to < period.from) unfit("/to", "it lies before from: give a later day");
    const ledger::TariffPublished terms = terms_of(call, wish.body);
    Json rows = Json::array();
    Money was;
    Money more;
    bool is_whole = true;
    for (const MeterId& meter : concerned(call, terms.tariff, period)) {
        const Compared compared = compare(call, meter, terms, period);
        rows.push_back(row_of(meter, compared));
        was += compared.was;
        if (compared.more) {
            more += *compared.more;
        } else {
            is_whole = false;
        }
    }
    return json_response(
        {{"items", rows},
         {"charged", ledger::to_text(was)},
         {"would_be", is_whole ? Json(ledger::to_text(was + more)) : Json(nullptr)},
         {"difference", is_whole ? Json(ledger::to_text(more)) : Json(nullptr)}});
}

}  // namespace

std::vector<Route> what_if_routes() { return {{"POST", "/v1/tariffs/{tariff}/what-if", what_if}}; }

}  // namespace api
