#include "ledger/rules/correction/what_if.hpp"

#include <fmt/core.h>

#include "api/catalogue/usual_terms.hpp"
#include "api/replies.hpp"
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
    auto request = book_request(call, read_record<ledger::PublishTariff>(body, ""), "");
    request.idempotency_key.clear();  // whatever was written under it says nothing of these terms
    const auto outcome = call.service.book.preview(request);
    if (!outcome) throw problem_of(outcome.error());
    return std::get<ledger::TariffPublished>(outcome->events.front().payload);
}

/// A meter whose account is compared, or the account that it has left.
struct Concerned {
    MeterId meter;
    std::optional<ledger::Instant> left_at;
};

std::vector<Concerned> concerned(const Call& call, const ledger::TariffId& tariff,
                                 ledger::Days period) {
    auto all = call.service.book.read([&](const State& state) {
        std::vector<Concerned> found;
        for (const auto& [id, meter] : state.meters) {
            if (ledger::was_concerned(state, meter, tariff, period))
                found.push_back({id, meter.left_at});
            if (ledger::is_concerned(state, meter, tariff, period)) found.push_back({id, {}});
        }
        return found;
    });
    const auto days = static_cast<std::size_t>(period.to.number - period.from.number + 1);
    if (all.size() * days > most_meter_days)
        throw Problem(422, "what_if_must_be_bounded", "to",
                      fmt::format("{} meters over {} days are more than {} together: ask for fewer "
                                  "days",
                                  all.size(), days, most_meter_days));
    return all;
}

/// What one meter was charged for these days, and would be charged more; or why that is not known.
struct Compared {
    ledger::AccountId account{};
    std::optional<Money> was{};
    std::optional<Money> more{};
    std::string hindrance{};
};

/// Outside the writer, from a copy of what the charge rests on and the log.
Compared compare(const Call& call, const MeterId& meter, const ledger::TariffPublished& terms,
                 ledger::Days period) {
    const auto& book = call.service.book;
    const ledger::Subject subject{ledger::SubjectKind::meter, meter.text()};
    std::uint64_t newest = 0;
    const auto excerpt = book.read([&](const State& state) {
        newest = state.versions.at(subject);
        return ledger::excerpt_for(state, meter);
    });
    if (!excerpt) return {.hindrance = "its account was closed while this was asked: ask again"};
    ledger::wait_for_index(book, excerpt->last);
    const ledger::Meter& known = excerpt->meters.at(meter);
    for (std::size_t most = first_look;; most *= growth) {
        const auto past = ledger::read_past(book.journal(), book.index(), meter, newest, most);
        const auto more = ledger::difference_under(*excerpt, meter, terms, period, *past);
        const bool is_short = !more && more.error().is_past_too_short && past->size() == most;
        if (is_short) continue;
        const auto was = ledger::charged_for(known, period, *past);
        if (!was) return {.account = known.account, .hindrance = was.error().detail};
        if (!more) return {.account = known.account, .was = *was, .hindrance = more.error().detail};
        return {.account = known.account, .was = *was, .more = *more};
    }
}

Compared compare(const Call& call, const Concerned& each, const ledger::TariffPublished& terms,
                 ledger::Days period) {
    refuse_while_stopping(call);
    if (!each.left_at) return compare(call, each.meter, terms, period);
    return {.hindrance = "it left an account at " + ledger::to_text(*each.left_at) +
                         ": what was charged until then cannot be corrected, and is not compared"};
}

Json money_json(const std::optional<Money>& money) {
    return money ? Json(ledger::to_text(*money)) : Json(nullptr);
}

Json row_of(const MeterId& meter, const Compared& compared) {
    Json row{{"account", write_value(compared.account)},
             {"meter", meter.text()},
             {"charged", money_json(compared.was)},
             {"would_be", nullptr},
             {"difference", money_json(compared.more)}};
    if (compared.more) {
        row["would_be"] = ledger::to_text(*compared.was + *compared.more);
    } else {
        row["hindrance"] = compared.hindrance;
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
    const ledger::Days period{take_day(wish.body, "from"), take_day(wish.body, "to")};
    if (period.to < period.from) unfit("/to", "it lies before from: give a later day");
    const ledger::TariffPublished terms = terms_of(call, wish.body);
    const std::vector<Concerned> meters = concerned(call, terms.tariff, period);
    if (meters.empty())
        throw Problem(422, "tariff_must_be_in_use", "tariff",
                      "tariff '" + call.names[0] +
                          "' charges nobody within these days: give days in "
                          "which it is assigned to a meter of an account");
    Json rows = Json::array();
    Money was;
    Money more;
    bool is_whole = true;
    for (const Concerned& each : meters) {
        const Compared compared = compare(call, each, terms, period);
        rows.push_back(row_of(each.meter, compared));
        was += compared.was.value_or(Money{});
        more += compared.more.value_or(Money{});
        is_whole = is_whole && compared.more.has_value();
    }
    return json_response(
        {{"items", rows},
         {"charged", ledger::to_text(was)},
         {"would_be", is_whole ? Json(ledger::to_text(was + more)) : Json(nullptr)},
         {"difference", is_whole ? Json(ledger::to_text(more)) : Json(nullptr)}});
}

}  // namespace

std::vector<Route> what_if_routes() {
    return {{"POST", "/v1/tariffs/{tariff}/what-if", Right::tariff_edit, what_if}};
}

}  // namespace api
