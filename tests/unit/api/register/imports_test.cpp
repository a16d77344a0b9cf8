#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/unit/api/asked_service.hpp"

namespace {

using Json = nlohmann::json;

/// A service of the tests' own: five meters M1 to M5 on line L1.
class Imports : public testing::Test {
protected:
    Json import(const std::string& target, const std::string& body, int status) {
        const api::Response response = service.ask("POST", "/v1/imports" + target, body);
        EXPECT_EQ(response.status, status) << response.body;
        return Json::parse(response.body);
    }
    std::string get(const std::string& target) { return service.ask("GET", target).body; }
    std::uint64_t last() {
        return service.book().read([](const auto& s) { return s.last.number; });
    }

    AskedService service;
};

TEST_F(Imports, OfTheExportedRegisterChangeNothing) {
    const std::uint64_t before = last();
    for (const char* format : {"json", "csv", "xlsx"}) {
        const std::string file = get(std::string("/v1/exports/register?format=") + format);
        const Json answer = import("", file, 200);
        EXPECT_EQ(answer["changed"], 0) << answer.dump(1);
        EXPECT_EQ(answer["written"], false);
        EXPECT_EQ(answer["faults"], Json::array());
    }
    EXPECT_EQ(last(), before + 3) << "that each was taken away";
}

TEST_F(Imports, OfOneSheetAsCsvAreKnownByTheirColumns) {
    const std::string csv = "楼栋编号 building,楼栋名称\nB7,新楼\nB1,Tower\n# B8,a note\n";
    const Json answer = import("?reason=new+house", csv, 201);
    EXPECT_EQ(answer["changed"], 1);
    EXPECT_EQ(answer["sheets"][0], (Json{{"sheet", "buildings"},
                                         {"rows", 2},
                                         {"new", 1},
                                         {"changed", 0},
                                         {"unchanged", 1},
                                         {"refused", 0}}));
    EXPECT_EQ(answer["changes"][0]["name"], "B7");
    EXPECT_EQ(Json::parse(get("/v1/buildings/B7"))["name"], "新楼");
    EXPECT_EQ(import("", csv, 200)["changed"], 0) << "the same file again";
}

TEST_F(Imports, NameSheetRowAndColumnOfEveryFaultAndWriteNothing) {
    const std::uint64_t before = last();
    const Json file{{"buildings", {{{"building", "B7"}, {"name", "Seven"}}}},
                    {"meters",
                     {{{"meter", "M1"}, {"line", "L1"}, {"unit", 300}, {"profile", "p q"}},
                      {{"meter", "M9"}, {"colour", "red"}}}}};
    const Json header = import("", file.dump(), 422);
    EXPECT_EQ(header["faults"][0]["sheet"], "meters");
    EXPECT_EQ(header["faults"][0]["column"], "colour");
    const Json rows{{"gateways", {{{"gateway", "G 1"}, {"building", "B1"}, {"name", ""}}}},
                    {"lines", {{{"line", "L1"}, {"baud", "fast"}}}}};
    const Json cells = import("?dry_run=true", rows.dump(), 200);
    EXPECT_EQ(cells["faults"][0]["row"], 1);
    EXPECT_EQ(cells["faults"][0]["column"], "name");
    EXPECT_EQ(cells["faults"][1]["column"], "gateway");
    EXPECT_EQ(cells["faults"][1]["value"], "G 1");
    EXPECT_EQ(cells["faults"][1]["code"], "cell_must_fit");
    EXPECT_EQ(last(), before);
}

TEST_F(Imports, SayWhichRuleRefusesARowAndWriteNoneOfTheOthers) {
    const std::string csv =
        "meter,line,unit,profile,number,ct,pt,rated_power_w,has_relay,mode,building\n"
        "M8,L1,8,acrel-ddsy1352,,1,1,13200,yes,book,B1\n"
        "M9,L1,1,acrel-ddsy1352,,1,1,13200,是,book,B1\n";
    const Json answer = import("", csv, 422);
    ASSERT_EQ(answer["faults"].size(), 1U) << answer.dump(1);
    EXPECT_EQ(answer["faults"][0]["row"], 3);
    EXPECT_EQ(answer["faults"][0]["column"], "unit");
    EXPECT_EQ(answer["faults"][0]["code"], "unit_must_be_free_on_its_line");
    EXPECT_EQ(service.ask("GET", "/v1/meters/M8").status, 404);
}

TEST_F(Imports, SayAtOnceWhatCannotBeReadAndWhatARuleRefuses) {
    const auto meter = [](const char* name, const char* line, int unit) {
        return Json{
            {"meter", name},     {"line", line},   {"unit", unit},    {"profile", "acrel-ddsy1352"},
            {"number", ""},      {"ct", 1},        {"pt", 1},         {"rated_power_w", 13200},
            {"has_relay", true}, {"mode", "book"}, {"building", "B1"}};
    };
    Json unread = meter("M7", "L1", 7);
    unread["ct"] = "many";
    const Json file{{"lines", {{{"line", "L7"}, {"baud", "fast"}}}},
                    {"meters", {unread, meter("M8", "L7", 8), meter("M9", "L1", 1)}}};
    const Json faults = import("?dry_run=true", file.dump(), 200)["faults"];
    std::map<std::string, std::string> found;
    for (const Json& each : faults)
        found[each["sheet"].get<std::string>() + each["row"].dump()] = each["code"];
    EXPECT_EQ(found["meters1"], "cell_must_fit");
    EXPECT_EQ(found["meters3"], "unit_must_be_free_on_its_line") << faults.dump(1);
    EXPECT_FALSE(found.contains("meters2")) << "its line may be the one that cannot be read";
    EXPECT_TRUE(found.contains("lines1"));
    const std::uint64_t before = last();
    EXPECT_FALSE(import("", file.dump(), 422)["written"].get<bool>());
    EXPECT_EQ(last(), before);
}

TEST_F(Imports, ComeAsAFormFromABrowserToo) {
    api::Request request{"POST", "/v1/imports", {}, {}, ""};
    request.headers["content-type"] = "multipart/form-data; boundary=x-y";
    request.body =
        "--x-y\r\nContent-Disposition: form-data; name=\"dry_run\"\r\n\r\ntrue\r\n"
        "--x-y\r\nContent-Disposition: form-data; name=\"file\"; filename=\"buildings.csv\"\r\n"
        "Content-Type: text/csv\r\n\r\nbuilding,name\r\nB7,Seven\r\n--x-y--\r\n";
    const api::Response response = service.ask(request);
    ASSERT_EQ(response.status, 200) << response.body;
    const Json answer = Json::parse(response.body);
    EXPECT_EQ(answer["dry_run"], true);
    EXPECT_EQ(answer["sheets"][0]["new"], 1);
    request.body.resize(request.body.size() - 6);
    EXPECT_EQ(service.ask(request).status, 400) << "cut off";
}

TEST_F(Imports, ThatCannotBeReadAtAllAreRefusedWithTheWayOut) {
    EXPECT_EQ(import("", "", 400)["code"], "file_must_be_readable");
    EXPECT_EQ(import("", "building,name\nB1,\xFF\xFF\n", 400)["code"], "file_must_be_readable");
    EXPECT_EQ(import("", "{\"buildings\": [{\"name\": 0.1}]}", 400)["field"],
              "sheet buildings, row 1, column name");
    EXPECT_EQ(import("?sheet=cellars", "a,b\n1,2\n", 422)["faults"][0]["code"],
              "sheet_must_be_known");
    EXPECT_EQ(import("?dry=true", "a,b\n", 400)["code"], "field_must_fit");
    EXPECT_EQ(import("", "PK\x03\x04 no archive", 400)["code"], "file_must_be_readable");
}

TEST_F(Imports, PublishATariffVersionOnceWhateverTheOrderOfItsPrices) {
    const std::string csv =
        "tariff,name,effective_from,price_flat,price_peak,schedule\n"
        "V,Two bands,2026-10-02 08:00,0.1,0.30000001,00:00 flat；08:00 peak\n";
    EXPECT_EQ(import("", csv, 201)["changed"], 1);
    EXPECT_EQ(import("", csv, 200)["changed"], 0);
    const Json version = Json::parse(get("/v1/tariffs/V"))["versions"][0];
    EXPECT_EQ(version["effective_from"], "2026-10-02T00:00:00Z") << "by the site's clock";
    EXPECT_EQ(version["prices"][0], (Json{{"band", "peak"}, {"price", "0.30000001"}}));
    EXPECT_EQ(version["prices"][1], (Json{{"band", "flat"}, {"price", "0.10"}}));
}

TEST_F(Imports, LetAMeterJoinAnOpenAccountAndNeverTakeOneAway) {
    const std::string csv = "account,customer,meter\nA1,C1,M5\n";
    EXPECT_EQ(import("", csv, 201)["changes"][0]["change"], "changed");
    const Json account = Json::parse(get("/v1/accounts/A1"));
    EXPECT_EQ(account["meters"].size(), 2U);
    EXPECT_EQ(import("", csv, 200)["changed"], 0);
    const Json other = import("", "account,customer,meter\nA1,C2,M5\n", 422);
    EXPECT_EQ(other["faults"][0]["column"], "customer");
}

TEST_F(Imports, OfATemplateChangeNothing) {
    for (const char* target : {"", "?format=csv", "?format=csv&sheet=meters"}) {
        const std::string file = get(std::string("/v1/imports/template") + target);
        EXPECT_EQ(import("", file, 200)["changed"], 0);
    }
    EXPECT_EQ(service.ask("GET", "/v1/imports/template?format=json").status, 400);
    EXPECT_EQ(service.ask("GET", "/v1/imports/template?sheet=cellars").status, 400);
}

TEST_F(Imports, OfOneExportedSheetChangeNothing) {
    const api::Response file = service.ask("GET", "/v1/exports/register?format=csv&sheet=meters");
    EXPECT_EQ(file.headers.at("Content-Disposition"), "attachment; filename=\"meters.csv\"");
    EXPECT_EQ(import("", file.body, 200)["sheets"][0]["unchanged"], 5);
}

TEST_F(Imports, SealTheNamesOfCustomers) {
    const std::string csv = "customer,name,phone\nC5,李四,139\n";
    EXPECT_EQ(import("?dry_run=true", csv, 200)["changed"], 1);
    EXPECT_EQ(import("", csv, 201)["changed"], 1);
    EXPECT_EQ(Json::parse(get("/v1/customers/C5"))["name"], "李四");
    EXPECT_EQ(import("", csv, 200)["changed"], 0);
    EXPECT_EQ(get("/v1/events?type=CustomerRegistered").find("李四"), std::string::npos);
}

TEST_F(Imports, SayWhatMetersTakeOfTheSitesDefaultsBeforeAnythingIsWritten) {
    Json site = Json::parse(get("/v1/site"));
    site["defaults"] = {
        {"thresholds", {{"alarm1", "20.00"}, {"alarm2", "5.00"}, {"overload_w", 900}}}};
    ASSERT_EQ(service.ask("PUT", "/v1/site", site.dump()).status, 201);
    const std::string csv = "account,customer,meter,alarm1,alarm2\nA7,C7,M5,,\n";
    const Json dry = import("?dry_run=true", csv, 200);
    EXPECT_EQ(dry["changes"][0]["defaults"], Json::parse(R"([{"meter":"M5","tariff":null,
        "thresholds":{"alarm1":"20.00","alarm2":"5.00","overload_w":900}}])"));
    EXPECT_TRUE(Json::parse(get("/v1/meters/M5"))["thresholds"].is_null());
    EXPECT_EQ(import("", csv, 201)["changes"], dry["changes"]);
    EXPECT_EQ(Json::parse(get("/v1/meters/M5"))["thresholds"]["alarm1"], "20.00");
}

