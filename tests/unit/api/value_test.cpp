#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "api/json/json_reader.hpp"
#include "api/json/json_writer.hpp"

// Numbers, amounts, moments and words: which forms are read, and that what is written is read back.

namespace api {
namespace {

template <class T>
bool is_read(const Json& json) {
    try {
        (void)read_value<T>(json, "/value");
        return true;
    } catch (const Problem& problem) {
        EXPECT_EQ(problem.status, 400);
        EXPECT_EQ(problem.field, "/value");
        return false;
    }
}

template <class T>
T value_in(const char* text) {
    return read_value<T>(parse_json(text), "/value");
}

TEST(Amounts, AreDecimalTextAndNothingElse) {
    EXPECT_EQ(value_in<ledger::Money>(R"("12.34")"), ledger::Money{12'340'000});
    EXPECT_EQ(value_in<ledger::Money>(R"("-0.000001")"), ledger::Money{-1});
    EXPECT_EQ(value_in<ledger::Money>(R"("007")"), ledger::Money{7'000'000});
    EXPECT_EQ(value_in<ledger::Energy>(R"("0.4")"), ledger::Energy{400});
    EXPECT_EQ(value_in<ledger::Price>(R"("0.31234567")"), ledger::Price{31'234'567});
    for (const char* wrong : {"12.34",
                              "12",
                              "null",
                              "true",
                              "[]",
                              "{}",
                              R"("")",
                              R"("1.")",
                              R"(".5")",
                              R"("+1")",
                              R"("--1")",
                              R"("1e3")",
                              R"(" 1")",
                              R"("1 ")",
                              R"("1,5")",
                              R"("0x10")",
                              R"("NaN")",
                              R"("Infinity")",
                              R"("1.2.3")",
                              R"("0.0000001")",
                              R"("9223372036854.775808")",
                              R"("99999999999999999999999999")",
                              R"("１")"})
        EXPECT_FALSE(is_read<ledger::Money>(parse_json(wrong))) << wrong;
}

TEST(Amounts, AreReadToTheirVeryLimits) {
    EXPECT_EQ(value_in<ledger::Money>(R"("9223372036854.775807")"), ledger::Money{INT64_MAX});
    EXPECT_EQ(value_in<ledger::Money>(R"("-9223372036854.775808")"), ledger::Money{INT64_MIN});
}

TEST(WholeNumbers, AreWholeAndWithinTheirType) {
    EXPECT_EQ(value_in<std::uint32_t>("4294967295"), 4'294'967'295U);
    for (const char* wrong : {"-1", "4294967296", "1.0", "1.5", "1e2", "18446744073709551615",
                              "18446744073709551616", "1e400", R"("1")", "true", "null"}) {
        try {
            EXPECT_FALSE(is_read<std::uint32_t>(parse_json(wrong))) << wrong;
        } catch (const Problem& problem) {
            EXPECT_EQ(problem.code, "body_must_be_json") << wrong;
        }
    }
}

TEST(Positions, BeginAtOne) {
    EXPECT_EQ(value_in<ledger::Position>("1"), ledger::Position{1});
    for (const char* wrong : {"0", "-1", R"("1")", "9223372036854775808", "null"})
        EXPECT_FALSE(is_read<ledger::Position>(parse_json(wrong))) << wrong;
}

TEST(Moments, AreRfc3339WithAnOffset) {
    EXPECT_EQ(value_in<ledger::Instant>(R"("2026-11-21T08:00:00+08:00")"),
              value_in<ledger::Instant>(R"("2026-11-21T00:00:00.000Z")"));
    for (const char* wrong :
         {R"("2026-11-21")", R"("2026-11-21T08:00:00")", R"("2026-02-29T00:00:00Z")",
          R"("2026-11-21T24:00:00Z")", R"("2026-11-21T08:00:60Z")", R"("2026-11-21 08:00:00Z")",
          R"("1999-12-31T23:59:59Z")", R"("9999-12-31T23:59:59Z")", "1790812800",
          R"("2026-11-21T08:00:00.1234567Z")", R"("")"})
        EXPECT_FALSE(is_read<ledger::Instant>(parse_json(wrong))) << wrong;
}

TEST(Names, AreHeldToTheirFormAndNullIsNobody) {
    EXPECT_EQ(value_in<ledger::MeterId>(R"("M-1_a")").text(), "M-1_a");
    EXPECT_TRUE(value_in<ledger::MeterId>("null").is_empty());
    for (const char* wrong : {R"("")", R"("a b")", R"("A1.M1")", R"("电")", R"("a\u0000")", "7",
                              R"("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")"})
        EXPECT_FALSE(is_read<ledger::MeterId>(parse_json(wrong))) << wrong;
}

TEST(Words, AreThoseOfTheirList) {
    EXPECT_EQ(value_in<ledger::CommandKind>(R"("trip")"), ledger::CommandKind::trip);
    for (const char* wrong : {R"("Trip")", R"("")", R"("trip ")", "0", "null"})
        EXPECT_FALSE(is_read<ledger::CommandKind>(parse_json(wrong))) << wrong;
}

TEST(JsonText, IsStrict) {
    for (const char* wrong : {"", " ", "{", "{}x", "{} {}", "{'a':1}", "{\"a\":01}", "{\"a\":1,}",
                              "[1,]", "// x\n{}", "\"\xFF\"", "{\"a\":NaN}", R"(["\ud800"])"}) {
        try {
            (void)parse_json(wrong);
            ADD_FAILURE() << wrong << " was read";
        } catch (const Problem& problem) {
            EXPECT_EQ(problem.code, "body_must_be_json") << wrong;
        }
    }
}

RC_GTEST_PROP(Amounts, AreReadBackAsTheyAreWritten, (std::int64_t count)) {
    const ledger::Money money{count};
    const ledger::Energy energy{count};
    const ledger::Price price{count};
    RC_ASSERT(read_value<ledger::Money>(write_value(money), "") == money);
    RC_ASSERT(read_value<ledger::Energy>(write_value(energy), "") == energy);
    RC_ASSERT(read_value<ledger::Price>(write_value(price), "") == price);
}

RC_GTEST_PROP(Moments, AreReadBackAsTheyAreWritten, ()) {
    const auto micros = *rc::gen::inRange<std::int64_t>(ledger::earliest_instant.micros,
                                                        ledger::latest_instant.micros);
    const ledger::Instant instant{micros};
    RC_ASSERT(read_value<ledger::Instant>(write_value(instant), "") == instant);
}

}  // namespace
}  // namespace api
