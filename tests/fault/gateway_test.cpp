#include <chrono>
#include <iostream>
#include <random>
#include <thread>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "ingest/edge/queue.hpp"
#include "tests/fault/linked_programs.hpp"
#include "tests/fault/polled_building.hpp"
#include "tests/fault/seen_log.hpp"
#include "tests/fault/served_book.hpp"
#include "tests/support/seed.hpp"
#include "tests/support/temporary_directory.hpp"

namespace {

using Json = nlohmann::json;

constexpr int kills = 16;
constexpr unsigned longest_life_ms = 1'500;

/// A building that is read by a gateway, every second; both programs are killed at moments that
/// nobody chose.
class KilledLink : public ::testing::Test {
protected:
    void SetUp() override {
        std::cout << "METERBOOK_SEED=" << seed_ << " repeats the moments\n";
        programs_.start_book();
        HttpClient client(programs_.http_port());
        building_.register_in(client);
        const Json gateway{{"building", "B1"}, {"name", "Cellar"}, {"collects", true}};
        ASSERT_EQ(client.ask("PUT", "/v1/gateways/G1", gateway.dump()).status, 201);
        programs_.start_gateway();
        wait_until_delivered();
    }

    void wait_a_moment() {
        std::this_thread::sleep_for(std::chrono::milliseconds(dice_() % longest_life_ms));
    }

    void kill_one_or_both() {
        wait_a_moment();
        const auto which = dice_() % 3;
        if (which != 0) programs_.kill_gateway();
        if (which != 1) programs_.kill_book();
        wait_a_moment();
        if (which != 1) programs_.start_book();
        if (which != 0) programs_.start_gateway();
    }

    /// Linked, with readings in the book and next to nothing in the queue.
    void wait_until_delivered() const {
        HttpClient client(programs_.http_port());
        const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(60);
        for (;;) {
            const Json shown = Json::parse(client.ask("GET", "/v1/gateways/G1").body);
            const Json& link = shown.at("link");
            if (!link.is_null() && link.at("linked") == true && link.at("taken") > 10 &&
                link.at("waiting") < 10)
                return;
            ASSERT_LT(std::chrono::steady_clock::now(), give_up) << shown.dump();
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
        }
    }

    /// Every item that the gateway ever queued and does not hold any more stands in the log once,
    /// in its order; and those that it holds do not, but for a batch that nobody could acknowledge.
    void judge() {
        log_.read(run(meterbook({"export", programs_.book().string()})).out);
        const edge::Queue queue(programs_.queue());
        std::uint64_t last = 0;
        for (std::uint64_t number = 1; number < queue.first(); ++number) {
            const auto places = log_.positions_of("edge/G1/", "/" + std::to_string(number));
            ASSERT_EQ(places.size(), 1U) << "item " << number;
            ASSERT_GT(places.front(), last) << "item " << number;
            last = places.front();
        }
        EXPECT_GT(queue.first(), std::uint64_t{kills});
        std::cout << kills << " kills, " << queue.first() - 1 << " items delivered, "
                  << queue.waiting() << " wait, " << log_.event_ids().size() << " events\n";
    }

    const unsigned seed_ = seed_of_choices();
    std::mt19937 dice_{seed_};
    TemporaryDirectory directory_;
    const PolledBuilding building_;
    LinkedPrograms programs_{directory_.path()};
    SeenLog log_;
};

TEST_F(KilledLink, LosesNothingAndDoublesNothing) {
    for (int i = 0; i < kills && !HasFailure(); ++i) kill_one_or_both();
    wait_until_delivered();
    EXPECT_EQ(programs_.stop_gateway().code, 0);
    EXPECT_EQ(programs_.stop_book().code, 0);
    judge();
    const Ended proof = verify(programs_.book());
    EXPECT_EQ(proof.code, 0) << proof.out << proof.err;
}

}  // namespace
