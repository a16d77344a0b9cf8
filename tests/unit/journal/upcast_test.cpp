#include "ledger/events/upcast.hpp"

#include <gtest/gtest.h>
#include <rocksdb/env.h>

#include "ledger/events/event_codec.hpp"
#include "ledger/journal/audit.hpp"
#include "ledger/journal/journal.hpp"
#include "tests/support/temporary_directory.hpp"

// As if two meanings had changed since the first release: the amount of a sale was what was paid,
// fee and all; later its way of paying was written with another word.

namespace ledger {
namespace {

Event sale_of(std::uint32_t schema) {
    Event event{};
    event.envelope.position = {1};
    event.envelope.schema = schema;
    event.payload = CreditSold{WalletId("A1.M1"), cents(10'150), MethodId("money"), 1, 1,
                               cents(10'000),     cents(150)};
    return event;
}

const Upcasters later{{{"CreditSold", 1},
                       [](Event& event) {
                           auto& sold = std::get<CreditSold>(event.payload);
                           sold.amount -= sold.fee;
                       }},
                      {{"CreditSold", 2}, [](Event& event) {
                           auto& sold = std::get<CreditSold>(event.payload);
                           if (sold.method == MethodId("money")) sold.method = MethodId("cash");
                       }}};

TEST(Upcast, AnOlderEventIsReadAsItIsMeantNow) {
    const auto event = decode_event(encode(sale_of(1)), later);
    ASSERT_TRUE(event);
    EXPECT_EQ(event->envelope.schema, 3U);
    const auto& sold = std::get<CreditSold>(event->payload);
    EXPECT_EQ(sold.amount, cents(10'000));
    EXPECT_EQ(sold.method, MethodId("cash"));
}

TEST(Upcast, GoesOnFromTheSchemaThatTheEventIsOf) {
    const auto event = decode_event(encode(sale_of(2)), later);
    ASSERT_TRUE(event);
    EXPECT_EQ(event->envelope.schema, 3U);
    EXPECT_EQ(std::get<CreditSold>(event->payload).amount, cents(10'150))
        << "it meant that already";
}

TEST(Upcast, LeavesEventsOfThisSchemaAndOtherEventsAlone) {
    EXPECT_EQ(decode_event(encode(sale_of(3)), later), sale_of(3));
    Event other = sale_of(1);
    other.payload = FeeCharged{};
    EXPECT_EQ(decode_event(encode(other), later), other);
}

TEST(Upcast, LeavesWhatIsStoredAndItsHashesAsTheyAre) {
    const TemporaryDirectory directory;
    const std::unique_ptr<rocksdb::Env> env(rocksdb::NewMemEnv(rocksdb::Env::Default()));
    Journal journal = Journal::open(directory.path(), {.env = env.get()});
    const Bytes stored = encode(sale_of(1));
    ASSERT_EQ(journal.append(std::vector<Bytes>{stored}, {1}, {}), AppendOutcome::committed);
    const Head head = journal.head();

    Audit audit(journal);
    auto reader = journal.read({1});
    const auto entry = reader.next();
    ASSERT_NE(encode(*decode_event(entry->bytes, later)), stored) << "it is read as another one";
    EXPECT_EQ(entry->bytes, stored);
    EXPECT_FALSE(audit.take(*entry)) << "and hashed as it was written";
    EXPECT_FALSE(audit.finish());
    EXPECT_EQ(journal.head(), head);
}

TEST(Upcast, IsOfNoEventThatIsWrittenNow) {
    EXPECT_EQ(schema_now(CreditSold{}, later), 3U);
    EXPECT_EQ(schema_now(FeeCharged{}, later), 1U);
    for (const auto& [of, upcaster] : upcasters()) {
        (void)upcaster;
        EXPECT_TRUE(of.second == 1 || upcasters().contains({of.first, of.second - 1}))
            << of.first << ": a schema between is missing";
    }
}

}  // namespace
}  // namespace ledger
