#include "ledger/events/reader.hpp"

#include <gtest/gtest.h>

namespace ledger::wire {
namespace {

TEST(Reader, RefusesANumberThatDoesNotEnd) {
    std::uint64_t number = 0;
    EXPECT_FALSE(Reader("").varint(number));
    EXPECT_FALSE(Reader("\x80").varint(number));
    EXPECT_FALSE(Reader(std::string(11, '\x80') + '\x01').varint(number));
    Reader greatest(std::string_view("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"));
    EXPECT_TRUE(greatest.varint(number) && greatest.is_at_end());
    EXPECT_EQ(number, UINT64_MAX);
}

TEST(Reader, RefusesALengthBeyondTheEnd) {
    BytesView bytes;
    EXPECT_FALSE(Reader("\x03"
                        "ab")
                     .bytes(bytes));
    EXPECT_TRUE(Reader("\x02"
                       "ab")
                    .bytes(bytes));
    EXPECT_EQ(bytes, "ab");
}

TEST(Reader, RefusesATagThatNamesNoField) {
    std::uint32_t tag = 0;
    EXPECT_FALSE(Reader(std::string_view("\x00", 1)).tag(tag));
    EXPECT_FALSE(Reader("\x07").tag(tag));
    EXPECT_FALSE(Reader("\xff\xff\xff\xff\x7f").tag(tag)) << "beyond 32 bits";
    EXPECT_TRUE(Reader("\x08").tag(tag));
}

TEST(Reader, GoesPastWhatItDoesNotKnow) {
    const auto is_past = [](int number, Format::WireType type, BytesView bytes) {
        Reader in(bytes);
        return in.skip(Format::MakeTag(number, type)) && in.is_at_end();
    };
    EXPECT_TRUE(is_past(9, Format::WIRETYPE_VARINT, "\x80\x01"));
    EXPECT_TRUE(is_past(9, Format::WIRETYPE_FIXED32, "abcd"));
    EXPECT_TRUE(is_past(9, Format::WIRETYPE_LENGTH_DELIMITED,
                        "\x02"
                        "ab"));
    EXPECT_TRUE(is_past(9, Format::WIRETYPE_START_GROUP, "\x08\x01\x4c")) << "with its end";
    EXPECT_FALSE(is_past(9, Format::WIRETYPE_START_GROUP, "\x08\x01")) << "without it";
    EXPECT_FALSE(is_past(9, Format::WIRETYPE_FIXED64, "abcd"));
}

}  // namespace
}  // namespace ledger::wire
