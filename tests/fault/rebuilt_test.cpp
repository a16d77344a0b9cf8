#include <fstream>
#include <future>
#include <iostream>
#include <random>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "ledger/journal/journal.hpp"
#include "ledger/past.hpp"
#include "tests/fault/served_book.hpp"
#include "tests/integration/http_client.hpp"
#include "tests/integration/opened_book.hpp"
#include "tests/support/seed.hpp"

namespace {

namespace fs = std::filesystem;

constexpr int sales = 50;
constexpr int many = 2'000;  // more

/// A book with some sales, whose index, read models and snapshot are on the disk.
class ComputedFiles : public ::testing::Test {
protected:
    void SetUp() override {
        {
            OpenedBook book(book_);
            for (int i = 0; i < sales; ++i) ASSERT_TRUE(book.sell(std::to_string(i), 100));
        }
        ASSERT_TRUE(is_served_rightly());
    }

    /// False: it said that it cannot.
    static bool answers_rightly(std::uint16_t port) {
        HttpClient client(port);
        const Answer wallet = client.ask("GET", "/v1/wallets/A1.M1?at_least=50");
        const Answer sold = client.ask("GET", "/v1/sales?limit=100");
        const Answer again =
            client.ask("POST", "/v1/sales", R"({"wallet":"A1.M1","amount":"1.00","method":"cash"})",
                       "Idempotency-Key: 7\r\nX-Operator: cashier\r\n");
        for (const Answer* answer : {&wallet, &sold, &again}) {
            if (answer->status >= 500) return false;
        }
        using Json = nlohmann::json;
        EXPECT_EQ(Json::parse(wallet.body)["balance"], "50.00") << wallet.body;
        EXPECT_EQ(Json::parse(sold.body)["items"].size(), std::size_t{sales});
        EXPECT_EQ(again.headers.at("idempotent-replayed"), "true") << again.body;
        return true;
    }

    /// False: it did not start, or did not answer, and said so.
    bool is_served_rightly() const {
        ServedBook served(book_);
        const auto port = served.wait_for_port();
        if (!port) {
            const Ended ended = served.end();
            EXPECT_EQ(ended.code, 2);
            EXPECT_TRUE(is_one_sentence(ended.err)) << ended.err;
            return false;
        }
        if (!answers_rightly(*port)) return false;
        const Ended ended = served.stop();
        EXPECT_EQ(ended.code, 0) << ended.err;
        return true;
    }

    std::vector<fs::path> files() const {
        std::vector<fs::path> found{book_ / "state.snapshot"};
        for (const char* part : {"index", "projections"}) {
            for (const auto& entry : fs::recursive_directory_iterator(book_ / part)) {
                const std::string name = entry.path().filename().string();
                const bool matters = name == "CURRENT" || name.starts_with("MANIFEST") ||
                                     entry.path().extension() == ".sst";
                if (matters) found.push_back(entry.path());
            }
        }
        return found;
    }

    std::string damage(const fs::path& file) {
        const auto size = fs::file_size(file);
        switch (dice_() % 3) {
            case 0:
                fs::remove(file);
                return "removed";
            case 1:
                fs::resize_file(file, dice_() % size);
                return "cut";
            default:
                break;
        }
        std::fstream bytes(file, std::ios::binary | std::ios::in | std::ios::out);
        const auto at = static_cast<std::streamoff>(dice_() % size);
        bytes.seekg(at);
        const int byte = bytes.get();
        bytes.seekp(at);
        bytes.put(static_cast<char>(byte ^ (1 << dice_() % 8)));
        return "flipped";
    }

    /// Sells until the keys fill several blocks of the index, and leaves when all of them stand
    /// there: a follower that had no time to write them down would leave a file of one block.
    ledger::Position sell_many() const {
        OpenedBook book(book_);
        std::vector<std::future<ledger::Outcome>> sold;
        for (int i = 0; i < many; ++i)
            sold.push_back(book.book().submit(OpenedBook::sale("many-" + std::to_string(i), 100)));
        for (auto& each : sold) EXPECT_TRUE(each.get());
        const ledger::Position last = book.book().journal().head().last;
        ledger::wait_for_index(book.book(), last);
        return last;
    }

    /// Turns a byte among the rows of every file, in a place that opening it does not read.
    static void break_the_middle(const fs::path& directory) {
        for (const auto& entry : fs::directory_iterator(directory)) {
            if (entry.path().extension() != ".sst") continue;
            const auto middle = static_cast<std::streamoff>(entry.file_size() / 2);
            std::fstream bytes(entry.path(), std::ios::binary | std::ios::in | std::ios::out);
            bytes.seekg(middle);
            const int byte = bytes.get();
            bytes.seekp(middle);
            bytes.put(static_cast<char>(byte ^ 1));
        }
    }

