#include "ledger/control_clerk.hpp"

#include <atomic>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>

#include <gtest/gtest.h>

#include "ledger/events/event_codec.hpp"
#include "ledger/journal/journal.hpp"
#include "tests/integration/opened_book.hpp"

namespace {

using namespace ledger;  // NOLINT(google-build-using-namespace): every command is the ledger's

constexpr std::size_t many = 2'000;
constexpr std::size_t on_a_line = 200;
const Actor person{ActorKind::person, "wang", ""};

/// A book with thousands of meters that nobody pays for yet, and a clock that is set by hand.
class ManyMeters : public ::testing::Test {
protected:
    ManyMeters() { open(); }

    void open() {
        opened_.reset();
        opened_ = std::make_unique<OpenedBook>(directory_ / "book", [this] { return now_.load(); });
    }
    Book& book() { return opened_->book(); }

    Outcome ask(Command command) {
        return book().execute({std::move(command), person, "a drill", ""});
    }

    std::vector<MeterId> register_many() {
        std::vector<MeterId> meters;
        std::vector<Request> requests;
        const auto known = book().read([](const State& state) {
            return std::pair(state.lines.begin()->second.registered,
                             state.meters.begin()->second.registered);
        });
        for (std::size_t i = 0; i < many; ++i) {
            LineRegistered line = known.first;
            line.line = LineId("LINE" + std::to_string(i / on_a_line));
            line.max_meters = on_a_line;
            if (i % on_a_line == 0) requests.push_back({RegisterLine{line}, person, "", ""});
            MeterRegistered meter = known.second;
            meter.meter = MeterId("X" + std::to_string(i));
            meter.line = line.line;
            meter.unit = static_cast<std::uint32_t>(i % on_a_line + 1);
            meters.push_back(meter.meter);
            requests.push_back({RegisterMeter{meter}, person, "", ""});
        }
        for (const Outcome& each : book().submit_all(std::move(requests)).get())
            EXPECT_TRUE(each.has_value());
        return meters;
    }

    std::size_t pending() {
        return book().read([](const State& state) { return state.commands.size(); });
    }

