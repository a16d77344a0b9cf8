#include <gtest/gtest.h>

#include "tests/unit/api/any_json.hpp"
#include "tests/unit/api/asked_service.hpp"

// What the field is read by and what was said there; what customers are told by.

namespace {

using ledger::LineId;
using ledger::MeterId;
using ledger::ProfileId;

Json read(const AskedService& service, const std::string& target) {
    const api::Response answer = service.ask("GET", target);
    EXPECT_EQ(answer.status, 200) << answer.body;
    return Json::parse(answer.body);
}

const api::ProfileTexts two_profiles{
    {ProfileId("acrel-ddsy1352"), R"({"profile":"acrel-ddsy1352","title":"T","provenance":"P",
        "hardware_verified":false,"blocks":{"live":{"address":512,"count":48}}})"},
    {ProfileId("dlt"), R"({"profile":"dlt","protocol":"dlt645","title":"D","provenance":"P",
        "hardware_verified":true,"access":{"level":2,"password":"123456"},"points":{}})"}};

TEST(Profiles, AreShownWithTheirProvenanceAndWhoIsReadByThem) {
    AskedService service;
    EXPECT_TRUE(read(service, "/v1/profiles")["items"].empty()) << "nobody knows any";
    service.know_profiles(two_profiles);
    const Json one = read(service, "/v1/profiles/acrel-ddsy1352");
    EXPECT_EQ(one, Json::parse(R"({"profile":"acrel-ddsy1352","title":"T","provenance":"P",
        "hardware_verified":false,"protocol":"modbus","meters":5,
        "map":{"blocks":{"live":{"address":512,"count":48}}}})"));
    const Json all = read(service, "/v1/profiles");
    ASSERT_EQ(all["items"].size(), 2U);
    EXPECT_EQ(all["items"][0], one);
    const Json first = read(service, "/v1/profiles?limit=1");
    const auto cursor = first["next_cursor"].get<std::string>();
    EXPECT_EQ(read(service, "/v1/profiles?cursor=" + cursor)["items"][0], all["items"][1]);
}

TEST(Profiles, ShowNoPassword) {
    AskedService service;
    service.know_profiles(two_profiles);
    const std::string shown = service.ask("GET", "/v1/profiles/dlt").body;
    EXPECT_EQ(shown.find("access"), std::string::npos) << shown;
    EXPECT_EQ(shown.find("123456"), std::string::npos) << shown;
}

TEST(Profiles, ThatAreNotInstalledAreNotFound) {
    AskedService service;
    service.know_profiles(two_profiles);
    EXPECT_EQ(service.ask("GET", "/v1/profiles/other").status, 404);
}

TEST(RawFrames, AreShownNewestFirstAndOfOneMeterWhereOneIsNamed) {
    AskedService service;
    service.hear({{MeterId("M1"), service.clock(), 12, "0103", "0183", "Illegal data address"},
                  {MeterId("M2"), service.clock(), 0, "0203", "", "nobody answered"}});
    const Json all = read(service, "/v1/lines/L1/frames");
    EXPECT_EQ(all["is_read_here"], true);
    ASSERT_EQ(all["frames"].size(), 2U);
    EXPECT_EQ(all["frames"][0]["meter"], "M2");
    EXPECT_EQ(all["frames"][1]["took_ms"], 12);
    const Json one = read(service, "/v1/lines/L1/frames?meter=M1");
    EXPECT_EQ(one["frames"], Json::array({all["frames"][1]}));
}

TEST(RawFrames, AreOfRegisteredLinesThatAreReadFromHere) {
    AskedService service;
    EXPECT_EQ(read(service, "/v1/lines/L1/frames")["is_read_here"], false) << "nothing is polled";
    service.hear({{MeterId("M1"), service.clock(), 12, "0103", "0183", ""}});
    EXPECT_EQ(service.ask("GET", "/v1/lines/L9/frames").status, 404);
    service.tell(
        ledger::RegisterGateway{{ledger::GatewayId("G1"), ledger::BuildingId("B1"), "Box", true}});
    const Json elsewhere = read(service, "/v1/lines/L1/frames");
    EXPECT_EQ(elsewhere["is_read_here"], false);
    EXPECT_TRUE(elsewhere["frames"].empty());
}

using ledger::NoticeKind;
using ledger::NoticeLanguage;