    /// Asks for all of the wallet's statement; status 0: every page came.
    static Answer first_failure_among_entries(HttpClient& client) {
        std::string cursor = "0";
        std::size_t seen = 0;
        while (true) {
            Answer page =
                client.ask("GET", "/v1/wallets/A1.M1/entries?limit=1000&cursor=" + cursor);
            if (page.status != 200) return page;
            const auto body = nlohmann::json::parse(page.body);
            seen += body["items"].size();
            if (body["next_cursor"].is_null()) break;
            cursor = body["next_cursor"];
        }
        EXPECT_EQ(seen, std::size_t{sales + many});
        return {};
    }

    /// Breaks the part of the index where the first keys are, which no start reads.
    void break_the_keys() const {
        for (const auto& entry : fs::directory_iterator(book_ / "index")) {
            if (entry.path().extension() != ".sst") continue;
            std::fstream bytes(entry.path(), std::ios::binary | std::ios::in | std::ios::out);
            constexpr std::streamoff among_the_keys = 100;
            bytes.seekp(among_the_keys);
            bytes.write("damaged!", 8);
        }
    }

    /// Repeats every sale until one has no answer; true where all have theirs.
    static bool all_are_known(HttpClient& client) {
        for (int i = 0; i < many; ++i) {
            const Answer answer = client.ask(
                "POST", "/v1/sales", R"({"wallet":"A1.M1","amount":"1.00","method":"cash"})",
                "Idempotency-Key: many-" + std::to_string(i) + "\r\nX-Operator: cashier\r\n");
            if (answer.status != 201) return false;
            EXPECT_TRUE(answer.headers.contains("idempotent-replayed")) << answer.body;
        }
        return true;
    }

    const unsigned seed_ = seed_of_choices();
    std::mt19937 dice_{seed_};
    TemporaryDirectory directory_;
    const fs::path book_ = directory_ / "book";
};

TEST_F(ComputedFiles, AreBuiltAgainAtTheSecondStartAtTheLatest) {
    std::cout << "seed " << seed_ << '\n';
    const auto all = files();
    EXPECT_GE(all.size(), 19U) << "a snapshot, and three files for each of six databases";
    for (const fs::path& file : all) {
        if (!fs::exists(file)) continue;  // it was built again under another name
        const std::string how = damage(file);
        EXPECT_TRUE(is_served_rightly() || is_served_rightly()) << file << ' ' << how;
    }
    EXPECT_EQ(verify(book_).code, 0);
}

TEST_F(ComputedFiles, AreBuiltAgainWhileTheBookServes) {
    const std::string all = "/v1/wallets/A1.M1?at_least=" + std::to_string(sell_many().number);
    {
        ServedBook served(book_);
        HttpClient client(served.wait_for_port().value());
        ASSERT_EQ(client.ask("GET", all).status, 200);
        EXPECT_EQ(first_failure_among_entries(client).status, 0);
        ASSERT_EQ(served.stop().code, 0) << "what was read is on the disk";
    }
    break_the_middle(book_ / "projections" / "balances-v5-1");
    ServedBook served(book_);
    HttpClient client(served.wait_for_port().value());
    const Answer broken = first_failure_among_entries(client);
    EXPECT_EQ(broken.status, 503) << broken.body;
    EXPECT_NE(broken.body.find("read_model_must_be_built"), std::string::npos) << broken.body;
    EXPECT_TRUE(broken.headers.contains("retry-after"));
    EXPECT_EQ(client.ask("GET", "/v1/sales?limit=1").status, 200) << "the others answer";
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (first_failure_among_entries(client).status != 0)
        ASSERT_LT(std::chrono::steady_clock::now(), end) << "it is never built";
    EXPECT_EQ(client.ask("GET", "/readyz").status, 200);
    EXPECT_EQ(client.ask("GET", all).status, 200);
    EXPECT_EQ(served.stop().code, 0);
}

TEST_F(ComputedFiles, StopTheBookWhereAKeyCannotBeRead) {
    (void)sell_many();
    break_the_keys();
    {
        ServedBook served(book_);
        const auto port = served.wait_for_port();
        ASSERT_TRUE(port) << served.end().err;
        HttpClient client(*port);
        EXPECT_FALSE(all_are_known(client)) << "a key is not sold again for want of an index";
        const Ended ended = served.end();
        EXPECT_EQ(ended.code, 2);
        EXPECT_TRUE(is_one_sentence(ended.err)) << ended.err;
        EXPECT_NE(ended.err.find("built anew"), std::string::npos) << ended.err;
    }
    ServedBook served(book_);
    const auto port = served.wait_for_port();
    ASSERT_TRUE(port) << served.end().err;
    {
        HttpClient client(*port);
        EXPECT_TRUE(all_are_known(client));
    }
    EXPECT_EQ(served.stop().code, 0);
    EXPECT_EQ(verify(book_).code, 0);
}

}  // namespace
