#include "ledger/rules/state_codec.hpp"

#include <set>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "ledger/events/wire.hpp"
#include "tests/property/arbitrary.hpp"

// The wire leaves out zeros, so a record that begins as something else than zeros would come back
// as another one.

namespace ledger {
namespace {

template <class Record>
class BornEmpty : public testing::Test {};

using Records = testing::Types<AssignedTariff, LastReading, Meter, Line, TariffVersion, Tariff,
                               Account, Wallet, Sale, Refund, PendingCommand, State, Registers,
                               Observation, ChargeLine, Actor, Subject, Envelope>;
TYPED_TEST_SUITE(BornEmpty, Records);

TYPED_TEST(BornEmpty, ANewRecordHasNoBytesAndNoBytesAreANewRecord) {
    EXPECT_EQ(wire::encode(TypeParam{}), "");
    EXPECT_TRUE(wire::decode<TypeParam>("") == TypeParam{});
}

/// Any record at all, with its lists and maps, comes back from its bytes.
template <class Record>
void expect_read_back() {
    const auto record = property::any<Record>();
    const bool is_same = wire::decode<Record>(wire::encode(record)) == record;
    RC_ASSERT(is_same);
}

RC_GTEST_PROP(StateCodec, EveryMeterIsReadBack, ()) { expect_read_back<Meter>(); }
RC_GTEST_PROP(StateCodec, EveryWalletIsReadBack, ()) { expect_read_back<Wallet>(); }
RC_GTEST_PROP(StateCodec, EverySaleIsReadBack, ()) { expect_read_back<Sale>(); }
RC_GTEST_PROP(StateCodec, EveryRefundIsReadBack, ()) { expect_read_back<Refund>(); }
RC_GTEST_PROP(StateCodec, EveryPendingCommandIsReadBack, ()) { expect_read_back<PendingCommand>(); }
RC_GTEST_PROP(StateCodec, EveryTariffIsReadBack, ()) { expect_read_back<Tariff>(); }

RC_GTEST_PROP(StateCodec, NoBytesStopTheReader, (const Bytes& bytes)) {
    const auto state = decode_state(bytes);
    RC_ASSERT((!state || decode_state(encode(*state)) == state));
}

RC_GTEST_PROP(CommandBytes, AreEqualOnlyForEqualCommands, (const Command& a, const Command& b)) {
    RC_ASSERT((encode(a) == encode(b)) == (a == b));
}

TEST(CommandBytes, KeepKindsApartThatHaveTheSameFields) {
    const std::set<Bytes> kinds{encode(Command(ReportSent{{7}})),
                                encode(Command(ExpireCommand{{7}})),
                                encode(Command(CancelCommand{{7}}))};
    EXPECT_EQ(kinds.size(), 3U);
}

}  // namespace
}  // namespace ledger