const api::NoticeTexts two_texts{
    {NoticeKind::arrears, NoticeLanguage::zh, "{meter}", "M1", "{meter}"},
    {NoticeKind::arrears, NoticeLanguage::en, "meter {meter}", "meter M1", "meter {meter}"}};

TEST(NoticeTexts, AreShownPageByPage) {
    AskedService service;
    service.tell_by({});
    EXPECT_TRUE(read(service, "/v1/notice-texts")["items"].empty());
    service.tell_by(two_texts);
    const Json first = read(service, "/v1/notice-texts?limit=1");
    EXPECT_EQ(first["items"], Json::parse(R"([{"notice_text":"arrears.zh","kind":"arrears",
        "language":"zh","text":"{meter}","example":"M1","built_in":"{meter}","position":null}])"));
    EXPECT_EQ(read(service, "/v1/notice-texts/arrears.zh"), first["items"][0]);
    const auto cursor = first["next_cursor"].get<std::string>();
    const Json rest = read(service, "/v1/notice-texts?cursor=" + cursor);
    EXPECT_EQ(rest["items"][0]["example"], "meter M1");
    EXPECT_TRUE(rest["next_cursor"].is_null());
}

TEST(NoticeTexts, AreSetByAnEventThatIsHeldAgainstWhatWasSeen) {
    AskedService service;
    service.tell_by(two_texts);
    const auto set = [&](const std::string& text, const std::string& etag) {
        const api::Request request{"PUT",
                                   "/v1/notice-texts/arrears.zh",
                                   {},
                                   {{"if-match", etag}},
                                   Json{{"text", text}}.dump()};
        return service.ask(request);
    };
    const std::string seen = service.ask("GET", "/v1/notice-texts/arrears.zh").headers.at("ETag");
    const api::Response answer = set("{meter} owes {balance}", seen);
    ASSERT_EQ(answer.status, 201) << answer.body;
    const Json event = Json::parse(answer.body)["events"][0];
    EXPECT_EQ(event["type"], "NoticeTextSet");
    EXPECT_EQ(event["data"]["text"], "{meter} owes {balance}");
    EXPECT_EQ(set("{meter}", seen).status, 412);
    EXPECT_EQ(set("", answer.headers.at("ETag")).status, 201) << "back to the built-in one";
}

TEST(NoticeTexts, ThatAreNoTemplateAreRefusedWithWhatIsKnown) {
    AskedService service;
    service.tell_by(two_texts);
    for (const auto& [method, target] :
         {std::pair("PUT", "/v1/notice-texts/arrears.zh"),
          std::pair("POST", "/v1/notice-texts/arrears.zh/example")}) {
        const api::Response no = service.ask(method, target, R"({"text":"{meter} {nobody}"})");
        EXPECT_EQ(no.status, 422) << no.body;
        EXPECT_NE(no.body.find("notice_text_must_be_well_formed"), std::string::npos) << no.body;
        EXPECT_NE(no.body.find("'nobody'"), std::string::npos) << no.body;
        EXPECT_NE(no.body.find("cut_at"), std::string::npos) << "the list of those that there are";
        EXPECT_EQ(service.ask(method, target, R"({"text":5})").status, 400);
        EXPECT_EQ(service.ask(method, target, R"({"text":"a","kind":"overload"})").status, 400);
    }
    EXPECT_EQ(service.ask("GET", "/v1/notice-texts/arrears.fr").status, 404);
    EXPECT_EQ(service.ask("PUT", "/v1/notice-texts/nobody.zh", R"({"text":"a"})").status, 404);
}

TEST(NoticeTexts, AreShownAsSomebodyWouldGetThemBeforeTheyAreSet) {
    AskedService service;
    service.tell_by(two_texts);
    const std::string target = "/v1/notice-texts/arrears.en/example";
    const api::Response shown = service.ask("POST", target, R"({"text":"{meter} is dark"})");
    ASSERT_EQ(shown.status, 200) << shown.body;
    EXPECT_EQ(Json::parse(shown.body), Json::parse(R"({"example":"M1 is dark"})"));
    const api::Response built_in = service.ask("POST", target, R"({"text":""})");
    EXPECT_EQ(Json::parse(built_in.body)["example"], "meter M1");
    EXPECT_TRUE(read(service, "/v1/notice-texts/arrears.en")["position"].is_null());
}

}  // namespace
