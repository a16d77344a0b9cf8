#include <set>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "ledger/journal/journal.hpp"
#include "ledger/values/quantity.hpp"
#include "tests/unit/api/asked_service.hpp"

namespace {

using Json = nlohmann::json;

Json answered(const std::string& target, int status = 200) {
    const api::Response response = asked().ask("GET", target);
    EXPECT_EQ(response.status, status) << target << ' ' << response.body;
    return Json::parse(response.body);
}

ledger::Money amount_in(const Json& text) {
    return *ledger::from_text<ledger::Money>(text.get<std::string>());
}

TEST(ExplainApi, OpensEveryEventOfTheLog) {
    const auto last = asked().book().journal().head().last.number;
    for (std::uint64_t at = 1; at <= last; ++at) {
        const Json event = answered("/v1/explain?event=" + std::to_string(at));
        EXPECT_EQ(event.at("position"), at);
        EXPECT_TRUE(event.at("adds_up").get<bool>());
        EXPECT_FALSE(event.at("text").empty());
    }
}

TEST(ExplainApi, PagesOfAWalletSumToItsBalance) {
    const Json wallet = answered("/v1/wallets/A1.M1");
    ledger::Money sum;
    std::string cursor;
    std::set<std::uint64_t> seen;
    do {
        const Json page = answered("/v1/explain?wallet=A1.M1&limit=1" + cursor);
        for (const Json& each : page.at("items")) {
            sum += amount_in(each.at("amount"));
            EXPECT_TRUE(seen.insert(each.at("position").get<std::uint64_t>()).second);
        }
        const Json& next = page.at("next_cursor");
        cursor = next.is_null() ? "" : "&cursor=" + next.get<std::string>();
    } while (!cursor.empty());
    EXPECT_EQ(wallet.at("balance"), ledger::to_text(sum));
    EXPECT_EQ(seen.size(), 2U);
}

TEST(ExplainApi, LooksAtAMomentOrATimeAlone) {
    const auto count = [](const std::string& when) {
        return answered("/v1/explain?wallet=A1.M1" + when).at("items").size();
    };
    EXPECT_EQ(count("&as_of=2026-01-01T00:00:00Z"), 0U);
    EXPECT_EQ(count("&as_of=" + ledger::to_text(asked().clock())), 2U);
    EXPECT_EQ(count("&from=2026-10-01T00:00:00Z&to=2026-10-01T00:00:00Z"), 0U);
    EXPECT_EQ(count("&from=2026-10-01T00:00:00Z&to=2026-10-01T00:00:01Z"), 2U);
    EXPECT_EQ(count("&as_of=1"), 0U);
}

TEST(ExplainApi, OfWhatIsYetToComeIsRefused) {
    const std::string wallet = "/v1/explain?wallet=A1.M1&as_of=";
    const auto soon = asked().clock() + std::chrono::seconds(1);
    const Json refused = answered(wallet + ledger::to_text(soon), 400);
    EXPECT_EQ(refused.at("field"), "as_of");
    EXPECT_EQ(answered(wallet + "99999999", 503).at("code"), "position_must_be_reached");
}

/// All that `target` lists, page by page.
std::vector<Json> entries_of(const std::string& target) {
    std::vector<Json> all;
    std::string cursor;
    do {
        const Json page = answered(target + "&limit=2" + cursor);
        for (const Json& each : page.at("items")) all.push_back(each);
        const Json& next = page.at("next_cursor");
        cursor = next.is_null() ? "" : "&cursor=" + next.get<std::string>();
    } while (!cursor.empty());
    return all;
}

ledger::Money sum_of(const std::vector<Json>& entries) {
    ledger::Money sum;
    for (const Json& each : entries) sum += amount_in(each.at("amount"));
    return sum;
}

/// Newest first, each once, and every balance is the one before it and what was posted.
void expect_chain(const std::vector<Json>& entries, ledger::Money balance) {
    std::uint64_t before = UINT64_MAX;
    for (const Json& each : entries) {
        EXPECT_LT(each.at("position"), before);
        EXPECT_EQ(each.at("balance_after"), ledger::to_text(balance)) << each;
        EXPECT_TRUE(each.at("adds_up").get<bool>());
        before = each.at("position").get<std::uint64_t>();
        balance -= amount_in(each.at("amount"));
    }
    EXPECT_TRUE(balance.is_zero());
}

TEST(ExplainApi, OpensEveryAccountOfTheBooksAsItEverWas) {
    const auto last = asked().book().journal().head().last.number;
    std::set<std::string> kinds;
    for (const std::uint64_t at : {last / 2, last}) {
        const std::string to = std::to_string(at);
        const Json replayed = answered("/v1/replay?to=" + to);
        for (const Json& each : replayed.at("accounts")) {
            const auto account = each.at("account").get<std::string>();
            const auto entries = entries_of("/v1/explain?account=" + account + "&as_of=" + to);
            expect_chain(entries, amount_in(each.at("balance")));
            kinds.insert(account.substr(0, account.find(':')));
        }
    }
    EXPECT_EQ(kinds, (std::set<std::string>{"cash", "revenue", "wallet"}));
}

TEST(ExplainApi, OpensAChangeBetweenTwoEvents) {
    const auto last = asked().book().journal().head().last.number;
    const auto first = entries_of("/v1/explain?account=cash:cash").back().at("position");
    const std::string from = first.dump();
    const std::string to = std::to_string(last - 1);
    const Json found = answered("/v1/diff?from=" + from + "&to=" + to);
    const auto check = [&](const std::string& whose, const Json& change) {
        const auto entries = entries_of("/v1/explain?" + whose + "&after=" + from + "&as_of=" + to);
        EXPECT_EQ(sum_of(entries), amount_in(change)) << whose;
        EXPECT_GT(entries.back().at("position"), first) << whose;
    };
    ASSERT_FALSE(found.at("accounts").empty());
    ASSERT_FALSE(found.at("wallets").empty());
    for (const Json& each : found.at("accounts"))
        check("account=" + each.at("account").get<std::string>(), each.at("change"));
    for (const Json& each : found.at("wallets"))
        check("wallet=" + each.at("wallet").get<std::string>(), each.at("change"));
}

TEST(ExplainApi, OfTheBooksGoesByWhenSomethingWasRecorded) {
    AskedService service;
    service.pass(std::chrono::hours(24));
    const auto late = service.clock() - std::chrono::hours(1);  // read then, and recorded now
    service.tell(
        ledger::RecordReading{ledger::MeterId("M1"), late, {1'300, {}, 10, 1}, {}, "", 1, 1});
    const std::string now = ledger::to_text(service.clock());
    const std::string soon = ledger::to_text(service.clock() + std::chrono::seconds(1));
    const auto count = [&](const std::string& when) {
        const auto page = service.ask("GET", "/v1/explain?account=revenue:energy" + when);
        return Json::parse(page.body).at("items").size();
    };
    EXPECT_EQ(count("&from=" + now + "&to=" + soon), 1U);
    EXPECT_EQ(count("&from=" + now), 1U);
    EXPECT_EQ(count("&from=" + soon), 0U);
    EXPECT_EQ(count("&to=" + now), count("&to=" + soon) - 1);
    EXPECT_EQ(count("&as_of=" + now), count(""));
}

TEST(ExplainApi, FindsEnergyFarBackInTheLog) {
    AskedService service;
    const auto read = [&](std::uint64_t total) {
        service.pass(std::chrono::hours(1));
        service.tell(ledger::RecordReading{
            ledger::MeterId("M1"), service.clock(), {total, {}, 10, 1}, {}, "", 1, 1});
    };
    read(1'300);
    const auto charged = service.book().journal().head().last;
    for (std::uint32_t i = 0; i < 1'100; ++i)
        service.tell(ledger::AssignTariff{
            {ledger::MeterId("M1"), ledger::TariffId(i % 2 == 0 ? "U" : "T"), service.clock()}});
    read(1'500);
    const auto answer = service.ask("GET", "/v1/explain?account=revenue:energy&limit=2");
    const Json items = Json::parse(answer.body).at("items");
    ASSERT_EQ(items.size(), 2U) << answer.body;
    EXPECT_GT(items[0].at("position"), charged.number + 1'000);
    EXPECT_LE(items[1].at("position"), charged.number);
}

TEST(ExplainApi, SaysWhatIsAskedWrongly) {
    EXPECT_EQ(answered("/v1/explain", 400).at("field"), "event");
    EXPECT_EQ(answered("/v1/explain?event=1&wallet=A1.M1", 400).at("field"), "event");
    EXPECT_EQ(answered("/v1/explain?event=99999999", 404).at("code"), "path_must_exist");
    EXPECT_EQ(answered("/v1/explain?event=0", 404).at("code"), "path_must_exist");
    EXPECT_EQ(answered("/v1/explain?event=x", 400).at("field"), "event");
    EXPECT_EQ(answered("/v1/explain?wallet=nobody", 404).at("code"), "wallet_must_exist");
    EXPECT_EQ(answered("/v1/explain?wallet=A1.M1&from=noon", 400).at("field"), "from");
    EXPECT_EQ(answered("/v1/explain?wallet=A1.M1&after=x", 400).at("field"), "after");
    EXPECT_EQ(answered("/v1/explain?account=cash:nobody", 404).at("field"), "account");
    EXPECT_EQ(answered("/v1/explain?account=cash:cash&event=1", 400).at("field"), "event");
    EXPECT_EQ(answered("/v1/explain?account=cash:cash&wallet=A1.M1", 400).at("field"), "event");
}

TEST(AtLeast, BeyondTheEndOfTheLogIsAnsweredAtOnce) {
    const auto begun = std::chrono::steady_clock::now();
    const Json problem = answered("/v1/wallets/A1.M1?at_least=99999999", 503);
    EXPECT_EQ(problem.at("code"), "position_must_be_reached");
    EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(2));
}

}  // namespace
