#include <fstream>
#include <iterator>
#include <map>
#include <ranges>
#include <set>
#include <stdexcept>

#include <gtest/gtest.h>

#include "ledger/events/event_codec.hpp"
#include "ledger/journal/merkle.hpp"
#include "ledger/journal/sha256.hpp"
#include "tests/integration/opened_book.hpp"
#include "tests/support/extreme_field.hpp"
#include "tools/meterbook/bundle/export_bundle.hpp"
#include "tools/meterbook/bundle/summary.hpp"
#include "tools/meterbook/bundle/verification.hpp"

// A bundle in which somebody has changed a field and computed every hash, frame and chain again: it
// is read on a stranger's computer, and has to be judged to its end there.

namespace meterbook {
namespace {

namespace fs = std::filesystem;
using ledger::Bytes;
using ledger::Event;

class ForgedBundle : public testing::Test {
protected:
    void SetUp() override {
        play();
        std::ofstream out(file_, std::ios::binary);
        write_bundle(book_, out);
        out.close();
        std::ifstream(book_ / "signing" / "1.vkey") >> key_;
        take_apart();
    }

    virtual void play() {
        ledger::Instant now = OpenedBook::opening_hour;
        OpenedBook opened(book_, [&] { return now; });
        ASSERT_TRUE(opened.sell("1", 10'000));
        now = now + std::chrono::hours(2);
        tell(opened,
             ledger::RecordReading{ledger::MeterId("M1"), now, {1'100, {}, 10, 1}, {}, "", 1, 1});
        ASSERT_TRUE(opened.sell("2", 5'000));
    }

    static void tell(OpenedBook& opened, ledger::Command command) {
        ASSERT_TRUE(opened.book().execute(
            {std::move(command), {ledger::ActorKind::system, "test", ""}, "test", "", false}));
    }

    void take_apart() {
        BundleReader reader(file_.string());
        header_ = reader.header();
        std::ifstream in(book_ / "signing" / "1.pem", std::ios::binary);
        const Bytes pem{std::istreambuf_iterator<char>(in), {}};
        signer_.emplace(header_.origin, *ledger::PrivateKey::of_pem(pem));
        while (auto record = reader.next()) records_.push_back(std::move(*record));
        for (const Record& each : records_) {
            if (each.kind == RecordKind::block) take_apart(*Block::from_body(each.body));
        }
        ASSERT_EQ(events_.size(), header_.size);
    }

    void take_apart(const Block& block) {
        frames_.insert(frames_.end(), block.frames.begin(), block.frames.end());
        for (const auto each : block.entries) events_.push_back(*ledger::decode_event(each));
    }

    /// What these events give, as whoever holds the key would sign it: the hashes, the checkpoints
    /// and the root of the summary.
    void put_together(const std::vector<Event>& events) {
        std::vector<Bytes> entries;
        for (const Event& each : events) entries.push_back(encode(each));
        std::vector<Block> blocks;
        ledger::MerkleTree tree;
        ledger::Hash chain{};
        std::map<std::uint64_t, ledger::Hash> roots;
        auto frame = frames_.begin();
        for (const Bytes& each : entries) {
            if (tree.size() % ledger::MerkleTree::tile_width == 0)
                blocks.push_back({tree.size() + 1, {}, {}, {}});
            Block& block = blocks.back();
            block.entries.emplace_back(each);
            block.leaves.push_back(ledger::leaf_hash(each));
            tree.append(block.leaves.back());
            if (frame == frames_.end() || frame->last().number != tree.size()) continue;
            ledger::Frame again = *frame++;
            again.previous_chain = chain;
            again.root = roots[tree.size()] = tree.root();
            again.committed_at = events[tree.size() - 1].envelope.recorded_at;
            chain = again.chain = chain_of(again);
            block.frames.push_back(again);
        }
        std::ofstream out(file_, std::ios::binary);
        BundleWriter writer(out);
        writer.put(RecordKind::header, header_.text());
        auto block = blocks.begin();
        for (const Record& each : records_)
            writer.put(each.kind, each.kind == RecordKind::block ? (block++)->body()
                                                                 : again(each, roots, chain));
    }

    std::string again(const Record& record, const std::map<std::uint64_t, ledger::Hash>& roots,
                      const ledger::Hash& chain) const {
        if (record.kind == RecordKind::checkpoint) {
            const std::uint64_t size = ledger::checkpoint_in(record.body)->size;
            return signer_->sign(ledger::Checkpoint{header_.origin, {size, roots.at(size)}}.text());
        }
        Summary summary = *Summary::from_text(record.body);
        summary.root = roots.at(header_.size);
        summary.chain = chain;
        return summary.text();
    }

    VerificationResult verified(bool folds_projections) const {
        return verify_bundle({file_.string(), key_, Depth::events, folds_projections});
    }

    /// Changes one field of an event, and signs it: is it named there, or behind it?
    void look_at(std::size_t index, const Event& forged, const std::string& what) {
        std::vector<Event> events = events_;
        events[index] = forged;
        put_together(events);
        const auto result = verified(false);
        if (!result.first) return void(unnoticed_.insert(what));
        EXPECT_GE(result.first->position - 1, index) << what << ": " << result.first->check;
    }

    void forge_each_field_of_fact(std::size_t index) {
        const std::string name(name_of(events_[index].payload));
        ExtremeField field;
        for (std::size_t n = 0;; ++n) {
            Event forged = events_[index];
            const auto change = [&](auto& fact) {
                return field.change(fact, n, n % ExtremeField::ways);
            };
            if (!std::visit(change, forged.payload)) return;
            if (forged != events_[index]) look_at(index, forged, name + "." + field.path());
        }
    }

    void forge_each_field_of_envelope(std::size_t index) {
        ExtremeField field;
        for (std::size_t n = 0;; ++n) {
            Event forged = events_[index];
            if (!field.change(forged.envelope, n, n % ExtremeField::ways)) return;
            if (forged != events_[index]) look_at(index, forged, "envelope." + field.path());
        }
    }

    TemporaryDirectory directory_;
    const fs::path book_ = directory_ / "book";
    const fs::path file_ = directory_ / "bundle";
    std::string key_;
    BundleHeader header_;
    std::vector<Record> records_;
    std::vector<ledger::Frame> frames_;
    std::vector<Event> events_;
    std::optional<ledger::NoteSigner> signer_;
    std::set<std::string> unnoticed_;
};

TEST_F(ForgedBundle, OfTheSameEventsIsTheOneThatWasExported) {
    put_together(events_);
    const auto result = verified(true);
    EXPECT_FALSE(result.first) << result.first->check << ": " << result.first->detail;
    EXPECT_FALSE(result.is_part);
}

/// What nothing else in the log depends on can be written otherwise by whoever holds the key: a
/// checkpoint that was kept elsewhere tells it, and nothing else does.
TEST_F(ForgedBundle, IsNamedWhereverMoreThanAPlainFactStands) {
    for (std::size_t index = 0; index < events_.size(); ++index) {
        forge_each_field_of_fact(index);
        forge_each_field_of_envelope(index);
    }
    for (const std::string what : {"CreditSold.wallet",
                                   "CreditSold.amount",
                                   "CreditSold.balance_after",
                                   "CreditSold.fee",
                                   "CreditSold.receipt_number",
                                   "CreditSold.recharge_count",
                                   "ReadingRecorded.registers",
                                   "ReadingRecorded.registers.total",
                                   "ReadingRecorded.lines",
                                   "ReadingRecorded.lines.amount",
                                   "ReadingRecorded.lines.energy",
                                   "ReadingRecorded.lines.price",
                                   "ReadingRecorded.wallet",
                                   "TariffPublished.prices",
                                   "TariffPublished.prices.price",
                                   "TariffPublished.version",
                                   "MeterAttached.baseline.total",
                                   "MeterAttached.wallet",
                                   "envelope.position",
                                   "envelope.recorded_at",
                                   "envelope.subject.id",
                                   "envelope.subject_version",
                                   "envelope.schema",
                                   "envelope.event_id",
                                   "envelope.command_events"})
        EXPECT_FALSE(unnoticed_.contains(what)) << what;
}

TEST_F(ForgedBundle, IsOfNobodyWhereAStrangerSignedAnyOfItsCheckpoints) {
    signer_.emplace(header_.origin, ledger::PrivateKey::fresh());
    put_together(events_);
    const auto result = verified(false);
    ASSERT_TRUE(result.first);
    EXPECT_EQ(result.first->check, checkpoints_are_signed);
    EXPECT_EQ(result.first->position, ledger::checkpoint_in(records_[1].body)->size);
}

TEST_F(ForgedBundle, HasNoReadModelTwice) {
    Summary summary = *Summary::from_text(records_.back().body);
    summary.read_models.push_back(summary.read_models.back());
    EXPECT_FALSE(Summary::from_text(summary.text()));
    summary.read_models.clear();
    records_.back().body = summary.text();
    put_together(events_);
    EXPECT_TRUE(verified(true).is_part) << "it holds none, and that is said";
}

TEST_F(ForgedBundle, WithAnAmountBeyondAllSenseIsNamedAtTheEventThatBreaksTheLaws) {
    for (std::size_t index = 0; index < events_.size(); ++index) {
        const auto* sold = std::get_if<ledger::CreditSold>(&events_[index].payload);
        if (sold == nullptr) continue;
        for (const std::int64_t amount : {INT64_MAX, INT64_MIN}) {
            std::vector<Event> events = events_;
            auto& fact = std::get<ledger::CreditSold>(events[index].payload);
            fact.amount = fact.balance_after = ledger::Money{amount};
            put_together(events);
            const auto result = verified(true);
            ASSERT_TRUE(result.first);
            EXPECT_EQ(result.first->position, index + 1) << result.first->check;
        }
    }
}

/// Two meters of two wallets, read in turns again and again.
class ForgedReadings : public ForgedBundle {
protected:
    void play() override {
        using namespace ledger;  // NOLINT(google-build-using-namespace): commands of the ledger
        Instant now = OpenedBook::opening_hour;
        OpenedBook opened(book_, [&] { return now; });
        MeterRegistered other =
            opened.book()
                .read([](const State& state) { return state.meters.at(MeterId("M1")); })
                .registered;
        other.meter = MeterId("M2");
        other.unit = 2;
        tell(opened, RegisterMeter{other});
        tell(opened, AssignTariff{{other.meter, TariffId("T"), Instant{1'790'000'000'000'000}}});
        tell(opened, RecordReading{other.meter, now, {1'000, {}, 10, 1}, {}, "", 1, 1});
        tell(opened, OpenAccount{AccountId("A2"), CustomerId("C2"), {other.meter}});
        for (std::uint64_t round = 1; round <= rounds; ++round) {
            now = now + std::chrono::hours(1);
            if (round % 10 == 0) publish_again(opened, now);
            for (const char* meter : {"M1", "M2"})
                tell(opened,
                     RecordReading{
                         MeterId(meter), now, {1'000 + 10 * round, {}, 10, 1}, {}, "", 1, 1});
        }
    }

    static void publish_again(OpenedBook& opened, ledger::Instant from) {
        tell(opened, ledger::PublishTariff{ledger::TariffId("T"),
                                           "Flat",
                                           from,
                                           "",
                                           {{ledger::Band::single, ledger::Price{50'000'000}}},
                                           {}});
    }

    static constexpr std::uint64_t rounds = 150;  // so that it is of two blocks

    /// Of the n-th reading from the end, a millionth more is charged.
    static std::uint64_t forge(std::vector<Event>& events, std::size_t n) {
        Event& event = reading(events, n);
        std::get<ledger::ReadingRecorded>(event.payload).lines.at(0).amount += ledger::Money{1};
        return event.envelope.position.number;
    }

    static Event& reading(std::vector<Event>& events, std::size_t n) {
        for (Event& each : events | std::views::reverse) {
            if (std::holds_alternative<ledger::ReadingRecorded>(each.payload) && n-- == 0)
                return each;
        }
        throw std::out_of_range("so many readings were not recorded");
    }
};

TEST_F(ForgedReadings, AreWholeAsTheyWereWritten) {
    const auto result = verified(true);
    EXPECT_FALSE(result.first) << result.first->check << ": " << result.first->detail;
}

/// The laws go on behind a charge until somebody has rated it: how far, nobody can say.
TEST_F(ForgedReadings, SayHowManyWalletsThereAreOnlyWhereAllEventsAreRight) {
    EXPECT_EQ(verified(true).wallets, 2U);
    EXPECT_FALSE(verify_bundle({file_.string(), key_, Depth::hashes}).wallets);
    std::vector<Event> events = events_;
    (void)forge(events, 280);
    put_together(events);
    EXPECT_FALSE(verified(true).wallets);
}

TEST_F(ForgedReadings, AreNamedByTheFirstThatIsWrong) {
    for (std::size_t near = 0; near < 12; ++near) {
        for (const std::size_t further : {near + 1, near + 2, near + 40, near + 280}) {
            std::vector<Event> events = events_;
            (void)forge(events, near);
            const std::uint64_t first = forge(events, further);
            put_together(events);
            const auto found = verified(false).first;
            ASSERT_TRUE(found);
            EXPECT_EQ(found->position, first) << found->detail;
            EXPECT_EQ(found->check, "charge_is_what_the_terms_say");
        }
    }
}

/// Who rates the charges is not who holds the other laws, and either may come to its wrong event
/// before the other comes to its own.
TEST_F(ForgedReadings, AreNamedBeforeWhatIsWrongBehindThemAndBehindWhatIsWrongBefore) {
    for (const std::size_t further : {std::size_t{1}, std::size_t{2}, std::size_t{280}}) {
        for (const auto& [is_charge_first, breaks_a_law] :
             {std::pair(true, true), {true, false}, {false, true}, {false, false}}) {
            std::vector<Event> events = events_;
            const std::uint64_t charge = forge(events, is_charge_first ? further : 0);
            ledger::Envelope& other = reading(events, is_charge_first ? 0 : further).envelope;
            breaks_a_law ? void(++other.subject_version) : void(other.command_events = 0);
            put_together(events);
            const auto found = verified(false).first;
            ASSERT_TRUE(found);
            EXPECT_EQ(found->position, is_charge_first ? charge : other.position.number);
            EXPECT_EQ(found->check == "charge_is_what_the_terms_say", is_charge_first)
                << found->check;
        }
    }
}

TEST_F(ForgedReadings, AreNamedByTheLawThatComesFirstWhereTwoAreBroken) {
    const auto expect_named = [&](const char* law, auto change) {
        std::vector<Event> events = events_;
        (void)forge(events, 0);
        change(events.back().envelope);
        put_together(events);
        const auto found = verified(false).first;
        ASSERT_TRUE(found);
        EXPECT_EQ(found->position, header_.size);
        EXPECT_EQ(found->check, law);
    };
    expect_named("subject_versions_have_no_gap", [](auto& each) { ++each.subject_version; });
    expect_named("envelope_is_whole", [](auto& each) { each.causation = each.position; });
    expect_named("charge_is_what_the_terms_say", [](auto& each) { each.command_events = 0; });
}

/// A tariff is published while charges are still open that point into the one before it.
TEST_F(ForgedReadings, AreWholeWhereverTariffsArePublishedBetweenThem) {
    std::size_t published = 0;
    for (const Event& each : events_)
        published += std::holds_alternative<ledger::TariffPublished>(each.payload) ? 1U : 0U;
    EXPECT_GT(published, rounds / 10);
    for (int again = 0; again < 10; ++again) EXPECT_FALSE(verified(false).first);
}

TEST_F(ForgedBundle, OfAnEarlierMomentIsToldByACheckpointThatWasKept) {
    auto wish = VerificationWish{file_.string(), key_};
    const auto own = std::string(records_[1].body);
    wish.known = ledger::checkpoint_in(own);
    ASSERT_TRUE(wish.known);
    EXPECT_FALSE(verify_bundle(wish).first);
    wish.known->size = header_.size + 1;
    auto found = verify_bundle(wish).first;
    ASSERT_TRUE(found);
    EXPECT_EQ(found->check, known_checkpoint_holds);
    EXPECT_EQ(found->position, header_.size + 1);
    wish.known->size = header_.size - 1;
    found = verify_bundle(wish).first;
    ASSERT_TRUE(found);
    EXPECT_EQ(found->position, header_.size - 1);
    wish.known->origin += "0";
    wish.known->size = header_.size + 1;
    EXPECT_TRUE(verify_bundle(wish).first);
}

}  // namespace
}  // namespace meterbook
