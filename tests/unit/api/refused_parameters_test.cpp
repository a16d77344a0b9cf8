#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/unit/api/asked_service.hpp"

// Whatever parameter is refused: the problem names it, says what is wrong with it, and has the
// figures of that by themselves, for a program that says it in another language.

namespace {

using Json = nlohmann::json;

struct Refused {
    std::string target;
    std::string field;
    std::string fault;  ///< behind the name of the field
    Json parameters = nullptr;
};

void expect_refused(const std::string& method, const Refused& each) {
    SCOPED_TRACE(each.target);
    const api::Response answer = asked().ask(method, each.target, R"({"name":"Tower"})");
    const Json problem = Json::parse(answer.body, nullptr, false);
    EXPECT_TRUE(answer.status == 400 || answer.status == 404) << answer.body;
    EXPECT_EQ(problem.value("field", ""), each.field);
    EXPECT_EQ(problem.value("detail", ""), each.field + ": " + each.fault);
    EXPECT_EQ(problem.value("parameters", Json()), each.parameters);
}

void expect_refused(const std::vector<Refused>& all) {
    for (const Refused& each : all) expect_refused("GET", each);
}

TEST(RefusedParameters, ThatNobodyKnowsTellThePathAndWhatItTakes) {
    expect_refused(
        {{"/v1/meters?nonsense=1",
          "nonsense",
          "/v1/meters takes no such parameter: leave it out, or give one of at_least, cursor, "
          "format, limit",
          {{"path", "/v1/meters"}, {"list", "at_least, cursor, format, limit"}}},
         {"/v1/site?a: b=1",
          "a: b",
          "/v1/site takes no such parameter: leave it out, or give one of at_least",
          {{"path", "/v1/site"}, {"list", "at_least"}}},
         {"/healthz?a=1",
          "a",
          "/healthz takes no parameters: leave it out",
          {{"path", "/healthz"}}},
         {"/v1/reports/energy?wallet=A1.M1",
          "wallet",
          "the report energy does not take it: leave it out, or give from, to, step, by, building, "
          "account, meter, compare",
          {{"report", "energy"},
           {"list", "from, to, step, by, building, account, meter, compare"}}}});
}

TEST(RefusedParameters, TellTheWordsThatAreTaken) {
    const auto refused = [](const std::string& path, const std::string& name,
                            const std::string& list) {
        return Refused{path + "?" + name + "=x", name, "give one of " + list, Json{{"list", list}}};
    };
    expect_refused(
        {refused("/v1/commands", "state", "requested, sent, confirmed, failed, expired, cancelled"),
         refused("/v1/notices", "state", "queued, delivered, failed"),
         refused("/v1/meter-states", "state",
                 "not_opened, lost_contact, arrears, alarm2, alarm1, open"),
         refused("/v1/batches/FAILED/rows", "state",
                 "waiting, refused, requested, sent, confirmed, failed, expired, cancelled"),
         refused("/v1/system-log", "kind", "sign_in, refusal, export, change, work"),
         {"/v1/accounts?format=pdf",
          "format",
          "give json or csv or xlsx",
          {{"list", "json or csv or xlsx"}}},
         {"/v1/exports/register?sheet=x",
          "sheet",
          "no such one: give one of site, buildings, gateways, lines, calendars, tariffs, meters, "
          "meter_tariffs, customers, accounts",
          {{"list",
            "site, buildings, gateways, lines, calendars, tariffs, meters, meter_tariffs, "
            "customers, accounts"}}},
         {"/v1/reports/sales?step=x",
          "step",
          "'x' is none: give one of day, month, year, all",
          {{"id", "x"}, {"list", "day, month, year, all"}}},
         {"/v1/reports/sales?compare=x",
          "compare",
          "'x' is none: give before, month or year",
          {{"id", "x"}}},
         {"/v1/shifts?state=x", "state", "give open or closed"},
         {"/v1/periods?kind=x", "kind", "give day, month or year"},
         {"/v1/diff?reports=x", "reports", "give true or false"},
         {"/v1/reports/sales?lang=fr", "lang", "give zh or en"},
         {"/v1/events?type=Nothing",
          "type",
          "'Nothing' is no type of event: give one of docs/events.md, CreditSold for instance",
          {{"type", "Nothing"}}}});
}

TEST(RefusedParameters, TellTheNameThatIsNot) {
    expect_refused(
        {{"/v1/reports/sales?building=a b",
          "building",
          "'a b' is no name: give one",
          {{"id", "a b"}}},
         {"/v1/reports/sales?building=B7",
          "building",
          "'B7' has never been in this book: GET /v1/buildings lists them",
          {{"id", "B7"}, {"list", "/v1/buildings"}}},
         {"/v1/reports/sales?method=gold",
          "method",
          "'gold' is no way of paying here, and nothing was paid so: GET /v1/site lists them",
          {{"id", "gold"}}},
         {"/v1/reports/sales?operator=nobody",
          "operator",
          "'nobody' is no operator of this book, and nothing here was theirs: GET /v1/operators "
          "lists them",
          {{"id", "nobody"}}},
         {"/v1/system-log?operator=a b", "operator", "give a name of 1 to 40 of A-Z a-z 0-9 _ -"}});
}

TEST(RefusedParameters, TellWhichMomentsAndDaysThereAre) {
    expect_refused(
        {{"/v1/meters/M1/energy?from=x&to=2026-10-01", "from", "give a day as 2026-11-21"},
         {"/v1/system-log?from=x", "from", "give a moment as 2026-11-21T08:00:00+08:00"},
         {"/v1/reports/sales?from=x",
          "from",
          "'x' is no day: give one such as 2026-10-01",
          {{"day", "x"}}},
         {"/v1/reports/sales?from=2026-10-02&to=2026-10-01", "to",
          "it is before from: give a day that is not"},
         {"/v1/wallets/A1.M1/statement?from=2020-10-02&to=2026-10-01",
          "to",
          "the period is longer than 400 days: ask for it in parts",
          {{"n", "400"}}},
         {"/v1/accounts?as_of=5", "as_of", "this is known as of now alone: leave it out"},
         {"/v1/reports/sales?as_of=2027-01-01T00:00:00Z",
          "as_of",
          "2027-01-01T00:00:00Z is yet to come: give a moment that has passed, or now",
          {{"at", "2027-01-01T00:00:00Z"}}},
         {"/v1/reports/sales?as_of=2001-01-01T00:00:00Z",
          "as_of",
          "the first event was recorded at 2026-09-30T00:00:00Z: give that moment or a later one",
          {{"at", "2026-09-30T00:00:00Z"}}}});
}

TEST(RefusedParameters, TellWhichNumbersThereAre) {
    expect_refused({{"/v1/accounts?limit=0", "limit", "give 1 to 1000"},
                    {"/v1/accounts?limit=x", "limit", "give a whole number"},
                    {"/v1/diff?from=99999",
                     "from",
                     "the log ends before event 99999: give one that is in it",
                     {{"event", "99999"}}}});
}

/// The book signs itself now and then, so how far that is is taken from the answer.
TEST(RefusedParameters, TellHowFarTheLogIsSigned) {
    const std::string target = "/v1/proofs/inclusion?position=1&size=99999";
    const Json problem = Json::parse(asked().ask("GET", target).body);
    const std::string signed_up_to = problem.at("parameters").value("n", "");
    EXPECT_EQ(problem.at("field"), "size");
    EXPECT_EQ(problem.at("detail"),
              "size: the log is signed up to " + signed_up_to + ": give 1 to that");
    EXPECT_EQ(problem.at("parameters"), (Json{{"n", signed_up_to}}));
}

TEST(RefusedParameters, OfAWriteAreToldAsThoseOfAQuestion) {
    expect_refused("PUT", {"/v1/buildings/B1?nonsense=1", "nonsense",
                           "a write takes no parameter but dry_run: leave it out"});
    expect_refused("PUT", {"/v1/buildings/B1?dry_run=x", "dry_run", "give true or false"});
    expect_refused("POST", {"/v1/imports?nonsense=1", "nonsense",
                            "give sheet, reason or dry_run, or leave it out"});
}

}  // namespace
