#include <chrono>
#include <fstream>
#include <thread>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/fault/linked_programs.hpp"
#include "tests/fault/polled_building.hpp"
#include "tests/fault/served_book.hpp"
#include "tests/support/temporary_directory.hpp"

namespace {

using Json = nlohmann::json;

/// `serve --gateways-without-tls` and a gateway that knows no TLS, both the real programs.
class SealedGateway : public ::testing::Test {
protected:
    void SetUp() override {
        programs_.start_book();
        HttpClient client(programs_.http_port());
        building_.register_in(client);
        const Json gateway{{"building", "B1"}, {"name", "Cellar"}, {"collects", true}};
        ASSERT_EQ(client.ask("PUT", "/v1/gateways/G1", gateway.dump()).status, 201);
    }

    Json link() const {
        HttpClient client(programs_.http_port());
        return Json::parse(client.ask("GET", "/v1/gateways/G1").body).at("link");
    }

    /// Waits, at most a minute, until so many items came over the link.
    bool comes_in(std::uint64_t items) const {
        const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(60);
        while (std::chrono::steady_clock::now() < give_up) {
            const Json shown = link();
            if (!shown.is_null() && shown.at("linked") == true && shown.at("taken") >= items)
                return true;
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
        }
        return false;
    }

    std::string digits() const {
        std::ifstream file(programs_.secret());
        std::string text;
        file >> text;
        return text;
    }
    void write_digits(const std::string& text) const {
        std::ofstream(programs_.secret()) << text << '\n';
    }

    TemporaryDirectory directory_;
    const PolledBuilding building_;
    LinkedPrograms programs_{directory_.path(), Seal::shared_secret};
};

TEST_F(SealedGateway, DeliversItsReadingsUnderTheSharedSecretAfterBothWereKilled) {
    programs_.start_gateway();
    ASSERT_TRUE(comes_in(5));
    EXPECT_EQ(link().at("tls"), false);
    programs_.kill_book();
    programs_.kill_gateway();
    programs_.start_book();
    programs_.start_gateway();
    ASSERT_TRUE(comes_in(5));
    HttpClient client(programs_.http_port());
    const Json readings = Json::parse(client.ask("GET", "/v1/events?type=ReadingRecorded").body);
    EXPECT_GE(readings.at("items").size(), 5U);
    EXPECT_EQ(programs_.stop_gateway().code, 0);
    EXPECT_EQ(programs_.stop_book().code, 0);
    const Ended proof = verify(programs_.book());
    EXPECT_EQ(proof.code, 0) << proof.out << proof.err;
}

TEST_F(SealedGateway, IsLetInWithNoSecretButItsOwn) {
    programs_.start_gateway();
    ASSERT_TRUE(comes_in(1));
    const std::string own = digits();
    programs_.kill_book();
    write_digits(std::string(own.size(), '0'));
    programs_.start_book();
    programs_.book_says(" ends: ");  // the gateway came, and was sent away
    EXPECT_TRUE(link().is_null()) << link().dump();
    write_digits(own);
    EXPECT_TRUE(comes_in(1));
}

}  // namespace
