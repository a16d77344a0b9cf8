#include <functional>
#include <set>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/unit/api/any_json.hpp"
#include "tests/unit/api/asked_service.hpp"
#include "tests/unit/api/writings.hpp"

// Whatever is sent to whatever is written, the answer is what would be done, or a problem that says
// which field is at fault.

namespace {

api::Response would_write(const Writing& writing, const std::string& body) {
    return asked().ask({writing.method,
                        with_positions(writing.path),
                        {{"dry_run", "true"}},
                        {{"idempotency-key", "any"}},
                        body});
}

/// Where a field can be at fault: a pointer into the body, a place in a list of parameters.
void expect_answer(const api::Response& response) {
    const Json body = Json::parse(response.body);
    RC_LOG() << response.status << " " << response.body;
    if (response.status == 200) {
        RC_ASSERT((body.contains("changed") || body.contains("items") || body.contains("rows") ||
                   body.contains("dry_run") || body.contains("example")));
        return;
    }
    static const std::set<int> refusals{400, 404, 409, 422};
    RC_ASSERT(refusals.contains(response.status));
    RC_ASSERT(body.at("status") == response.status);
    RC_ASSERT(!body.at("code").get<std::string>().empty());
    RC_ASSERT(!body.at("field").get<std::string>().empty());
    RC_ASSERT(!body.at("detail").get<std::string>().empty());
    if (body.at("code") == "field_must_fit")
        RC_ASSERT(
            body.at("detail").get<std::string>().starts_with(body.at("field").get<std::string>()));
}

Writing any_writing() { return *rc::gen::elementOf(writings()); }

RC_GTEST_PROP(Readers, AnyJsonIsACommandOrAProblemThatNamesItsField, ()) {
    const Writing writing = any_writing();
    const Json body = any_json(4);
    RC_LOG() << writing.path << " " << body.dump() << '\n';
    expect_answer(would_write(writing, body.dump()));
}

RC_GTEST_PROP(Readers, ASpoiltBodyIsACommandOrAProblemThatNamesItsField, ()) {
    for (const Writing& writing : writings()) {
        const Json body = spoilt(Json::parse(with_positions(writing.body)));
        RC_LOG() << writing.path << " " << body.dump() << '\n';
        expect_answer(would_write(writing, body.dump()));
    }
}

/// The same, for all fields at once.
RC_GTEST_PROP(Readers, TheRightFieldsWithAnyValuesAreACommandOrAProblemThatNamesItsField, ()) {
    for (const Writing& writing : writings()) {
        Json body = Json::parse(with_positions(writing.body));
        for (auto& value : body) {
            if (*rc::gen::inRange(0, 3) == 0) value = any_json(2);
        }
        RC_LOG() << writing.path << " " << body.dump() << '\n';
        expect_answer(would_write(writing, body.dump()));
    }
}

RC_GTEST_PROP(Readers, BytesThatAreNotJsonAreRefused, (const std::string& bytes)) {
    RC_PRE(!bytes.empty());  // some routes want no body
    const Writing writing = any_writing();
    const api::Response response = would_write(writing, bytes);
    RC_LOG() << writing.path << " " << response.status << " " << response.body;
    const Json body = Json::parse(response.body);
    if (response.status == 200 && writing.path == "/v1/imports") {  // any bytes are a table
        RC_ASSERT((!body.at("faults").empty() || Json::accept(bytes)));
        return;
    }
    RC_ASSERT((response.status == 400 || Json::accept(bytes)));
    RC_ASSERT(!body.at("code").get<std::string>().empty());
}

TEST(Readers, RefuseAnObjectOfMoreMembersThanAnythingHas) {
    Json body = Json::object();
    for (int i = 0; i < 257; ++i) body["k" + std::to_string(i)] = 0;
    const api::Response response = would_write(writings().at(1), body.dump());
    EXPECT_EQ(response.status, 400);
    EXPECT_EQ(Json::parse(response.body).at("code"), "json_objects_must_be_small");
}

TEST(Readers, PointAtAStrangeFieldAsRfc6901Does) {
    const api::Response response = would_write(writings().at(1), R"({"name":"x","a/b~c":1})");
    EXPECT_EQ(Json::parse(response.body).at("field"), "/a~1b~0c");
}

TEST(Readers, TakeALineWithoutAGatewayAndShowItAsItMayBeGivenAgain) {
    const AskedService service;
    Json line = Json::parse(writings().at(3).body);
    line.erase("gateway");
    const api::Response written = service.ask("PUT", "/v1/lines/L2", line.dump());
    ASSERT_EQ(written.status, 201) << written.body;
    Json shown = Json::parse(service.ask("GET", "/v1/lines/L2").body);
    EXPECT_TRUE(shown.at("gateway").is_null());
    for (const char* seen : {"in_contact", "silent_meters", "met"}) shown.erase(seen);
    const api::Response again = service.ask("PUT", "/v1/lines/L2", shown.dump());
    EXPECT_EQ(again.status, 200) << again.body;
    EXPECT_EQ(Json::parse(again.body).at("changed"), false);
}

TEST(Readers, RefuseAParameterThatCouldBeAMisspeltDryRun) {
    AskedService service;
    const auto last = [&] { return service.ask("GET", "/healthz").headers.at("Ledger-Position"); };
    const std::string before = last();
    const api::Response response =
        service.ask("PUT", "/v1/buildings/B2?dryrun=true", R"({"name":"Annexe"})");
    EXPECT_EQ(response.status, 400);
    EXPECT_EQ(Json::parse(response.body).at("field"), "dryrun");
    EXPECT_EQ(last(), before);
}

TEST(Readers, RefuseARequestIdThatIsTooLongInsteadOfCuttingIt) {
    const AskedService service;
    const api::Response response = service.ask({"PUT",
                                                "/v1/buildings/B2",
                                                {},
                                                {{"x-request-id", std::string(201, 'x')}},
                                                R"({"name":"Annexe"})"});
    EXPECT_EQ(response.status, 422);
    EXPECT_EQ(Json::parse(response.body).at("field"), "request_id");
}

}  // namespace