    static bool comes_true(const std::function<bool()>& condition) {
        const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(30);
        while (!condition()) {
            if (std::chrono::steady_clock::now() > give_up) return false;
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
        return true;
    }

    /// Writes it past the book, as a release may have done that knew fewer rules.
    void write_unseen(Actor actor, Payload payload) {
        opened_.reset();
        Journal journal = Journal::open(directory_ / "book" / "journal", {});
        const Head head = journal.head();
        const Event event{.envelope = {.position = head.last.next(),
                                       .recorded_at = now_,
                                       .occurred_at = now_,
                                       .actor = std::move(actor),
                                       .reason = "a drill",
                                       .idempotency_key = "",
                                       .fingerprint = "",
                                       .causation = {},
                                       .event_id = {},
                                       .subject = subject_of(payload),
                                       .subject_version = 1,
                                       .schema = 1,
                                       .command_events = 1},
                          .payload = std::move(payload)};
        ASSERT_EQ(journal.append(std::vector{encode(event)}, now_, head), AppendOutcome::committed);
    }

    /// What a clerk says first, within half a minute.
    std::string first_report(std::function<Instant()> clock) {
        std::mutex mutex;
        std::string first;
        const ControlClerk clerk(book(), std::move(clock), [&](const std::string& sentence) {
            const std::lock_guard lock(mutex);
            if (first.empty()) first = sentence;
        });
        EXPECT_TRUE(comes_true([&] {
            const std::lock_guard lock(mutex);
            return !first.empty();
        }));
        return first;
    }

    TemporaryDirectory directory_;
    std::atomic<Instant> now_{OpenedBook::opening_hour};
    std::unique_ptr<OpenedBook> opened_;
};

TEST_F(ManyMeters, AreCommandedAsABatchThatARestartGoesOnWithAndThatCanBeCancelled) {
    const BatchId drill("drill");
    const Instant later = now_.load() + std::chrono::hours(1);
    const auto asked = ask(RequestBatch{drill, CommandKind::read_now, register_many(), later, {}});
    ASSERT_TRUE(asked.has_value());
    EXPECT_EQ(asked->count, 1U);
    ASSERT_TRUE(ask(AdvanceBatch{drill}).has_value());
    const std::size_t begun = pending();
    EXPECT_GT(begun, 0U);
    EXPECT_LT(begun, many);  // and then it stops
    open();
    EXPECT_EQ(pending(), begun);
    {
        const ControlClerk clerk(book(), [this] { return now_.load(); }, [](const std::string&) {});
        EXPECT_TRUE(comes_true([&] { return pending() == many; }));
        ASSERT_TRUE(ask(CancelBatch{drill}).has_value());
        EXPECT_TRUE(comes_true([&] { return pending() == 0; }));
    }
    EXPECT_TRUE(
        book().read([&](const State& state) { return state.finished_batches.contains(drill); }));
}

TEST_F(ManyMeters, AreCutOffWhenTheirTimeHasComeAlsoWhenNoReadingComes) {
    SiteConfigured site = book().read([](const State& state) { return *state.site; });
    site.cutoff = Cutoff::automatic;
    site.patience = CutoffTerms{60, 0, {}, {}};
    ASSERT_TRUE(ask(ConfigureSite{site}).has_value());
    ASSERT_TRUE(ask(SetCreditLimits{{WalletId("A1.M1"), Money{}, {}}}).has_value());
    const auto last =
        book().read([](const State& state) { return *state.meters.at(MeterId("M1")).last_good; });
    now_ = now_.load() + std::chrono::hours(1);
    Registers registers = last.registers;
    registers.total += 100;
    const auto read = ask(RecordReading{MeterId("M1"), now_.load(), registers, {}, "", 0, 0});
    ASSERT_TRUE(read.has_value());
    const ControlClerk clerk(book(), [this] { return now_.load(); }, [](const std::string&) {});
    EXPECT_TRUE(book().read([](const State& state) {
        return state.wallets.at(WalletId("A1.M1")).arrears.has_value();
    }));
    now_ = now_.load() + std::chrono::minutes(59);
    EXPECT_TRUE(
        wallets_to_cut(book().read([](const State& state) { return state; }), now_).empty());
    EXPECT_EQ(pending(), 0U);
    now_ = now_.load() + std::chrono::minutes(1);
    EXPECT_TRUE(comes_true([&] { return pending() == 1; }));
    EXPECT_EQ(cut_due_power(book(), now_.load()), 0U);
}

TEST_F(ManyMeters, ABatchThatIsRefusedIsToldAndHoldsUpNoOther) {
    write_unseen({ActorKind::person, "wang\n", ""},
                 BatchRequested{BatchId("old"),
                                CommandKind::read_now,
                                {MeterId("M1")},
                                now_.load() + std::chrono::hours(1),
                                {}});
    open();
    const auto refused = advance_batches(book());
    ASSERT_TRUE(refused.has_value());
    EXPECT_EQ(refused->field, "actor");
    EXPECT_EQ(pending(), 0U);
    ASSERT_TRUE(ask(RequestBatch{BatchId("new"), CommandKind::read_now, {MeterId("M1")}, {}, {}})
                    .has_value());
    EXPECT_TRUE(advance_batches(book()).has_value());
    EXPECT_EQ(pending(), 1U);
    EXPECT_EQ(first_report([this] { return now_.load(); }),
              "a batch does not go on: " + refused->detail);
}

TEST_F(ManyMeters, AClerkThatCannotLookSaysSoAndGoesOn) {
    std::atomic<int> looks{0};
    EXPECT_EQ(first_report([&]() -> Instant {
                  ++looks;
                  throw std::runtime_error("no clock tells the time: set one");
              }),
              "batches and cut-off wait: no clock tells the time: set one");
    EXPECT_GE(looks, 1);
}

}  // namespace
