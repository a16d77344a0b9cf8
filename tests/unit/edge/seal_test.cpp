#include "ingest/edge/seal.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "ingest/edge/link.hpp"

namespace edge {
namespace {

using ledger::Bytes;

Secret secret(char letter) { return {Bytes(secret_size, letter)}; }

Seal::Session session(char of_book = 'b') {
    return {ledger::GatewayId("G1"), Bytes(fresh_size, 'g'), Bytes(fresh_size, of_book)};
}

struct Ends {
    Seal gateway{Seal::Side::gateway, secret('s'), session()};
    Seal book{Seal::Side::book, secret('s'), session()};
};

RC_GTEST_PROP(Seal, OpensWhatTheOtherEndClosed, (const std::vector<std::string>& payloads)) {
    Ends ends;
    for (const std::string& each : payloads) {
        RC_ASSERT(ends.book.open(ends.gateway.close(each)) == each);
        RC_ASSERT(ends.gateway.open(ends.book.close(each)) == each);
    }
}

RC_GTEST_PROP(Seal, RefusesAFrameThatWasChanged, (const std::string& payload)) {
    Ends ends;
    Bytes sealed = ends.gateway.close(payload);
    const auto place = *rc::gen::inRange<std::size_t>(0, sealed.size());
    sealed[place] = static_cast<char>(sealed[place] ^ (1 << *rc::gen::inRange(0, 8)));
    RC_ASSERT_THROWS_AS((void)ends.book.open(sealed), BadFrame);
}

RC_GTEST_PROP(Seal, TakesAnyBytes, (const std::string& bytes)) {
    Ends ends;
    RC_ASSERT_THROWS_AS((void)ends.book.open(bytes), BadFrame);
}

Bytes from_hex(const std::string& hex) {
    Bytes bytes;
    for (std::size_t i = 0; i < hex.size(); i += 2)
        bytes.push_back(static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16)));
    return bytes;
}

// Sealed by Python's hmac and `openssl enc -des-ede3-cbc`, from docs/edge_protocol.md alone.
TEST(Seal, OpensWhatAnotherProgramSealed) {
    Ends ends;
    const Bytes sealed = from_hex(
        "000000000000000100010203040506079602cda6c5c249be579e1de85b8acd4b0625ad6c3038657d"
        "52e500ec99d6ef77e658c0d9e1170405e0add307387d90accebaa3a74ba66005");
    EXPECT_EQ(ends.book.open(sealed), "\x06hello from a gateway");
}

TEST(Seal, RefusesAFrameThatIsRepeated) {
    Ends ends;
    const Bytes first = ends.gateway.close("trip");
    EXPECT_EQ(ends.book.open(first), "trip");
    EXPECT_THROW((void)ends.book.open(first), BadFrame);
}

TEST(Seal, RefusesAFrameBeforeItsTurn) {
    Ends ends;
    (void)ends.gateway.close("first");
    EXPECT_THROW((void)ends.book.open(ends.gateway.close("second")), BadFrame);
}

TEST(Seal, RefusesFramesOfAnotherSession) {
    Ends ends;
    Seal later(Seal::Side::book, secret('s'), session('c'));
    EXPECT_THROW((void)later.open(ends.gateway.close("trip")), BadFrame);
}

TEST(Seal, RefusesFramesUnderAnotherSecret) {
    Ends ends;
    Seal other(Seal::Side::book, secret('t'), session());
    EXPECT_THROW((void)other.open(ends.gateway.close("trip")), BadFrame);
}

TEST(Seal, RefusesItsOwnFramesThrownBackAtIt) {
    Ends ends;
    EXPECT_THROW((void)ends.gateway.open(ends.gateway.close("trip")), BadFrame);
}

TEST(Seal, EndsASessionLongBeforeBlocksRepeat) {
    Seal gateway(Seal::Side::gateway, secret('s'), session());
    const Bytes great(16 << 20, 'x');
    EXPECT_THROW(
        {
            for (int i = 0; i < 17; ++i) (void)gateway.close(great);
        },
        LinkBroken);
}

}  // namespace
}  // namespace edge
