#include "ingest/dlt645.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "ingest/wall_time.hpp"

namespace ingest {
namespace {

const std::string meter_number = "202303150001";
const MeterAddress meter = *address_of(meter_number);

/// "68 01 …" as bytes.
Octets bytes_of(const std::string& text) {
    Octets bytes;
    for (std::size_t at = 0; at < text.size(); at += 3)
        bytes.push_back(static_cast<std::uint8_t>(std::stoi(text.substr(at, 2), nullptr, 16)));
    return bytes;
}

Octets without_wake_up(const Octets& wire) { return {wire.begin() + 4, wire.end()}; }

TEST(Dlt645, AsksForTheRemainingAmountAsThePublicExampleDoes) {
    EXPECT_EQ(without_wake_up(to_wire(read_request(meter, 0x00900200))),
              bytes_of("68 01 00 15 03 23 20 68 11 04 33 35 C3 33 9F 16"));
}

TEST(Dlt645, ReadsThePublicExampleOfAReply) {
    const auto reply =
        find_telegram(bytes_of("68 01 00 15 03 23 20 68 91 08 33 35 C3 33 83 4B 33 33 57 16"));
    ASSERT_TRUE(reply);
    EXPECT_EQ(number_of(reply->address), meter_number);
    EXPECT_TRUE(answers(*reply, read_request(meter, 0x00900200)));
    EXPECT_EQ(Octets(reply->body.begin() + 4, reply->body.end()), bytes_of("50 18 00 00"));
}

TEST(Dlt645, SaysWhyAMeterRefuses) {
    const Telegram no_item{meter, 0xD1, {0x02}};
    EXPECT_TRUE(answers(no_item, read_request(meter, 0x00900200)));
    EXPECT_EQ(refusal_in(no_item), "it has no such item");
    EXPECT_TRUE(is_refused_for_good(no_item));
    EXPECT_FALSE(is_refused_for_good({meter, 0xD1, {0x01}}));
    EXPECT_EQ(refusal_in({meter, 0xDC, {0x04}}), "wrong password, or no right");
    EXPECT_FALSE(refusal_in({meter, 0x91, {}}));
}

TEST(Dlt645, TakesNoOtherMetersReplyAndNoOtherItems) {
    const Telegram request = read_request(meter, 0x00900200);
    Telegram reply = read_request(meter, 0x00900200);
    reply.control = 0x91;
    EXPECT_TRUE(answers(reply, request));
    EXPECT_FALSE(answers(reply, read_request(meter, 0x00900201)));
    EXPECT_FALSE(answers(reply, read_request(*address_of("202303150002"), 0x00900200)));
    EXPECT_FALSE(answers({meter, 0x93, reply.body}, request));
    EXPECT_FALSE(answers({meter, 0xD1, {}}, request));
}

TEST(Dlt645, AsksForTheRestOfAnItemPartByPart) {
    Telegram first = read_request(meter, 0x0001FF00);
    first.control = 0xB1;
    first.body.insert(first.body.end(), {1, 2, 3});
    EXPECT_TRUE(answers(first, read_request(meter, 0x0001FF00)));
    EXPECT_TRUE(has_more(first));
    EXPECT_EQ(Octets(item_in(first).begin(), item_in(first).end()), (Octets{1, 2, 3}));

    const Telegram request = read_more_request(meter, 0x0001FF00, 1);
    EXPECT_EQ(without_wake_up(to_wire(request)),
              bytes_of("68 01 00 15 03 23 20 68 12 05 33 32 34 33 34 43 16"));
    Telegram rest = request;
    rest.control = 0x92;
    rest.body.insert(rest.body.end() - 1, {4, 5});
    EXPECT_TRUE(answers(rest, request));
    EXPECT_FALSE(has_more(rest));
    EXPECT_EQ(Octets(item_in(rest).begin(), item_in(rest).end()), (Octets{4, 5}));
    EXPECT_FALSE(answers(rest, read_more_request(meter, 0x0001FF00, 2))) << "of another part";
    EXPECT_FALSE(answers(rest, read_more_request(meter, 0x0002FF00, 1))) << "of another item";
    EXPECT_FALSE(answers(rest, read_request(meter, 0x0001FF00)));
    rest.body.resize(4);
    EXPECT_FALSE(answers(rest, request)) << "it has no part number";
    EXPECT_TRUE(item_in(rest).empty());
}

TEST(Dlt645, AnAddressIsTwelveDigits) {
    for (const char* number : {"", "1", "20230315000", "2023031500011", "20230315000A"})
        EXPECT_FALSE(address_of(number)) << number;
    EXPECT_FALSE(number_of(any_meter));
}

RC_GTEST_PROP(Dlt645, EveryNumberIsItsAddress, ()) {
    const auto digits = *rc::gen::container<std::string>(12, rc::gen::inRange<char>('0', '9' + 1));
    RC_ASSERT((number_of(*address_of(digits)) == digits));
}

/// Any reply that a meter could send.
Telegram any_reply() {
    Telegram reply{*rc::gen::arbitrary<MeterAddress>(),
                   static_cast<std::uint8_t>(*rc::gen::arbitrary<std::uint8_t>() | 0x80),
                   {}};
    reply.body =
        *rc::gen::resize(200, rc::gen::container<Octets>(rc::gen::arbitrary<std::uint8_t>()));
    reply.body.resize(std::min<std::size_t>(reply.body.size(), 200));
    return reply;
}

RC_GTEST_PROP(Dlt645, WhatIsSentIsHeardBehindAnyEcho, ()) {
    const Telegram reply = any_reply();
    Octets wire = to_wire(read_request(meter, *rc::gen::arbitrary<std::uint32_t>()));
    const Octets answer = to_wire(reply);
    wire.insert(wire.end(), answer.begin(), answer.end());
    RC_ASSERT((find_telegram(wire) == reply));
}

RC_GTEST_PROP(Dlt645, AFrameWithAWrongByteIsNoneOrOfAnotherChecksum, ()) {
    Octets wire = to_wire(any_reply());
    const auto place = *rc::gen::inRange<std::size_t>(4, wire.size());
    wire[place] ^= static_cast<std::uint8_t>(1U << *rc::gen::inRange(0, 8));
    RC_ASSERT(!find_telegram(wire));
}

RC_GTEST_PROP(Dlt645, AnyBytesAreTaken, (const Octets& bytes)) {
    const auto found = find_telegram(bytes);
    if (found) RC_ASSERT(bytes.size() >= found->body.size() + 12);
}

TEST(WallTime, IsTheSecondMinuteHourDayMonthAndYearOfTheZone) {
    const auto shanghai = ledger::Zone::find("Asia/Shanghai");
    const auto berlin = ledger::Zone::find("Europe/Berlin");
    ASSERT_TRUE((shanghai && berlin));
    const auto at = [](const char* text) { return *ledger::instant_from_text(text); };
    EXPECT_EQ(wall_time(at("2026-11-21T16:05:09Z"), *shanghai),
              (WallTime{0x09, 0x05, 0x00, 0x22, 0x11, 0x26}));
    // the clocks went forward at 01:00Z: 02:30 by the sun is 03:30 on the wall
    EXPECT_EQ(wall_time(at("2026-03-29T01:30:00Z"), *berlin),
              (WallTime{0x00, 0x30, 0x03, 0x29, 0x03, 0x26}));
    EXPECT_EQ(wall_time(at("2026-10-25T22:59:59Z"), *berlin),
              (WallTime{0x59, 0x59, 0x23, 0x25, 0x10, 0x26}));
}

}  // namespace
}  // namespace ingest
