#include "api/http/console_files.hpp"

#include <gtest/gtest.h>

namespace {

using api::ConsoleFiles;
using api::Request;

const std::string pack =
    R"([{"path":"/","type":"text/html; charset=utf-8","plain":[0,6],"gzip":[6,0]},)"
    R"({"path":"/assets/a-1.js","type":"text/javascript","plain":[6,4],"gzip":[10,2]}])"
    "\n<html>1+1;gz";

Request get(const std::string& path, const std::string& encodings = "") {
    return {.method = "GET",
            .path = path,
            .query = {},
            .headers = {{"accept-encoding", encodings}},
            .body = ""};
}

TEST(ConsoleFiles, ThePageIsNeverKeptAndRunsNothingFromElsewhere) {
    const auto page = ConsoleFiles(pack).answer(get("/", "gzip"));
    ASSERT_TRUE(page);
    EXPECT_EQ(page->body, "<html>") << "it has no smaller form";
    EXPECT_FALSE(page->headers.contains("Content-Encoding"));
    EXPECT_EQ(page->headers.at("Cache-Control"), "no-store");
    const std::string policy = page->headers.at("Content-Security-Policy");
    EXPECT_NE(policy.find("default-src 'none'; script-src 'self';"), std::string::npos);
    EXPECT_EQ(policy.find("unsafe"), std::string::npos);
    EXPECT_EQ(policy.find("http"), std::string::npos);
}

TEST(ConsoleFiles, AnAssetIsKeptForAYear) {
    const auto script = ConsoleFiles(pack).answer(get("/assets/a-1.js"));
    ASSERT_TRUE(script);
    EXPECT_EQ(script->body, "1+1;");
    EXPECT_EQ(script->headers.at("Cache-Control"), "public, max-age=31536000, immutable");
}

TEST(ConsoleFiles, WhoUnderstandsGzipGetsTheSmallerForm) {
    const auto script = ConsoleFiles(pack).answer(get("/assets/a-1.js", "br, gzip"));
    ASSERT_TRUE(script);
    EXPECT_EQ(script->body, "gz");
    EXPECT_EQ(script->headers.at("Content-Encoding"), "gzip");
    EXPECT_EQ(script->headers.at("Vary"), "Accept-Encoding");
}

TEST(ConsoleFiles, WhatItDoesNotHoldIsAnsweredBySomebodyElse) {
    const ConsoleFiles files(pack);
    EXPECT_FALSE(files.answer(get("/assets/b.js")));
    EXPECT_FALSE(files.answer(get("/assets/../")));
    Request post = get("/");
    post.method = "POST";
    EXPECT_FALSE(files.answer(post));
}

TEST(ConsoleFiles, ADamagedPackIsRefused) {
    EXPECT_THROW(ConsoleFiles(""), std::runtime_error);
    EXPECT_THROW(ConsoleFiles("no index\n"), std::runtime_error);
    EXPECT_THROW(ConsoleFiles("[]\n"), std::runtime_error) << "without a page";
    EXPECT_THROW(ConsoleFiles(R"([{"path":"/","type":"t","plain":[0,7],"gzip":[0,0]}])"
                              "\n<html>"),
                 std::runtime_error)
        << "a file that is longer than the pack";
}

}  // namespace
