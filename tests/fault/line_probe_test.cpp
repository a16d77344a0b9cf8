#include <atomic>
#include <fstream>
#include <thread>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "ingest/edge/socket.hpp"
#include "tests/fault/program.hpp"
#include "tests/integration/opened_book.hpp"
#include "tools/metersim/simulation.hpp"

namespace {

using Json = nlohmann::json;

/// `meterbook line probe` at the first line of the small building.
class LineProbe : public ::testing::Test {
protected:
    std::string address() const { return "127.0.0.1:" + std::to_string(simulation_.port("L01")); }

    static Ended probe(const std::vector<std::string>& more) {
        std::vector<std::string> words{"line", "probe", "--units", "1-4", "--timeout-ms", "100"};
        words.insert(words.end(), more.begin(), more.end());
        return run(meterbook(words));
    }

    /// As GET /v1/meters would answer.
    std::string register_file() const {
        Json page{{"items", Json::array()}};
        for (const metersim::MeterSpec& each : simulation_.building().meters)
            page["items"].push_back({{"meter", each.id},
                                     {"line", each.line},
                                     {"unit", each.unit},
                                     {"profile", metersim::profile_name(each.kind)},
                                     {"number", each.number},
                                     {"ct", each.ct},
                                     {"pt", each.pt},
                                     {"mode", "book"}});
        const std::string file = (directory_.path() / "meters.json").string();
        std::ofstream(file) << page.dump();
        return file;
    }

    TemporaryDirectory directory_;
    metersim::Simulation simulation_{metersim::small_building()};
};

TEST_F(LineProbe, FindsWhoHangsThereAndEndsWithZero) {
    const Ended ended = probe({address()});
    EXPECT_EQ(ended.code, 0) << ended.err;
    EXPECT_NE(ended.out.find("202406010103"), std::string::npos) << ended.out;
    EXPECT_NE(ended.out.find("3 found\n"), std::string::npos) << ended.out;
}

TEST_F(LineProbe, TellsOfAServerThatHangsUp) {
    edge::Listener door("127.0.0.1", 0);
    std::atomic<bool> is_over{false};
    std::thread porter([&] {
        while (!is_over) {
            if (const auto caller = door.accept(edge::in(std::chrono::milliseconds(50))))
                const edge::Socket hung_up(caller->descriptor);
        }
    });
    const Ended ended = probe({"127.0.0.1:" + std::to_string(door.port())});
    is_over = true;
    porter.join();
    EXPECT_EQ(ended.code, 2) << ended.out;
    EXPECT_NE(ended.err.find("the line cannot be asked"), std::string::npos) << ended.err;
}

TEST_F(LineProbe, HoldsThemAgainstARegisterAndEndsWithOneWhereSomethingDiffers) {
    const std::string file = register_file();
    const std::vector<std::string> words{address(), "--register", file, "--line", "L01", "--json"};
    const Ended well = probe(words);
    EXPECT_EQ(well.code, 0) << well.out << well.err;
    EXPECT_EQ(Json::parse(well.out)["counts"]["as registered"], 3);

    simulation_.meter("M0103").set_ratio(40, 1);
    const Ended wrong = probe(words);
    EXPECT_EQ(wrong.code, 1);
    const Json report = Json::parse(wrong.out);
    EXPECT_EQ(report["all_well"], false);
    EXPECT_EQ(report["meters"][2]["verdict"], "differs");
}

TEST_F(LineProbe, ReadsTheRegistrationOfALineFromAStoppedBook) {
    const auto book = directory_.path() / "book";
    {
        OpenedBook opened(book);
        const auto tell = [&](ledger::Command command) {
            const auto outcome = opened.book().execute(
                {std::move(command), {ledger::ActorKind::system, "test", ""}, "test", "", false});
            ASSERT_TRUE(outcome) << outcome.error().detail;
        };
        tell(ledger::RegisterLine{{ledger::LineId("P1"),
                                   {},
                                   ledger::Transport::rtu_over_tcp,
                                   address(),
                                   9600,
                                   ledger::Parity::none,
                                   1,
                                   100,
                                   {},
                                   30}});
    }
    const Ended ended = probe({"--book", book.string(), "--line", "P1"});
    EXPECT_EQ(ended.code, 0) << ended.err;
    EXPECT_NE(ended.out.find("3 found\n"), std::string::npos) << ended.out;
}

TEST_F(LineProbe, EndsWithTwoAndOneSentenceWhereItCannotAsk) {
    const std::string missing = (directory_.path() / "missing.json").string();
    const std::string broken = (directory_.path() / "broken.json").string();
    std::ofstream(broken) << R"({"items":[{"meter":"M1","line":"L01","unit":0}]})";
    const std::vector<std::vector<std::string>> wrong{
        {"127.0.0.1:1"},
        {},
        {address(), "--units", "0-4"},
        {address(), "--units", "9-2"},
        {address(), "--units", "x"},
        {address(), "--profile", "no-such"},
        {address(), "--register", missing},
        {address(), "--register", broken},
        {address(), "--book", directory_.path().string()},
        {"--book", directory_.path().string(), "--line", "L01"}};
    for (const auto& words : wrong) {
        const Ended ended = probe(words);
        EXPECT_EQ(ended.code, 2) << ended.out;
        EXPECT_TRUE(is_one_sentence(ended.err)) << ended.err;
    }
}

}  // namespace