TEST_F(Imports, SayNothingOfDefaultsWhereTheRowsSayItThemselves) {
    Json site = Json::parse(get("/v1/site"));
    site["defaults"] = {
        {"thresholds", {{"alarm1", "20.00"}, {"alarm2", "5.00"}, {"overload_w", 900}}}};
    ASSERT_EQ(service.ask("PUT", "/v1/site", site.dump()).status, 201);
    const std::string csv = "account,customer,meter,alarm1,alarm2\nA7,C7,M5,9,8\n";
    EXPECT_EQ(import("", csv, 201)["changes"][0]["defaults"], Json::array());
}

TEST_F(Imports, BringDefaultsInWithTheTariffThatTheyName) {
    const Json file{{"site",
                     {{{"zone", "Asia/Shanghai"},
                       {"currency", "CNY"},
                       {"name", "Test"},
                       {"payment_methods", "cash"},
                       {"plausibility_margin_percent", 120},
                       {"poll_interval_s", 1800},
                       {"misses_until_lost", 3},
                       {"cutoff", "manual"},
                       {"look_back_days", 0},
                       {"default_tariff", "NEW"},
                       {"default_alarm1", "20.00"}}}},
                    {"tariffs",
                     {{{"tariff", "NEW"},
                       {"name", "New"},
                       {"effective_from", "2026-01-01T00:00:00+08:00"},
                       {"price", "0.5"}}}}};
    const Json half = import("", file.dump(), 422);
    EXPECT_EQ(half["faults"][0]["column"], "default_alarm2");
    Json whole = file;
    whole["site"][0]["default_alarm2"] = "21.00";
    EXPECT_EQ(import("", whole.dump(), 422)["faults"][0]["column"], "default_alarm2");
    whole["site"][0]["default_alarm2"] = "5.00";
    import("", whole.dump(), 201);
    EXPECT_EQ(Json::parse(get("/v1/site"))["defaults"], Json::parse(R"({"tariff":"NEW",
        "thresholds":{"alarm1":"20.00","alarm2":"5.00","overload_w":0}})"));
    EXPECT_EQ(import("", whole.dump(), 200)["changed"], 0);
}

}  // namespace
