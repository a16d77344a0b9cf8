#include <fstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "ingest/notices/book_answers.hpp"
#include "ingest/notices/webhook_message.hpp"
#include "ingest/notices/webhook_secret.hpp"
#include "tests/support/temporary_directory.hpp"

namespace notices {
namespace {

TEST(WebhookSecret, SignsTheExampleOfStandardWebhooks) {
    const TemporaryDirectory directory;
    std::ofstream(directory / "secret") << "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n";
    const auto secret = WebhookSecret::from_file(directory / "secret");
    EXPECT_EQ(
        secret.signature("msg_p5jXN8AQM9LWM0D4loKWxJek", 1'614'265'330, R"({"test": 2432232314})"),
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

TEST(WebhookSecret, ThatIsNoneIsRefused) {
    const TemporaryDirectory directory;
    for (const char* word : {"", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_", "whsec_MfKQ9r8=",
                             "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS", "whsec_!!!!"}) {
        std::ofstream(directory / "secret") << word;
        EXPECT_THROW((void)WebhookSecret::from_file(directory / "secret"), std::runtime_error)
            << word;
    }
    EXPECT_THROW((void)WebhookSecret::from_file(directory / "none"), std::runtime_error);
}

TEST(WebhookAnswer, Of2xxTookItAndMaySayHowItCallsIt) {
    EXPECT_EQ(read_webhook_answer(200, R"({"reference": "sms-7"})"),
              (Outcome{OutcomeKind::taken, "sms-7"}));
    for (const char* body :
         {"", "OK", "[]", R"({"reference": 7})", R"({"reference": "a\nb"})", R"({"other": "x"})"})
        EXPECT_EQ(read_webhook_answer(204, body), (Outcome{OutcomeKind::taken, ""})) << body;
}

TEST(WebhookAnswer, OfAnythingElseIsTriedAgainOrNot) {
    for (const int status : {301, 302, 401, 403, 404, 408, 429, 500, 502, 503})
        EXPECT_EQ(read_webhook_answer(status, "").kind, OutcomeKind::refused) << status;
    for (const int status : {400, 410, 413, 422})
        EXPECT_EQ(read_webhook_answer(status, "").kind, OutcomeKind::given_up) << status;
}

/// As GET /v1/notices answers it.
const std::string row = R"({"notice": 42, "facts": {"kind": "overload", "channel": "webhook",
    "language": "en", "customer": "C1", "account": "A1", "wallet": "A1.M1", "meter": "M1",
    "place": {"building": "B1", "floor": "3", "room": "301"}, "balance": "-1.234567",
    "at": "2026-11-21T08:00:00Z", "line": null, "cut_at": null, "power_w": 12345,
    "overload_w": 10000}, "state": "queued", "attempts": 2, "changed_at": "2026-11-21T08:00:00Z",
    "result": ""})";

TEST(WebhookBody, HoldsWhatTheBookSaidExactly) {
    Notice notice = notice_in(row);
    notice.id = "0123";
    const auto json = nlohmann::json::parse(webhook_body({notice, {"张三", ""}, "CNY", "text"}));
    const auto expected = nlohmann::json::parse(
        R"({"id": "0123", "notice": 42, "kind": "overload", "language": "en", "text": "text",
            "customer": {"customer": "C1", "name": "张三", "phone": null}, "account": "A1",
            "wallet": "A1.M1", "meter": "M1",
            "place": {"building": "B1", "floor": "3", "room": "301"}, "balance": "-1.234567",
            "currency": "CNY", "at": "2026-11-21T08:00:00Z", "line": null, "cut_at": null,
            "power_w": 12345, "overload_w": 10000})");
    EXPECT_EQ(json, expected);
}

TEST(BookAnswers, AreReadAsTheyAreOrRefused) {
    const NoticePage page = notice_page_in(R"({"items": [)" + row + R"(], "next_cursor": "42"})");
    ASSERT_EQ(page.notices.size(), 1U);
    EXPECT_EQ(page.next, "42");
    EXPECT_TRUE(page.notices[0].is_queued);
    EXPECT_EQ(page.notices[0].attempts, 2U);
    EXPECT_EQ(page.notices[0].facts.overload_w, 10'000U);
    EXPECT_FALSE(page.notices[0].facts.line.has_value());
    for (const char* id : {"", "0123", "../../etc/passwd", "0123456789ABCDEF0123456789ABCDEF"})
        EXPECT_THROW((void)event_id_in(R"({"event_id": ")" + std::string(id) + R"("})"),
                     std::exception)
            << id;
    for (const char* body : {"", "[]", "{}", R"({"items": [{}], "next_cursor": null})"})
        EXPECT_THROW((void)notice_page_in(body), std::exception) << body;
}

}  // namespace
}  // namespace notices
