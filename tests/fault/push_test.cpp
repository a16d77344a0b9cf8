#include <csignal>
#include <optional>
#include <thread>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/fault/cut_line.hpp"
#include "tests/fault/served_book.hpp"
#include "tests/integration/http_client.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tools/metersim/simulation.hpp"

// A sale to a meter that deducts by itself reaches it once, whatever dies at whatever step between
// the sale and its confirmation: the process, or the line. Every step is tried.

namespace {

using Json = nlohmann::json;

constexpr int count_at_first = 17;
constexpr std::int64_t sale_fen = 1'000;
constexpr unsigned most_steps = 60;

enum class Victim { process, line };

/// One single-phase user of a box; time stands still, so that nothing is used.
metersim::Building one_user() {
    metersim::Building building = metersim::small_building();
    std::erase_if(building.lines, [](const auto& line) { return line.id != "L02"; });
    std::erase_if(building.meters, [](const auto& meter) { return meter.id != "M0243"; });
    metersim::MeterSpec& meter = building.meters.front();
    meter.is_prepaid = true;
    meter.purchase_count = count_at_first;
    return building;
}

metersim::Options standing_still() {
    metersim::Options options;
    options.speed = 0;
    return options;
}

class PushedSale : public ::testing::TestWithParam<Victim> {
protected:
    void start() {
        // Every life begins an hour later; a minute a second makes pauses short.
        const std::string hour = (lives_ % 24 < 10 ? "0" : "") + std::to_string(lives_ % 24);
        const std::string day = (lives_ / 24 < 9 ? "0" : "") + std::to_string(lives_ / 24 + 1);
        ++lives_;
        book_ = std::make_unique<ServedBook>(
            directory_ / "book", std::vector<std::string>{},
            std::vector<std::string>{"--clock-start", "2026-06-" + day + "T" + hour + ":00:00Z",
                                     "--clock-speed", "60"});
        const auto port = book_->wait_for_port();
        ASSERT_TRUE(port) << book_->end().err;
        client_ = std::make_unique<HttpClient>(*port);
    }

    void end() {
        client_.reset();
        const Ended ended = book_->stop();
        EXPECT_EQ(ended.code, 0) << ended.err;
    }

    Json ask(const std::string& method, const std::string& path, const Json& body = {}) {
        const Answer answer = client_->ask(method, path, body.is_null() ? "" : body.dump(),
                                           "Idempotency-Key: " + std::to_string(++keys_) + "\r\n");
        EXPECT_LT(answer.status, 300) << path << ": " << answer.body;
        return Json::parse(answer.body);
    }

