#include <gtest/gtest.h>

#include "tests/fault/desk.hpp"
#include "tests/fault/seen_log.hpp"
#include "tests/fault/served_book.hpp"
#include "tests/fault/small_disk.hpp"
#include "tests/integration/opened_book.hpp"

namespace {

namespace fs = std::filesystem;

class FullDisk : public ::testing::Test {
protected:
    /// Sells until it cannot: whoever waits is answered with 503 or nothing, and never with a sale
    /// that is not there; the program ends with one sentence that says what to do.
    void sell_until_full(ServedBook& served, std::uint16_t port) {
        HttpClient client(port);
        const Answer last = till_.order_until_refused(client);
        EXPECT_TRUE((last.status == 503 || last.status == 0)) << last.status << last.body;
        const Ended ended = served.end();
        EXPECT_EQ(ended.code, 2) << ended.err;
        EXPECT_TRUE(is_one_sentence(ended.err)) << ended.err;
        EXPECT_NE(ended.err.find("see the disk, then start again"), std::string::npos) << ended.err;
        EXPECT_GT(till_.acknowledged().size(), 100U);
    }

    /// With room again everything goes on: what was acknowledged is there, and what was not is
    /// asked for again and sold once.
    void expect_all_is_well(const fs::path& book) {
        ServedBook served(book);
        const auto port = served.wait_for_port();
        ASSERT_TRUE(port) << served.end().err;
        SeenLog log;
        {
            HttpClient client(*port);
            ASSERT_TRUE(till_.order(client));
            log.read(client);
        }
        for (const auto& [key, position] : till_.acknowledged())
            ASSERT_EQ(log.positions_of(key), std::vector{position}) << key;
        EXPECT_EQ(log.count("CreditSold"), till_.acknowledged().size());
        EXPECT_EQ(served.stop().code, 0);
        const Ended proof = verify(book);
        EXPECT_EQ(proof.code, 0) << proof.out << proof.err;
    }

    TemporaryDirectory directory_;
    Desk till_{"till", sales_into("A1.M1"), 1};
};

TEST_F(FullDisk, StopsTheBookAndLosesNothing) {
    const fs::path mounted = directory_ / "disk";
    const SmallDisk disk(mounted, "24m");
    if (!disk.why_not().empty()) GTEST_SKIP() << "no disk can be mounted here: " << disk.why_not();
    const fs::path book = mounted / "book";
    {
        const OpenedBook prepared(book);
    }
    {
        ServedBook served(book);
        const auto port = served.wait_for_port();
        ASSERT_TRUE(port) << served.end().err;
        fill_but(256 << 10, mounted);
        sell_until_full(served, *port);
    }
    const Ended again =
        run(meterbook({"serve", "--data", book.string(), "--listen", "127.0.0.1:0"}));
    EXPECT_EQ(again.code, 2);
    EXPECT_TRUE(is_one_sentence(again.err)) << again.err;
    EXPECT_NE(again.err.find("room"), std::string::npos) << again.err;
    fs::remove(mounted / "ballast");
    expect_all_is_well(book);
}

TEST_F(FullDisk, AFileThatMayNotGrowIsTheSame) {
    const fs::path book = directory_ / "book";
    {
        const OpenedBook prepared(book);
    }
    const std::string limited = R"(trap '' XFSZ; ulimit -f 1024; exec "$@")";  // 512 KiB
    {
        ServedBook served(book, {"/bin/sh", "-c", limited, "sh"});
        const auto port = served.wait_for_port();
        ASSERT_TRUE(port) << served.end().err;
        sell_until_full(served, *port);
    }
    expect_all_is_well(book);
}

}  // namespace
