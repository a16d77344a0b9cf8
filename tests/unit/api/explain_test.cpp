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
    EXPECT_EQ(ledger::to_text(sum), wallet.at("balance"));
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

TEST(ExplainApi, SaysWhatIsAskedWrongly) {
    EXPECT_EQ(answered("/v1/explain", 400).at("field"), "event");
    EXPECT_EQ(answered("/v1/explain?event=1&wallet=A1.M1", 400).at("field"), "event");
    EXPECT_EQ(answered("/v1/explain?event=99999999", 404).at("code"), "path_must_exist");
    EXPECT_EQ(answered("/v1/explain?event=0", 404).at("code"), "path_must_exist");
    EXPECT_EQ(answered("/v1/explain?event=x", 400).at("field"), "event");
    EXPECT_EQ(answered("/v1/explain?wallet=nobody", 404).at("code"), "wallet_must_exist");
    EXPECT_EQ(answered("/v1/explain?wallet=A1.M1&from=noon", 400).at("field"), "from");
}

TEST(AtLeast, BeyondTheEndOfTheLogIsAnsweredAtOnce) {
    const auto begun = std::chrono::steady_clock::now();
    const Json problem = answered("/v1/wallets/A1.M1?at_least=99999999", 503);
    EXPECT_EQ(problem.at("code"), "position_must_be_reached");
    EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(2));
}

}  // namespace
