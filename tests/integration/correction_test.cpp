#include <gtest/gtest.h>

#include "ledger/events/event_codec.hpp"
#include "ledger/past.hpp"
#include "ledger/rules/apply.hpp"
#include "ledger/rules/laws.hpp"
#include "tests/integration/corrected_book.hpp"

// A real book corrects by itself what is due, and goes on with it after a restart.

namespace {

using namespace ledger;  // NOLINT(google-build-using-namespace): a test of the ledger

void expect_lawful(const Book& book) {
    State state;
    const auto past_of = [&](const MeterId& meter, std::size_t most) {
        const Subject subject{SubjectKind::meter, meter.text()};
        return *read_past(book.journal(), book.index(), meter, state.versions.at(subject), most);
    };
    auto reader = book.journal().read({1});
    while (const auto entry = reader.next()) {
        const auto event = decode_event(entry->bytes);
        ASSERT_TRUE(event);
        const auto breach = find_breach(state, *event, past_of);
        ASSERT_FALSE(breach) << event->envelope.position.number << ": " << breach->detail;
        apply(state, *event);
    }
}

TEST(CorrectedBook, ChargesByItselfWhatAPriceChangesThatComesLate) {
    const TemporaryDirectory directory;
    CorrectedBook corrected(directory.path());
    corrected.read(3);  // 1 kWh each at 0.50
    EXPECT_EQ(corrected.balance(), Money{-1'500'000});
    corrected.publish(first_opened, 80'000'000);
    corrected.wait_until_corrected();
    EXPECT_EQ(corrected.balance(), Money{-2'400'000});
    expect_lawful(corrected.book());
}

TEST(CorrectedBook, LooksAsFarBackAsItHasTo) {
    const TemporaryDirectory directory;
    CorrectedBook corrected(directory.path());
    corrected.read(700);
    corrected.publish(first_opened, 60'000'000);
    corrected.wait_until_corrected();
    EXPECT_EQ(corrected.balance(), Money{-700 * 600'000});
    expect_lawful(corrected.book());
}

TEST(CorrectedBook, GoesOnWithWhatIsDueAfterARestart) {
    const TemporaryDirectory directory;
    {
        CorrectedBook idle(directory.path(), false);
        idle.read(3);
        idle.publish(first_opened, 80'000'000);
        ASSERT_TRUE(idle.is_due());
    }
    CorrectedBook corrected(directory.path());
    corrected.wait_until_corrected();
    EXPECT_EQ(corrected.balance(), Money{-2'400'000});
    expect_lawful(corrected.book());
}

TEST(CorrectedBook, CorrectsAReadingOfLongAgo) {
    const TemporaryDirectory directory;
    CorrectedBook corrected(directory.path());
    corrected.read(200);
    corrected.wait_until_indexed();
    const Past past =
        read_past(corrected.book().journal(), corrected.book().index(), MeterId("M1"), 100, 1);
    const auto& reading = std::get<ReadingRecorded>(past->front().payload);
    Registers registers = reading.registers;
    registers.total += 3;
    const Request request{CorrectReading{past->front().envelope.position, registers},
                          {ActorKind::person, "li", ""},
                          "misread",
                          "key"};
    const auto ask = [&](const Request& each) { return corrected.book().execute(each); };
    const auto outcome = ask_with_past(corrected.book(), request, MeterId("M1"), ask);
    ASSERT_TRUE(outcome) << outcome.error().detail;
    corrected.wait_until_corrected();
    EXPECT_EQ(corrected.balance(), Money{-200 * 500'000});  // the next one has the rest
    const auto again = ask_with_past(corrected.book(), request, MeterId("M1"), ask);
    EXPECT_TRUE(again && again->repeated);
    expect_lawful(corrected.book());
}

}  // namespace
