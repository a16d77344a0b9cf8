#include <set>

#include <gtest/gtest.h>

#include "ledger/journal/journal.hpp"
#include "tests/unit/api/any_json.hpp"
#include "tests/unit/api/asked_service.hpp"
#include "tests/unit/api/writings.hpp"

// A dry run shows what would be written, and writes nothing: on every route that writes.

namespace {

std::uint64_t last_event() { return asked().book().journal().head().last.number; }

api::Response written_with(const Writing& writing, const std::string& parameter) {
    return asked().ask({writing.method,
                        with_positions(writing.path),
                        {{parameter, "true"}},
                        {{"idempotency-key", "any"}},
                        with_positions(writing.body)});
}

/// Who signs in, what opens the door, and what signs the log: there is nothing to try. And of an
/// operator who is there: a book that has one wants to know who asks (sessions_test).
bool is_of_an_operator(const std::string& route) {
    return route.starts_with("/v1/sessions") || route.starts_with("/v1/signing-keys") ||
           route.starts_with("/v1/operators/{operator}");
}

TEST(DryRun, IsTriedOnEveryRouteThatWrites) {
    std::set<std::string> tried;
    for (const Writing& each : writings()) tried.insert(each.method + " " + each.route);
    std::set<std::string> written;
    for (const api::Route& each : api::all_routes()) {
        if (each.method == "GET" || is_of_an_operator(each.pattern)) continue;
        written.insert(each.method + " " + each.pattern);
    }
    EXPECT_EQ(tried, written);
}

TEST(DryRun, OfWhateverIsWrittenShowsItAndWritesNothing) {
    const std::uint64_t before = last_event();
    for (const Writing& each : writings()) {
        const api::Response response = written_with(each, "dry_run");
        EXPECT_EQ(response.status, 200) << each.path << response.body;
        EXPECT_FALSE(Json::parse(response.body).empty());
        EXPECT_EQ(last_event(), before) << each.path;
    }
}

TEST(DryRun, ThatIsMisspeltIsRefusedWhereverSomethingIsWritten) {
    const std::uint64_t before = last_event();
    for (const Writing& each : writings()) {
        const api::Response response = written_with(each, "dryrun");
        EXPECT_EQ(response.status, 400) << each.path << response.body;
        EXPECT_EQ(Json::parse(response.body).value("field", ""), "dryrun") << each.path;
        EXPECT_EQ(last_event(), before) << each.path;
    }
}

TEST(DryRun, OfABatchTripsNobody) {
    const auto asks = [](const std::string& parameters) {
        return asked().ask(
            "POST", "/v1/batches" + parameters,
            R"({"batch":"DRY","meters":["M1","M2","M99"],"kind":"trip","reason":"drill"})");
    };
    const std::uint64_t before = last_event();
    const api::Response dry = asks("?dry_run=true");
    ASSERT_EQ(dry.status, 200) << dry.body;
    const Json body = Json::parse(dry.body);
    EXPECT_EQ(body.at("dry_run"), true);
    EXPECT_EQ(body.at("events")[0].at("type"), "BatchRequested");
    EXPECT_EQ(body.at("rows")[1].at("state"), "requested");
    EXPECT_EQ(body.at("rows")[2].at("state"), "refused");
    EXPECT_EQ(body.at("rows")[2].at("code"), "meter_must_exist");
    EXPECT_EQ(asks("?dryrun=true").status, 400);
    EXPECT_EQ(last_event(), before);
}

}  // namespace