    template <class Condition>
    bool comes_true(Condition&& condition) {
        const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(30);
        while (!condition()) {
            if (std::chrono::steady_clock::now() > give_up) return false;
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
        return true;
    }

    void register_all() {
        ask("PUT", "/v1/site",
            {{"name", "Box"},
             {"zone", "Asia/Shanghai"},
             {"currency", "CNY"},
             {"payment_methods", {"cash"}},
             {"plausibility_margin_percent", 1000},
             {"poll_interval_s", 86'400},
             {"misses_until_lost", 3},
             {"cutoff", "automatic"}});
        ask("PUT", "/v1/buildings/B1", {{"name", "House"}});
        ask("PUT", "/v1/gateways/G1", {{"building", "B1"}, {"name", "Gateway"}});
        ask("PUT", "/v1/lines/L02",
            {{"gateway", "G1"},
             {"transport", "modbus_tcp"},
             {"address", "127.0.0.1:" + std::to_string(line_.port())},
             {"baud", 9600},
             {"parity", "none"},
             {"stop_bits", 1},
             {"response_timeout_ms", 500},
             {"max_meters", 30}});
        ask("POST", "/v1/tariffs",
            {{"tariff", "T"},
             {"name", "Flat"},
             {"effective_from", "2024-01-01T00:00:00Z"},
             {"prices", Json::array({{{"band", "single"}, {"price", "0.6"}}})}});
        ask("PUT", "/v1/meters/M0243",
            {{"line", "L02"},
             {"unit", 43},
             {"profile", "acrel-adf400l-1p"},
             {"number", ""},
             {"ct", 1},
             {"pt", 1},
             {"rated_power_w", 13'200},
             {"has_relay", true},
             {"mode", "meter"},
             {"place", {{"building", "B1"}, {"floor", "1"}, {"room", "1"}}}});
        ask("PUT", "/v1/meters/M0243/tariff", {{"tariff", "T"}, {"from", "2024-01-01T00:00:00Z"}});
    }

    /// Waits until this life has read the meter: from then on only sales are sent to it.
    void wait_for_reading() {
        ASSERT_TRUE(comes_true([&] {
            const Json row = ask("GET", "/v1/meter-states/M0243");
            if (row.at("last_reading").is_null() || row.at("last_reading") == last_reading_)
                return false;
            last_reading_ = row.at("last_reading");
            return true;
        }));
    }

    bool is_confirmed(std::uint64_t command) {
        const Answer answer = client_->ask("GET", "/v1/commands/" + std::to_string(command));
        return answer.status == 200 && Json::parse(answer.body).at("state") == "confirmed";
    }

    /// The position of the push that follows from it. None: the process died before it answered,
    /// and is asked again with the same key, as a till does.
    std::optional<std::uint64_t> sell(int key) {
        const Json sale{{"wallet", "A1.M0243"}, {"amount", "10.00"}, {"method", "cash"}};
        const Answer answer = client_->ask("POST", "/v1/sales", sale.dump(),
                                           "Idempotency-Key: " + std::to_string(key) + "\r\n");
        if (answer.body.empty()) return std::nullopt;
        EXPECT_LT(answer.status, 300) << answer.body;
        return Json::parse(answer.body).at("events").at(1).at("position").get<std::uint64_t>();
    }

    /// Sells, lets one step of what follows be the last of the victim, and waits until the sale has
    /// reached the meter all the same. False: the push was over before that step.
    bool sell_and_cut(unsigned step) {
        const bool kills = GetParam() == Victim::process;
        line_.arm(step, [this, kills] {
            if (kills) book_->kill();
        });
        const int key = ++keys_;
        auto push = sell(key);
        ++sales_;
        EXPECT_TRUE(comes_true([&] { return line_.has_fired() || (push && is_confirmed(*push)); }));
        line_.disarm();
        if (line_.has_fired() && kills) {
            client_.reset();
            EXPECT_EQ(book_->end().code, -SIGKILL);
            start();
            wait_for_reading();
            if (!push) push = sell(key);
        }
        EXPECT_TRUE(comes_true([&] { return push && is_confirmed(*push); })) << "step " << step;
        return line_.has_fired();
    }

    /// The next one is sold before the last one has arrived.
    void sell_in_a_row(int sales) {
        std::uint64_t push = 0;
        for (int i = 0; i < sales; ++i) {
            push = sell(++keys_).value();
            ++sales_;
        }
        EXPECT_TRUE(comes_true([&] { return is_confirmed(push); }));
    }

    /// The meter's count, its remaining amount and the book say the same.
    void hold(unsigned step) {
        const auto state = field_.meter("M0243").true_state();
        EXPECT_EQ(state.purchase_count, count_at_first + sales_) << "step " << step;
        EXPECT_EQ(state.balance_fen, sales_ * sale_fen) << "step " << step;
        const Json wallet = ask("GET", "/v1/wallets/A1.M0243");
        EXPECT_EQ(wallet.at("balance"), std::to_string(sales_ * 10) + ".00") << "step " << step;
        const Json row = ask("GET", "/v1/meter-states/M0243");
        EXPECT_TRUE((row.at("badges").at("alarms").dump().find("purchases") == std::string::npos))
            << row.dump();
        EXPECT_TRUE(row.at("badges").at("pending").empty()) << row.dump();
    }

    TemporaryDirectory directory_;
    metersim::Simulation field_{one_user(), standing_still()};
    CutLine line_{field_.port("L02")};
    std::unique_ptr<ServedBook> book_;
    std::unique_ptr<HttpClient> client_;
    Json last_reading_;
    int lives_ = 0;
    int keys_ = 0;
    int sales_ = 0;
};

TEST_P(PushedSale, ReachesItsMeterOnceWhateverDiesAtWhateverStep) {
    start();
    register_all();
    wait_for_reading();
    ask("POST", "/v1/accounts", {{"account", "A1"}, {"customer", "C1"}, {"meters", {"M0243"}}});
    unsigned step = 0;
    while (step < most_steps && sell_and_cut(step) && !HasFailure()) hold(step++);
    hold(step);
    sell_in_a_row(3);
    hold(step);
    EXPECT_GE(step, 12U) << "three steps for each of at least four requests";
    EXPECT_LT(step, most_steps);
    end();
    const Ended proof = verify(directory_ / "book");
    EXPECT_EQ(proof.code, 0) << proof.out << proof.err;
    std::cout << step << " steps, " << lives_ << " lives, " << sales_ << " sales\n";
}

INSTANTIATE_TEST_SUITE_P(Every, PushedSale, ::testing::Values(Victim::process, Victim::line),
                         [](const auto& each) {
                             return each.param == Victim::process ? "process" : "line";
                         });

}  // namespace
