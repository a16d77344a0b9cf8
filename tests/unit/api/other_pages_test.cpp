#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/unit/api/asked_service.hpp"

// A book without operators and without a token is open to its own machine: not to the pages of
// others that are open there.

namespace {

using Headers = std::map<std::string, std::string>;

int status(const std::string& method, const Headers& headers) {
    const std::string body = method == "GET" ? "" : R"({"name":"Annexe"})";
    api::Request request{method, "/v1/buildings/B1", {}, headers, body};
    if (method == "PUT") request.query["dry_run"] = "true";
    return asked().ask(request).status;
}

TEST(OtherPages, DoNotReachAnOpenBookByANameOfTheirOwn) {
    for (const char* method : {"GET", "PUT"}) {
        EXPECT_EQ(status(method, {{"host", "evil.example:8080"}}), 403);
        EXPECT_EQ(status(method, {{"host", "192.0.2.1:8080"}}), 403);
        EXPECT_EQ(status(method, {{"host", "127.0.0.1.evil.example"}}), 403);
        for (const char* own : {"localhost", "localhost:8080", "127.0.0.1:8080", "[::1]:8080"})
            EXPECT_EQ(status(method, {{"host", own}}), 200) << method << ' ' << own;
    }
}

TEST(OtherPages, ChangeNothingInAnOpenBook) {
    const std::string host = "localhost:8080";
    const auto from = [&](const std::string& origin, const std::string& site) {
        return status("PUT", {{"host", host}, {"origin", origin}, {"sec-fetch-site", site}});
    };
    EXPECT_EQ(from("http://localhost:8080", "same-origin"), 200);
    EXPECT_EQ(from("", "none"), 200);
    EXPECT_EQ(from("http://localhost:8080", ""), 200);
    EXPECT_EQ(from("https://evil.example", "cross-site"), 403);
    EXPECT_EQ(from("null", ""), 403);
    EXPECT_EQ(from("http://localhost:3000", "same-site"), 403);
    EXPECT_EQ(from("", "cross-site"), 403);
}

}  // namespace
