#include <atomic>
#include <chrono>
#include <map>
#include <thread>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "ledger/events/event_codec.hpp"
#include "ledger/journal/journal.hpp"
#include "tests/integration/http_client.hpp"
#include "tests/integration/serving.hpp"

// The server stops while sales are made: what was answered is in the book, and no answer is half.

namespace {

/// What a till asked, and the position of the sale where it was answered.
struct Sales {
    std::map<std::string, std::uint64_t> answered;
    std::size_t asked = 0;
    bool is_cut = false;
    std::string strange;  ///< an answer that is no sale
};

/// Sells, this many ahead, until the server is gone.
Sales sell_until_closed(std::uint16_t port, int till, int ahead, std::atomic<int>& answers) {
    HttpClient client(port);
    Sales sales;
    std::vector<std::string> waiting;
    for (int round = 0;; ++round) {
        waiting.clear();
        for (int i = 0; i < ahead; ++i) {
            waiting.push_back("till" + std::to_string(till) + "-" + std::to_string(round) + "-" +
                              std::to_string(i));
            const std::string body = R"({"wallet":"A1.M1","amount":"1.00","method":"cash"})";
            client.send(
                "POST /v1/sales HTTP/1.1\r\nHost: localhost\r\nIdempotency-Key: " + waiting.back() +
                "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
            ++sales.asked;
        }
        for (const std::string& key : waiting) {
            const Answer answer = client.receive();
            sales.is_cut = sales.is_cut || answer.is_cut;
            if (answer.status == 0 || answer.is_cut) return sales;
            if (answer.status != 201) sales.strange = answer.body;
            sales.answered[key] = nlohmann::json::parse(answer.body).value("position", 0U);
            ++answers;
        }
    }
}

/// The key under which this event was written; empty where it is no sale.
std::string key_of_sale(const ledger::Book& book, std::uint64_t position) {
    const auto event = ledger::decode_event(book.journal().get({position}));
    if (!event || !std::holds_alternative<ledger::CreditSold>(event->payload)) return "";
    return event->envelope.idempotency_key;
}

TEST(Shutdown, KeepsEverySaleThatWasAnsweredAndCutsNoAnswer) {
    constexpr int tills = 24;
    const TemporaryDirectory directory;
    std::vector<Sales> all(tills);
    {
        Serving serving(directory.path());
        std::atomic<int> answers{0};
        std::vector<std::thread> threads;
        for (int till = 0; till < tills; ++till) {
            threads.emplace_back([&, till, port = serving.port()] {
                all[static_cast<std::size_t>(till)] =
                    sell_until_closed(port, till, 1 + till % 4, answers);
            });
        }
        while (answers < 300) std::this_thread::yield();
        const auto begun = std::chrono::steady_clock::now();
        serving.stop();
        EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(8))
            << "it gave up on what was running";
        for (std::thread& each : threads) each.join();
    }
    OpenedBook reopened(directory.path());
    std::size_t answered = 0;
    std::size_t asked = 0;
    for (const Sales& each : all) {
        EXPECT_FALSE(each.is_cut);
        EXPECT_EQ(each.strange, "");
        for (const auto& [key, position] : each.answered)
            EXPECT_EQ(key_of_sale(reopened.book(), position), key);
        answered += each.answered.size();
        asked += each.asked;
    }
    EXPECT_GE(answered, 300U);
    const auto sold = static_cast<std::size_t>(reopened.balance().count() / 1'000'000);
    EXPECT_GE(sold, answered);
    EXPECT_LE(sold, asked);
}

}  // namespace
