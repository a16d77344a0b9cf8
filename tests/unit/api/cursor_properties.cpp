#include <map>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/unit/api/any_json.hpp"
#include "tests/unit/api/asked_service.hpp"

namespace {

const std::vector<std::string> lists{"/v1/meters",
                                     "/v1/accounts",
                                     "/v1/sales",
                                     "/v1/refunds",
                                     "/v1/reversals",
                                     "/v1/commands",
                                     "/v1/meter-states",
                                     "/v1/events",
                                     "/v1/meters/M1/readings",
                                     "/v1/adjustments",
                                     "/v1/quarantine",
                                     "/v1/corrections/due",
                                     "/v1/tariffs",
                                     "/v1/calendars",
                                     "/v1/fees",
                                     "/v1/buildings",
                                     "/v1/gateways",
                                     "/v1/lines",
                                     "/v1/customers",
                                     "/v1/prepared-accounts",
                                     "/v1/system-log",
                                     "/v1/wallets/A1.M1/entries"};

std::string any_cursor() {
    switch (*rc::gen::inRange(0, 3)) {
        case 0:
            return any_words();
        case 1:
            return std::to_string(*rc::gen::arbitrary<std::uint64_t>());
        default:
            return *rc::gen::arbitrary<std::string>();
    }
}

void expect_page(const api::Response& response) {
    RC_LOG() << response.status << " " << response.body.substr(0, 400);
    const Json body = Json::parse(response.body);
    RC_ASSERT((response.status == 200 || response.status == 400));
    if (response.status == 400) return RC_ASSERT(!body.at("field").get<std::string>().empty());
    RC_ASSERT(body.at("items").is_array());
    RC_ASSERT((body.at("next_cursor").is_null() || body.at("next_cursor").is_string()));
}

RC_GTEST_PROP(Cursors, OfAnyTextGiveAPageOrSayThatTheyAreNone, ()) {
    for (const std::string& path : lists)
        expect_page(asked().ask({"GET", path, {{"cursor", any_cursor()}}, {}, ""}));
}

RC_GTEST_PROP(Lists, AnswerAnyParameterWithAPageOrARefusal, ()) {
    static const std::vector<std::string> names{"limit", "from",    "state",    "meter", "wallet",
                                                "line",  "subject", "building", "type",  "as_of"};
    for (const std::string& path : lists) {
        const std::string name = *rc::gen::elementOf(names);
        const std::string value = any_cursor();
        RC_LOG() << path << "?" << name << "="
                 << Json(value).dump(-1, ' ', true, Json::error_handler_t::replace);
        expect_page(asked().ask({"GET", path, {{name, value}}, {}, ""}));
    }
}

RC_GTEST_PROP(Balances, OfAnyMomentAreGivenOrRefused, ()) {
    const auto response =
        asked().ask({"GET", "/v1/wallets/A1.M1", {{"as_of", any_cursor()}}, {}, ""});
    RC_LOG() << response.body;
    const bool is_to_come = response.body.find("position_must_be_reached") != std::string::npos;
    RC_ASSERT((response.status == 200 || response.status == 400 || is_to_come));
}

RC_GTEST_PROP(Energy, OfAnyDaysIsGivenOrRefused, ()) {
    const auto any_day = [] {
        return *rc::gen::element<std::string>("2026-11-21", "2026-09-30", "0000-01-01",
                                              "9999-12-31", "2026-02-30", "-1", "");
    };
    const auto response = asked().ask(
        {"GET", "/v1/meters/M1/energy", {{"from", any_day()}, {"to", any_day()}}, {}, ""});
    RC_LOG() << response.body;
    RC_ASSERT((response.status == 200 || response.status == 400));
}

RC_GTEST_PROP(Paths, OfAnyNameAreAnsweredOrNotThere, ()) {
    static const std::vector<std::string> folders{
        "/v1/meters/",   "/v1/accounts/",  "/v1/wallets/", "/v1/sales/",
        "/v1/commands/", "/v1/events/",    "/v1/lines/",   "/v1/meter-states/",
        "/v1/tariffs/",  "/v1/buildings/", "/v1/gateways/"};
    for (const std::string& folder : folders) {
        const auto response = asked().ask({"GET", folder + any_cursor(), {}, {}, ""});
        RC_LOG() << folder << " " << response.status << response.body;
        RC_ASSERT((response.status == 200 || response.status == 404));
    }
}

/// Page by page is the same as all at once, whatever the size of the pages.
TEST(Cursors, LeadThroughTheWholeListOnce) {
    for (const std::string& path : lists) {
        const Json all = Json::parse(asked().ask("GET", path + "?limit=1000").body);
        ASSERT_TRUE(all.at("next_cursor").is_null()) << path;
        for (const std::size_t size : {std::size_t{1}, std::size_t{2}, std::size_t{3}}) {
            Json items = Json::array();
            std::string cursor;
            for (std::size_t pages = 0; pages <= all.at("items").size(); ++pages) {
                std::string target = path + "?limit=" + std::to_string(size);
                if (!cursor.empty()) target += "&cursor=" + cursor;
                const Json page = Json::parse(asked().ask("GET", target).body);
                EXPECT_LE(page.at("items").size(), size);
                items.insert(items.end(), page.at("items").begin(), page.at("items").end());
                if (page.at("next_cursor").is_null()) break;
                cursor = page.at("next_cursor");
            }
            EXPECT_EQ(items, all.at("items")) << path << " by " << size;
        }
    }
}

}  // namespace
