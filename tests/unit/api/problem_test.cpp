#include "api/problem.hpp"

#include <set>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <rapidcheck/gtest.h>

#include "api/sentences.hpp"

namespace api {
namespace {

using Json = nlohmann::json;

void expect_problem(const Response& response) {
    const Json body = Json::parse(response.body);
    EXPECT_EQ(response.headers.at("Content-Type"), "application/problem+json");
    EXPECT_EQ(body.at("status"), response.status);
    for (const char* field : {"type", "title", "code", "detail"}) {
        EXPECT_TRUE(body.at(field).is_string()) << field;
        EXPECT_FALSE(body.at(field).get<std::string>().empty()) << field;
    }
}

TEST(Rules, HaveEachAStatusAndACodeOfTheirOwn) {
    std::set<std::string> codes;
    const auto& names = ledger::EnumNames<ledger::Rule>::names;
    for (std::size_t i = 0; i < names.size(); ++i) {
        const auto rule = static_cast<ledger::Rule>(i);
        const Problem problem = problem_of({rule, "amount", "it is wrong: mend it"});
        const std::set<int> usual{404, 409, 412, 422};
        EXPECT_TRUE(usual.contains(problem.status)) << names[i] << " " << problem.status;
        EXPECT_EQ(problem.status == 404, names[i].ends_with("_must_exist")) << names[i];
        EXPECT_EQ(problem.code, names[i]);
        EXPECT_TRUE(codes.insert(problem.code).second) << names[i] << " is there twice";
        expect_problem(response_of(problem));
    }
}

TEST(Problems, HaveATitleForEveryStatus) {
    std::set<std::string> titles;
    for (const int status : {400, 401, 404, 405, 409, 413, 422, 500, 503}) {
        const Response response = response_of(Problem(status, "code", "", "detail"));
        expect_problem(response);
        EXPECT_EQ(response.status, status);
        titles.insert(Json::parse(response.body).at("title"));
    }
    EXPECT_EQ(titles.size(), 9U);
}

TEST(Problems, SayWhenToAskAgainAndHowToSignIn) {
    EXPECT_EQ(response_of(Problem(503, "c", "", "d")).headers.at("Retry-After"), "5");
    EXPECT_EQ(response_of(Problem(401, "c", "", "d")).headers.at("WWW-Authenticate"), "Bearer");
}

TEST(Problems, TellTheirFiguresByName) {
    const auto told = [](const std::string& detail) {
        return Json::parse(response_of(Problem(422, "c", "amount", detail)).body)
            .value("parameters", Json());
    };
    EXPECT_EQ(told("amount is 5.00 and 3.45 of this sale is unconsumed: refund at most that, in "
                   "whole cents"),
              (Json{{"amount", "5.00"}, {"left", "3.45"}}));
    EXPECT_EQ(told("the wallet would hold 9.00: between -5.00 and 5.00 is possible"),
              (Json{{"balance", "9.00"}, {"limit", "5.00"}}));
    EXPECT_EQ(told("as_of: give a moment as 2026-11-21T08:00:00Z"), Json());  // has no figures
    EXPECT_EQ(told("to: the period is longer than 400 days: ask for it in parts"),
              (Json{{"n", "400"}}));
    EXPECT_EQ(told("size: the log is signed up to 0: give 1 to that"), (Json{{"n", "0"}}));
    EXPECT_EQ(told("nonsense: /v1/site takes no parameters: leave it out"),
              (Json{{"path", "/v1/site"}}));
    EXPECT_EQ(told("nobody says so"), Json());
}

TEST(Problems, HaveFormsThatFitThemselves) {
    for (const std::string_view form : sentence_forms()) {
        if (form.find('{') == std::string_view::npos) continue;
        EXPECT_FALSE(form.find("{}") == std::string_view::npos && parameters_in(form).empty())
            << form;
    }
}

/// A form with its holes filled: each says its name.
std::string filled(std::string_view form) {
    std::string text(form);
    std::erase_if(text, [](char c) { return c == '{' || c == '}'; });
    return text;
}

TEST(Problems, HaveTheSameFiguresBehindAPlace) {
    for (const std::string_view form : sentence_forms()) {
        const std::string sentence = filled(form);
        for (const std::string place : {"limit: ", "/rows/3: "})
            EXPECT_EQ(parameters_in(place + sentence), parameters_in(sentence)) << sentence;
    }
}

RC_GTEST_PROP(Problems, AreJsonWhateverBytesTheySpeakOf,
              (const std::string& field, const std::string& detail)) {
    const Json body = Json::parse(response_of(Problem(400, "c", field, detail)).body);
    RC_ASSERT(body.at("detail").is_string());
    RC_ASSERT(body.contains("field") == !field.empty());
}

}  // namespace
}  // namespace api
