#include <functional>
#include <set>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/unit/api/any_json.hpp"
#include "tests/unit/api/asked_service.hpp"

// Whatever is sent to whatever is written, the answer is what would be done, or a problem that says
// which field is at fault.

namespace {

struct Writing {
    std::string method;
    std::string path;
    std::string body;  ///< that is done
};

const std::vector<Writing>& writings() {
    static const std::vector<Writing> all{
        {"PUT", "/v1/site",
         R"({"name":"New","zone":"Asia/Shanghai","currency":"CNY","payment_methods":["cash","bank"],
             "plausibility_margin_percent":150,"poll_interval_s":900,"misses_until_lost":3,
             "cutoff":"automatic"})"},
        {"PUT", "/v1/buildings/B2", R"({"name":"Annexe"})"},
        {"PUT", "/v1/gateways/G2", R"({"building":"B1","name":"Box 2"})"},
        {"PUT", "/v1/lines/L2",
         R"({"gateway":"G1","transport":"modbus_tcp","address":"127.0.0.1:502","baud":9600,
             "parity":"even","stop_bits":1,"response_timeout_ms":500,"poll_interval_s":null,
             "max_meters":30})"},
        {"PUT", "/v1/meters/M6",
         R"({"line":"L1","unit":6,"profile":"acrel-ddsy1352","number":"","ct":1,"pt":1,
             "rated_power_w":13200,"has_relay":true,"mode":"book",
             "place":{"building":"B1","floor":"1","room":"106"},"poll_interval_s":600})"},
        {"PUT", "/v1/meters/M1/thresholds",
         R"({"alarm1":"20.00","alarm2":"5.00","overload_w":9000})"},
        {"PUT", "/v1/meters/M1/tariff", R"({"tariff":"T","from":"2026-11-21T08:00:00+08:00"})"},
        {"POST", "/v1/tariffs",
         R"({"tariff":"TOU","name":"By the hour","effective_from":"2026-11-21T08:00:00+08:00",
             "zone":"Asia/Shanghai",
             "prices":[{"band":"peak","price":"1.2"},{"band":"valley","price":"0.31234567"}],
             "schedule":[{"from_minute":0,"band":"valley"},{"from_minute":480,"band":"peak"}]})"},
        {"POST", "/v1/accounts", R"({"account":"A5","customer":"C5","meters":["M5"]})"},
        {"POST", "/v1/sales", R"({"wallet":"A1.M1","amount":"20.00","method":"cash"})"},
        {"POST", "/v1/refunds",
         R"({"sale":SALE,"amount":"5.00","method":"cash","reason":"left over"})"},
        {"POST", "/v1/reversals", R"({"transaction":SALE,"debt_allowed":false,"reason":"wrong"})"},
        {"POST", "/v1/commands",
         R"({"meter":"M1","kind":"trip","expires_at":"2027-01-01T00:00:00Z","reason":"drill"})"},
        {"POST", "/v1/commands/COMMAND/cancellation", R"({"reason":"not needed"})"}};
    return all;
}

/// The second account's sale, and its command: nothing was refunded of the one, the other is
/// pending.
std::string with_positions(std::string text) {
    const auto [sale, command] = asked().book().read([](const ledger::State& state) {
        return std::pair(std::next(state.sales.begin())->first, state.commands.begin()->first);
    });
    for (const auto& [word, position] : {std::pair("SALE", sale), std::pair("COMMAND", command)}) {
        const std::size_t at = text.find(word);
        if (at == std::string::npos) continue;
        text.replace(at, std::string_view(word).size(), std::to_string(position.number));
    }
    return text;
}

api::Response would_write(const Writing& writing, const std::string& body) {
    return asked().ask({writing.method,
                        with_positions(writing.path),
                        {{"dry_run", "true"}},
                        {{"idempotency-key", "any"}},
                        body});
}

TEST(Writings, AreDoneWhereNothingIsWrong) {
    for (const Writing& each : writings()) {
        const api::Response response = would_write(each, with_positions(each.body));
        EXPECT_EQ(response.status, 200) << each.path << response.body;
        EXPECT_EQ(Json::parse(response.body).value("changed", false), true) << response.body;
    }
}

/// Where a field can be at fault: a pointer into the body, a place in a list of parameters.
void expect_answer(const api::Response& response) {
    const Json body = Json::parse(response.body);
    RC_LOG() << response.status << " " << response.body;
    if (response.status == 200) {
        RC_ASSERT(body.contains("changed") || body.contains("items"));
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

/// A list of commands is not rehearsed: those would be written.
bool is_rehearsed(const Json& body) { return !body.is_object() || !body.contains("meters"); }

RC_GTEST_PROP(Readers, AnyJsonIsACommandOrAProblemThatNamesItsField, ()) {
    const Writing writing = any_writing();
    const Json body = any_json(4);
    RC_LOG() << writing.path << " " << body.dump() << std::endl;
    expect_answer(would_write(writing, body.dump()));
}

RC_GTEST_PROP(Readers, ASpoiltBodyIsACommandOrAProblemThatNamesItsField, ()) {
    for (const Writing& writing : writings()) {
        const Json body = spoilt(Json::parse(with_positions(writing.body)));
        if (!is_rehearsed(body)) continue;
        RC_LOG() << writing.path << " " << body.dump() << std::endl;
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
        RC_LOG() << writing.path << " " << body.dump() << std::endl;
        expect_answer(would_write(writing, body.dump()));
    }
}

RC_GTEST_PROP(Readers, BytesThatAreNotJsonAreRefused, (const std::string& bytes)) {
    const api::Response response = would_write(any_writing(), bytes);
    RC_ASSERT((response.status == 400 || Json::accept(bytes)));
    RC_ASSERT(!Json::parse(response.body).at("code").get<std::string>().empty());
}

TEST(Readers, PointAtAStrangeFieldAsRfc6901Does) {
    const api::Response response = would_write(writings().at(1), R"({"name":"x","a/b~c":1})");
    EXPECT_EQ(Json::parse(response.body).at("field"), "/a~1b~0c");
}

TEST(Readers, TakeALineWithoutAGatewayAndShowItAsItMayBeGivenAgain) {
    AskedService service;
    Json line = Json::parse(writings().at(3).body);
    line.erase("gateway");
    const api::Response written = service.ask("PUT", "/v1/lines/L2", line.dump());
    ASSERT_EQ(written.status, 201) << written.body;
    Json shown = Json::parse(service.ask("GET", "/v1/lines/L2").body);
    EXPECT_TRUE(shown.at("gateway").is_null());
    shown.erase("in_contact");
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
    AskedService service;
    const api::Response response = service.ask({"PUT",
                                                "/v1/buildings/B2",
                                                {},
                                                {{"x-request-id", std::string(201, 'x')}},
                                                R"({"name":"Annexe"})"});
    EXPECT_EQ(response.status, 422);
    EXPECT_EQ(Json::parse(response.body).at("field"), "request_id");
}

}  // namespace
