#include <map>

#include <gtest/gtest.h>

#include "api/openapi.hpp"
#include "tests/unit/api/any_json.hpp"
#include "tests/unit/api/asked_service.hpp"

// Lists are pages, whatever they list, and nothing of them is left out in silence.

namespace {

Json answered(AskedService& service, const std::string& target) {
    const api::Response response = service.ask("GET", target);
    EXPECT_EQ(response.status, 200) << target << ' ' << response.body;
    return Json::parse(response.body);
}

TEST(Lists, AreCutAtTheirLimitWhateverTheyList) {
    std::size_t lists = 0;
    for (const api::Route& each : api::all_routes()) {
        const bool is_of_one = each.pattern.find('{') != std::string::npos;
        if (each.method != "GET" || is_of_one) continue;
        if (!api::parameters_of_read(each.pattern).contains("cursor")) continue;
        if (each.pattern == "/v1/explain") continue;  // of one thing, with the list of its parts
        if (each.pattern == "/v1/rights" || each.pattern == "/v1/tenant/accounts") continue;  // few
        const api::Response whole = asked().ask("GET", each.pattern + "?limit=1000");
        EXPECT_EQ(whole.status, 200) << each.pattern << ' ' << whole.body;
        const Json all = Json::parse(whole.body);
        const Json page = answered(asked(), each.pattern + "?limit=1");
        EXPECT_LE(page.at("items").size(), 1U) << each.pattern;
        EXPECT_EQ(page.at("next_cursor").is_null(), all.at("items").size() <= 1) << each.pattern;
        EXPECT_EQ(asked().ask("GET", each.pattern + "?limit=0").status, 400) << each.pattern;
        ++lists;
    }
    EXPECT_GE(lists, 20U);
}

/// The lines of a statement as a table, page after page by its links.
std::vector<std::string> table_of(const std::string& wallet) {
    std::vector<std::string> lines;
    std::string target = "/v1/wallets/" + wallet + "/entries?limit=1";
    while (!target.empty()) {
        const std::size_t query = target.find('?');
        api::Request request{"GET", target.substr(0, query), {}, {{"accept", "text/csv"}}, ""};
        const std::size_t limit = target.find("limit=1");
        if (const std::size_t cursor = target.find("cursor="); cursor != std::string::npos)
            request.query["cursor"] = target.substr(cursor + 7, limit - cursor - 8);
        request.query["limit"] = "1";
        const api::Response page = asked().ask(request);
        EXPECT_EQ(page.status, 200) << page.body;
        const std::size_t head = page.body.find("\r\n") + 2;
        lines.push_back(page.body.substr(head, page.body.find("\r\n", head) - head));
        const auto link = page.headers.find("Link");
        if (link == page.headers.end()) break;
        EXPECT_TRUE(link->second.ends_with(">; rel=\"next\"")) << link->second;
        target = link->second.substr(1, link->second.find('>') - 1);
    }
    return lines;
}

TEST(Lists, AStatementAsATableSaysWhereItGoesOn) {
    const Json items = answered(asked(), "/v1/wallets/A1.M1/entries").at("items");
    ASSERT_GE(items.size(), 2U);
    const auto lines = table_of("A1.M1");
    ASSERT_EQ(lines.size(), items.size());
    for (std::size_t i = 0; i < lines.size(); ++i)
        EXPECT_TRUE(lines[i].starts_with(items[i].at("position").dump() + ",")) << lines[i];
}

TEST(Lists, ReadingsHoldWhatWasJustWritten) {
    AskedService service;
    for (int total = 1'001; total < 1'031; ++total) {
        service.pass(std::chrono::minutes(1));
        const std::string body = R"({"read_at":")" + ledger::to_text(service.clock()) +
                                 R"(","registers":{"total":)" + std::to_string(total) +
                                 R"(,"rates":[],"step_wh":10,"ratio":1}})";
        const Json written = Json::parse(service.ask("POST", "/v1/meters/M2/readings", body).body);
        const std::string position = written.at("position").dump();
        const Json newest =
            answered(service, "/v1/meters/M2/readings?limit=1&at_least=" + position).at("items")[0];
        ASSERT_EQ(newest.at("position").dump(), position);
    }
    EXPECT_EQ(service.ask("GET", "/v1/meters/M2/readings?at_least=99999999").status, 503);
}

/// The index finds the same events as whoever reads the whole log.
TEST(Lists, EventsOfASubjectAreThoseThatTheLogHasOfIt) {
    const Json all = answered(asked(), "/v1/events?limit=1000").at("items");
    std::map<std::string, Json> of_subject;
    std::map<std::string, Json> of_name;
    for (const Json& event : all) {
        const std::string kind = event.at("subject").at("kind");
        const std::string id = event.at("subject").at("id");
        of_subject["&subject_kind=" + kind + "&subject=" + id].push_back(event);
        of_name["&subject=" + id].push_back(event);
    }
    of_name.merge(of_subject);
    for (const auto& [filter, events] : of_name) {
        EXPECT_EQ(answered(asked(), "/v1/events?limit=1000" + filter).at("items"), events)
            << filter;
        Json paged = Json::array();
        std::string cursor;  // beside all that was asked for before
        while (paged.size() <= events.size()) {
            const Json page = answered(asked(), "/v1/events?limit=2&from=1" + cursor + filter);
            paged.insert(paged.end(), page.at("items").begin(), page.at("items").end());
            if (page.at("next_cursor").is_null()) break;
            cursor = "&cursor=" + page.at("next_cursor").get<std::string>();
        }
        EXPECT_EQ(paged, events) << filter;
    }
    EXPECT_EQ(answered(asked(), "/v1/events?subject=nobody").at("items").size(), 0U);
}

TEST(Words, ThatAreNoneOfAListAreAnsweredWithTheList) {
    const auto detail = [](const api::Response& response) {
        EXPECT_EQ(response.status, 400) << response.body;
        return Json::parse(response.body).at("detail").get<std::string>();
    };
    std::string words;
    for (const std::string_view each : ledger::EnumNames<ledger::CommandKind>::names)
        words += (words.empty() ? "" : ", ") + std::string(each);
    EXPECT_EQ(detail(asked().ask("POST", "/v1/commands", R"({"meter":"M1","kind":"explode"})")),
              "/kind: give one of " + words);
    EXPECT_EQ(detail(asked().ask("GET", "/v1/meter-states?state=blue")),
              "state: give one of not_opened, lost_contact, arrears, alarm2, alarm1, open");
}

}  // namespace
