#include <csignal>
#include <filesystem>

#include <gtest/gtest.h>
#include <unistd.h>

#include "tests/fault/desk.hpp"
#include "tests/fault/seen_log.hpp"
#include "tests/fault/served_book.hpp"
#include "tests/integration/opened_book.hpp"

// A file system in a file of its own. What its kernel has not written into the file yet is lost
// with the power, so a copy of the file, taken while the program stands still, is what a power cut
// leaves. Needs root and loop devices.

namespace {

namespace fs = std::filesystem;

constexpr int cuts = 3;
constexpr int sales_before_a_cut = 120;

/// A file with a file system in it, mounted.
class ImageDisk {
public:
    ImageDisk(const fs::path& image, const fs::path& at) : at_(at) {
        fs::create_directories(at);
        const Ended mounted = run({"mount", "-o", "loop", image.string(), at.string()});
        is_there_ = mounted.code == 0;
        why_not_ = mounted.err;
    }
    ~ImageDisk() {
        if (is_there_) (void)run({"umount", "--lazy", at_.string()});
    }
    ImageDisk(const ImageDisk&) = delete;
    ImageDisk& operator=(const ImageDisk&) = delete;

    bool is_there() const { return is_there_; }
    const std::string& why_not() const { return why_not_; }

private:
    fs::path at_;
    bool is_there_ = false;
    std::string why_not_;
};

/// Empty: it was made.
std::string why_no_image(const fs::path& image) {
    if (::geteuid() != 0) return "only root mounts";
    try {
        const Ended sized = run({"truncate", "-s", "96M", image.string()});
        const Ended made = run({"mkfs.ext4", "-q", "-F", image.string()});
        return sized.code == 0 && made.code == 0 ? "" : sized.err + made.err;
    } catch (const std::runtime_error& missing) {
        return missing.what();
    }
}

class PowerCut : public testing::Test {
protected:
    /// Sells until the power fails in the middle of a sale; the image as it is then.
    void sell_until_cut(const fs::path& book, const fs::path& copy) {
        ServedBook served(book);
        const auto port = served.wait_for_port();
        ASSERT_TRUE(port) << served.end().err;
        HttpClient client(*port);
        for (int i = 0; i < sales_before_a_cut; ++i) ASSERT_TRUE(till_.order(client));
        const std::string body = R"({"wallet":"A1.M1","amount":"1.00","method":"cash"})";
        client.send(
            "POST /v1/sales HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            "Idempotency-Key: " +
            till_.next_key() + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
            body);
        served.stand_still();
        fs::copy_file(image_, copy);
        served.kill();
        (void)served.end();
    }

    /// Everything that was acknowledged is in the book of the copy, once, and all laws hold.
    void expect_nothing_lost(const fs::path& book) {
        const Ended proof = verify(book);
        ASSERT_EQ(proof.code, 0) << proof.out << proof.err;
        ServedBook served(book);
        const auto port = served.wait_for_port();
        ASSERT_TRUE(port) << served.end().err;
        const auto acknowledged = till_.acknowledged();
        SeenLog log;
        {
            HttpClient client(*port);
            log.read(client);
            ASSERT_TRUE(till_.order(client)) << "and it goes on";
        }
        for (const auto& [key, position] : acknowledged)
            ASSERT_EQ(log.positions_of(key), std::vector{position}) << key;
        EXPECT_LE(log.count("CreditSold"), acknowledged.size() + 1) << "one was under way";
        EXPECT_EQ(served.stop().code, 0);
    }

    TemporaryDirectory directory_;
    fs::path image_ = directory_ / "image-0";
    Desk till_{"till", sales_into("A1.M1"), 1};
};

TEST_F(PowerCut, LosesNothingThatWasAcknowledged) {
    const std::string why_not = why_no_image(image_);
    if (!why_not.empty()) GTEST_SKIP() << "no file system can be made here: " << why_not;
    for (int cut = 0; cut <= cuts; ++cut) {
        const fs::path mounted = directory_ / ("disk-" + std::to_string(cut));
        const ImageDisk disk(image_, mounted);
        if (!disk.is_there() && cut == 0)
            GTEST_SKIP() << "no disk can be mounted here: " << disk.why_not();
        ASSERT_TRUE(disk.is_there()) << disk.why_not();
        const fs::path book = mounted / "book";
        if (cut == 0) {
            const OpenedBook prepared(book);
        } else {
            ASSERT_NO_FATAL_FAILURE(expect_nothing_lost(book));
        }
        if (cut == cuts) return;
        const fs::path copy = directory_ / ("image-" + std::to_string(cut + 1));
        ASSERT_NO_FATAL_FAILURE(sell_until_cut(book, copy));
        image_ = copy;
    }
}

}  // namespace
