#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "api/json/json_text.hpp"
#include "tests/property/arbitrary.hpp"

namespace api {
namespace {

RC_GTEST_PROP(JsonText, WritesEventsAsTheirTreesAreWritten, (const ledger::Event& event)) {
    Json tree = Json::array();
    tree.push_back(write_event(event));
    tree.push_back(write_event(event));
    std::string text;
    put_events({event, event}, text);
    RC_ASSERT(text == dump(tree));
}

RC_GTEST_PROP(JsonText, WritesAnyTextAsATreeDoes, ()) {
    const std::string value = property::any_text();
    std::string text;
    put_text(value, text);
    RC_ASSERT(text == dump(Json(value)));
}

TEST(JsonText, WritesMembersInTheOrderInWhichTheyCome) {
    std::string text;
    ObjectText json(text);
    json.add("b", std::uint64_t{18'446'744'073'709'551'615U}).add("a", "say \"so\"\n");
    json.add("none", std::optional<std::int64_t>()).add("yes", true);
    json.begin("list") += "[1]";
    json.end();
    EXPECT_EQ(text,
              R"({"b":18446744073709551615,"a":"say \"so\"\n","none":null,"yes":true,"list":[1]})");
}

}  // namespace
}  // namespace api
