#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "ledger/journal/journal.hpp"
#include "tests/unit/api/asked_service.hpp"

// What the past looked like, over a book of its own: positions count.

namespace {

using Json = nlohmann::json;

Json body_of(const api::Response& answer) {
    EXPECT_EQ(answer.status, 200) << answer.body;
    return Json::parse(answer.body);
}

std::string end_of(AskedService& service) {
    return std::to_string(service.book().journal().head().last.number);
}

/// The first event of a type, in the order of the log.
Json first_of(AskedService& service, const std::string& type) {
    const Json page = body_of(service.ask("GET", "/v1/events?type=" + type + "&limit=1"));
    return page.at("items").at(0);
}

TEST(Past, AReplayToTheEndIsTheTrialBalance) {
    const Json replayed = body_of(asked().ask("GET", "/v1/replay"));
    EXPECT_EQ(replayed["sum"], "0.00");
    std::map<std::string, std::string> due;
    const Json trial = body_of(asked().ask("GET", "/v1/reports/trial-balance"));
    for (const Json& each : trial.at("rows")) {
        if (each["balance"] != "0.00") due[each["account"]] = each["balance"];
    }
    std::map<std::string, std::string> accounts;
    for (const Json& each : replayed["accounts"]) accounts[each["account"]] = each["balance"];
    EXPECT_EQ(accounts, due);
}

/// From the beginning, and back from the end: the same figures between which every event stands.
TEST(Past, EveryMomentIsTheOneBeforeItAndWhatHappenedBetween) {
    const auto last = asked().book().journal().head().last.number;
    std::map<std::string, std::string> before;
    for (std::uint64_t to = 1; to <= last; ++to) {
        const std::string at = std::to_string(to);
        const Json replayed = body_of(asked().ask("GET", "/v1/replay?to=" + at));
        EXPECT_EQ(replayed["position"], to);
        EXPECT_EQ(replayed["sum"], "0.00");
        const Json found =
            body_of(asked().ask("GET", "/v1/diff?from=" + std::to_string(to - 1) + "&to=" + at));
        EXPECT_EQ(found["events"].size(), 1U);
        std::map<std::string, std::string> after;
        for (const Json& each : replayed["accounts"]) after[each["account"]] = each["balance"];
        for (const Json& each : found["wallets"]) {
            const std::string name = "wallet:" + each["wallet"].get<std::string>();
            const std::string held = each["after"];
            const std::string credit = held.starts_with('-') ? held.substr(1) : "-" + held;
            EXPECT_EQ(after.contains(name) ? after[name] : "-0.00", credit) << at;
        }
        const bool moves = !found["wallets"].empty() || !found["accounts"].empty();
        EXPECT_EQ(moves, after != before) << "event " << at;
        before = after;
    }
}

TEST(Past, ADifferenceFromTheBeginningCountsEverything) {
    const Json found = body_of(asked().ask("GET", "/v1/diff"));
    std::uint64_t count = 0;
    for (const Json& each : found["events"]) count += each["count"].get<std::uint64_t>();
    EXPECT_EQ(std::to_string(count), end_of(asked()));
    EXPECT_EQ(found["from"], Json({{"position", 0}, {"recorded_at", nullptr}}));
    for (const Json& each : found["wallets"]) EXPECT_EQ(each["before"], "0.00");
}

/// By the name of the report.
std::map<std::string, Json> reports_between(const std::string& from, const std::string& to) {
    std::map<std::string, Json> reports;
    const Json found =
        body_of(asked().ask("GET", "/v1/diff?from=" + from + "&to=" + to + "&reports=true"));
    for (const Json& each : found.at("reports")) reports[each.at("report")] = each;
    return reports;
}

TEST(Past, OneSaleIsToldOtherwiseByTheReportsThatItIsIn) {
    const Json sold = first_of(asked(), "CreditSold");
    const auto at = sold["position"].get<std::uint64_t>();
    auto reports = reports_between(std::to_string(at - 1), std::to_string(at));
    for (const char* each : {"sales", "purchases", "balances", "trial-balance"})
        EXPECT_TRUE(reports.contains(each)) << each;
    for (const char* each : {"refunds", "energy", "alarms", "notices"})
        EXPECT_FALSE(reports.contains(each)) << each;
    EXPECT_EQ(reports["purchases"]["rows"]["new"], 1);
    std::map<std::string, Json> totals;
    for (const Json& each : reports["sales"]["totals"]) totals[each["name"]] = each;
    EXPECT_EQ(totals.at("sales")["change"], sold["data"]["amount"]);
    EXPECT_EQ(totals.at("sales_count")["change"], 1);
    EXPECT_FALSE(totals.contains("refunds"));
}

TEST(Past, EveryReportSaysAtTheEndWhatTheReportItselfSays) {
    const auto reports = reports_between("0", end_of(asked()));
    EXPECT_GE(reports.size(), 10U);
    for (const auto& [name, change] : reports) {
        const Json report = body_of(asked().ask("GET", "/v1/reports/" + name + "?limit=1"));
        EXPECT_EQ(change["rows"]["before"], 0) << name;
        for (const Json& each : change["totals"])
            EXPECT_EQ(each["after"], report["totals"][each["name"].get<std::string>()])
                << name << " " << each;
    }
}

TEST(Past, NoReportIsComparedUnaskedNorToldWhereNothingHappened) {
    EXPECT_FALSE(body_of(asked().ask("GET", "/v1/diff")).contains("reports"));
    EXPECT_TRUE(reports_between("5", "5").empty());
    EXPECT_EQ(asked().ask("GET", "/v1/diff?reports=perhaps").status, 400);
}

TEST(Past, ATimeIsTheLastEventThatWasRecordedByIt) {
    const Json sold = first_of(asked(), "CreditSold");
    const std::string time = sold["recorded_at"];
    const Json replayed = body_of(asked().ask("GET", "/v1/replay?to=" + time));
    EXPECT_GE(replayed["position"], sold["position"]);
    EXPECT_EQ(replayed["recorded_at"], time);
    const Json before = body_of(asked().ask("GET", "/v1/replay?to=2020-01-01T00:00:00Z"));
    EXPECT_EQ(before["position"], 0);
    EXPECT_TRUE(before["accounts"].empty());
}

TEST(Past, ATreeHoldsTheSameRelativesFromWhicheverOneIsAsked) {
    const Json refund = first_of(asked(), "CreditRefunded");
    const auto tree_of = [](const Json& position) {
        return body_of(asked().ask("GET", "/v1/events/" + position.dump() + "/tree"));
    };
    const Json mine = tree_of(refund["position"]);
    EXPECT_EQ(mine["event"], refund);
    EXPECT_TRUE(mine["is_complete"]);
    EXPECT_EQ(mine["searched_to"].dump(), end_of(asked()));
    ASSERT_EQ(mine["causes"].size(), 1U);
    const Json sale = mine["causes"][0];
    EXPECT_EQ(sale["type"], "CreditSold");
    EXPECT_EQ(refund["causation"], sale["position"]);
    const Json theirs = tree_of(sale["position"]);
    const bool is_there = std::ranges::any_of(
        theirs["effects"], [&](const Json& each) { return each["event"] == refund; });
    EXPECT_TRUE(is_there) << theirs;
}

TEST(Past, WhatIsNotInTheLogIsRefused) {
    const auto status = [](const std::string& target) { return asked().ask("GET", target).status; };
    EXPECT_EQ(status("/v1/events/999999/tree"), 404);
    EXPECT_EQ(status("/v1/diff?from=never"), 400);
    EXPECT_EQ(status("/v1/diff?from=5&to=4"), 400);
    EXPECT_EQ(status("/v1/diff?from=999999"), 404);
    EXPECT_EQ(status("/v1/replay?to=yesterday"), 400);
}

TEST(Past, AFrozenBookIsAWholeJournalOfWhatWasDurable) {
    AskedService service;
    const api::Response answer = service.ask("POST", "/v1/backups", "{}");
    ASSERT_EQ(answer.status, 201) << answer.body;
    const Json frozen = Json::parse(answer.body);
    const auto later = service.tell(ledger::SellCredit{
        ledger::WalletId("A1.M1"), ledger::cents(100), ledger::MethodId("cash")});
    const auto journal = ledger::Journal::open(frozen["directory"].get<std::string>() + "/journal",
                                               {.env = nullptr, .read_only = true});
    EXPECT_GE(journal.head().last.number, frozen["position"].get<std::uint64_t>());
    EXPECT_LT(journal.head().last, later.events.front().envelope.position);
    for (std::uint64_t at = 1; at <= journal.head().last.number; ++at)
        EXPECT_EQ(journal.get({at}), service.book().journal().get({at}));
    const Json again = Json::parse(service.ask("POST", "/v1/backups", "{}").body);
    EXPECT_NE(again["directory"], frozen["directory"]);
}

}  // namespace
