#include <algorithm>
#include <map>

#include <gtest/gtest.h>

#include "api/openapi.hpp"
#include "api/tables/csv.hpp"
#include "api/tables/xlsx_reader.hpp"
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

/// As `accept` wants it.
api::Response asked_as(const std::string& accept, const std::string& path,
                       std::map<std::string, std::string> query = {}) {
    return asked().ask(api::Request{"GET", path, std::move(query), {{"accept", accept}}, ""});
}

/// What stands behind "place.building", as a table shows it but for a moment.
std::string shown(Json json, std::string name) {
    while (!name.empty() && json.is_object()) {
        const std::string own = name.substr(0, name.find('.'));
        name.erase(0, own.size() + 1);
        json = json.contains(own) ? json.at(own) : Json();
    }
    if (json.is_null()) return "";
    return json.is_string() ? json.get<std::string>() : json.dump();
}

void check_same(const api::Table& table, const Json& items, const std::string& pattern) {
    const auto& columns = api::columns_of_list(pattern);
    ASSERT_EQ(table.header.size(), columns.size()) << pattern;
    ASSERT_EQ(table.rows.size(), items.size()) << pattern;
    for (std::size_t row = 0; row < items.size(); ++row) {
        for (std::size_t i = 0; i < columns.size(); ++i) {
            EXPECT_EQ(table.header[i], columns[i].name);
            const std::string text = table.rows[row].cells.at(i).text;
            const std::string told = shown(items[row], columns[i].name);
            if (columns[i].kind == "time")
                EXPECT_EQ(text.empty(), told.empty()) << pattern << ' ' << columns[i].name;
            else
                EXPECT_EQ(text, told) << pattern << ' ' << columns[i].name;
        }
    }
}

TEST(Lists, SayTheSameAsTablesWhateverTheyList) {
    std::size_t filled = 0;
    for (const api::Route& each : api::all_routes()) {
        if (each.method != "GET" || api::columns_of_list(each.pattern).empty()) continue;
        if (each.pattern.find('{') != std::string::npos) continue;
        if (each.pattern == "/v1/tenant/accounts") continue;  // for tenants
        const Json items = answered(asked(), each.pattern).at("items");
        const api::Response csv = asked_as("text/csv", each.pattern);
        ASSERT_EQ(csv.status, 200) << each.pattern << csv.body;
        EXPECT_EQ(csv.headers.at("Content-Type"), "text/csv; charset=utf-8") << each.pattern;
        if (each.pattern == "/v1/events" || each.pattern == "/v1/system-log")
            continue;  // it grows by what was just taken out
        check_same(api::read_csv(csv.body), items, each.pattern);
        filled += items.empty() ? 0U : 1U;
    }
    EXPECT_GE(filled, 8U);
}

TEST(Lists, AreWorkbooksWithWhoTookThemAndWhatWasAsked) {
    const api::Response book = asked().ask("GET", "/v1/meters?format=xlsx&limit=2");
    ASSERT_EQ(book.status, 200) << book.body;
    EXPECT_EQ(book.headers.at("Content-Type"),
              "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    EXPECT_EQ(book.headers.at("Content-Disposition"), "attachment; filename=\"meters.xlsx\"");
    EXPECT_EQ(book.headers.at("Link"), "</v1/meters?cursor=M2&format=xlsx&limit=2>; rel=\"next\"");
    const std::vector<api::Table> sheets = api::read_workbook(book.body);
    ASSERT_EQ(sheets.size(), 1U);
    EXPECT_EQ(sheets[0].name, "meters");
}

TEST(Lists, AreInTheFormThatIsLikedBest) {
    const auto type = [](const std::string& accept) {
        return asked_as(accept, "/v1/buildings").headers.at("Content-Type");
    };
    EXPECT_EQ(type("text/csv;q=0.5, application/json"), "application/json");
    EXPECT_EQ(type("application/json;q=0.5, text/csv"), "text/csv; charset=utf-8");
    EXPECT_EQ(type("text/csv;q=0, */*;q=0.1"), "application/json");
    EXPECT_EQ(type("image/png"), "application/json");
    const api::Response refused = asked().ask("GET", "/v1/buildings?format=pdf");
    EXPECT_EQ(refused.status, 400);
    EXPECT_EQ(Json::parse(refused.body).at("detail"), "format: give json or csv or xlsx");
}

/// The cells of a statement as a table, page after page by its links.
std::vector<std::string> positions_of(const std::string& wallet) {
    const std::string path = "/v1/wallets/" + wallet + "/entries";
    std::vector<std::string> positions;
    std::map<std::string, std::string> query{{"limit", "1"}};
    while (true) {
        const api::Response page = asked_as("text/csv", path, query);
        EXPECT_EQ(page.status, 200) << page.body;
        const api::Table table = api::read_csv(page.body);
        const auto column = std::ranges::find(table.header, "position") - table.header.begin();
        for (const api::TableRow& row : table.rows)
            positions.push_back(row.cells.at(static_cast<std::size_t>(column)).text);
        const auto link = page.headers.find("Link");
        if (link == page.headers.end()) return positions;
        const std::string begin = "<" + path + "?cursor=";
        const std::string end = "&limit=1>; rel=\"next\"";
        EXPECT_TRUE(link->second.starts_with(begin) && link->second.ends_with(end)) << link->second;
        query["cursor"] =
            link->second.substr(begin.size(), link->second.size() - begin.size() - end.size());
    }
}

TEST(Lists, AStatementAsATableSaysWhereItGoesOn) {
    const Json items = answered(asked(), "/v1/wallets/A1.M1/entries").at("items");
    ASSERT_GE(items.size(), 2U);
    const auto positions = positions_of("A1.M1");
    ASSERT_EQ(positions.size(), items.size());
    for (std::size_t i = 0; i < positions.size(); ++i)
        EXPECT_EQ(positions[i], items[i].at("position").dump());
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
