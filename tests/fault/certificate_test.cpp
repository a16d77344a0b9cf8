#include <gtest/gtest.h>

#include "tests/fault/served_book.hpp"
#include "tests/integration/http_client.hpp"
#include "tests/integration/papers.hpp"

// The program with a certificate that is renewed while it runs.

namespace {

class ServedSecurely : public testing::Test {
protected:
    TemporaryDirectory directory_;
    Papers papers_;
    api::CertificateFiles files_ = papers_.made("first");
    ServedBook book_{directory_ / "book",
                     {},
                     {"--certificate", files_.certificate.string(), "--key", files_.key.string()}};

    /// The next line of its log in which these words stand.
    std::string wait_for(const std::string& words) {
        for (std::string line = book_.read_line(); !line.empty(); line = book_.read_line()) {
            if (line.find(words) != std::string::npos) return line;
        }
        return "";
    }
    static std::string shown_at(std::uint16_t port) {
        return HttpClient(port, Wire::tls).shown_name();
    }
};

TEST_F(ServedSecurely, ShowsWhatWasRenewedAtSighupAndByItself) {
    const auto port = book_.wait_for_port();
    ASSERT_TRUE(port);
    HttpClient old(*port, Wire::tls);
    EXPECT_EQ(old.ask("GET", "/healthz").status, 200);
    EXPECT_EQ(old.shown_name(), "first");
    Papers::replace(files_, papers_.made("second"));
    book_.renew();
    EXPECT_NE(wait_for("new connections are shown"), "");
    EXPECT_EQ(shown_at(*port), "second");
    EXPECT_EQ(old.ask("GET", "/healthz").status, 200) << "whoever is there stays";
    Papers::replace(files_, papers_.made("third"));
    EXPECT_NE(wait_for("new connections are shown"), "") << "within seconds, without a signal";
    EXPECT_EQ(shown_at(*port), "third");
    std::filesystem::remove(files_.key);
    EXPECT_NE(wait_for("of before is still shown"), "");
    EXPECT_EQ(shown_at(*port), "third");
    EXPECT_EQ(book_.stop().code, 0);
}

}  // namespace
