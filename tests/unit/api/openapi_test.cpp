#include "api/openapi.hpp"

#include <algorithm>
#include <set>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "api/routes.hpp"
#include "tests/unit/api/asked_service.hpp"

namespace {

using Json = nlohmann::json;

const Json& document() {
    static const Json parsed = Json::parse(api::openapi_text());
    return parsed;
}

std::string lower(std::string text) {
    std::ranges::transform(text, text.begin(), ::tolower);
    return text;
}

std::set<std::string> served() {
    std::set<std::string> routes;
    for (const api::Route& each : api::all_routes())
        routes.insert(lower(each.method) + " " + each.pattern);
    return routes;
}

std::set<std::string> described() {
    std::set<std::string> operations;
    for (const auto& [path, methods] : document()["paths"].items()) {
        for (const auto& [method, operation] : methods.items())
            operations.insert(method + " " + path);
    }
    return operations;
}

std::string list_of(const std::set<std::string>& all, const std::set<std::string>& but) {
    std::string list;
    for (const std::string& each : all) list += but.contains(each) ? "" : "\n  " + each;
    return list;
}

TEST(OpenApi, DescribesEveryRouteAndNothingElse) {
    EXPECT_EQ(list_of(served(), described()), "") << "write them into a page of api/openapi";
    EXPECT_EQ(list_of(described(), served()), "") << "take them out of api/openapi: nobody answers";
}

TEST(OpenApi, SaysOfEveryRouteWhetherItIsOpen) {
    for (const api::Route& each : api::all_routes()) {
        const Json& operation = document()["paths"][each.pattern][lower(each.method)];
        const bool is_open = operation.contains("security") && operation["security"].empty();
        EXPECT_EQ(is_open, each.need.is_nothing()) << each.method << " " << each.pattern;
    }
}

TEST(OpenApi, NamesEveryParameterThatAReadTakes) {
    for (const api::Route& each : api::all_routes()) {
        if (each.method != "GET") continue;
        const api::Response answer = asked().ask("GET", each.pattern + "?lmit=1");
        EXPECT_EQ(answer.status, 400) << each.pattern;
        EXPECT_EQ(Json::parse(answer.body)["field"], "lmit") << each.pattern;
    }
}

TEST(OpenApi, IsServedAsItWasBuilt) {
    const api::Response answer = asked().ask("GET", "/openapi.json");
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.headers.at("Content-Type"), "application/json");
    EXPECT_EQ(Json::parse(answer.body)["openapi"], "3.1.0");
}

}  // namespace
