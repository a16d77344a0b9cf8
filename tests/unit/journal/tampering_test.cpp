#include <algorithm>
#include <functional>
#include <set>

#include <gtest/gtest.h>

#include "ledger/events/event_codec.hpp"
#include "ledger/journal/anchor.hpp"
#include "ledger/journal/store.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/unit/journal/every_field.hpp"
#include "tests/unit/journal/stored_samples.hpp"

// Somebody who can write to the disk changes what is stored, through RocksDB, so that every CRC is
// right again.

namespace ledger {
namespace {

namespace fs = std::filesystem;

class TamperedLog : public testing::Test {
protected:
    TamperedLog() {
        Journal journal = Journal::open(directory_.path(), {.env = env_.get()});
        append_all(journal, events_);
        head_ = journal.head();
    }

    void SetUp() override {
        store_ = Store::open(directory_ / "log", {.env = env_.get()}, true);
        ASSERT_FALSE(wrong());
    }

    std::optional<Position> wrong() const { return first_wrong(directory_.path(), env_.get()); }

    /// A record of RocksDB: of which family, and under which key.
    struct Place {
        Store::Family family;
        Bytes key;
    };
    static Place event(std::uint64_t position) { return {Store::log, position_key({position})}; }
    static Place frame(std::uint64_t first) { return {Store::frames, position_key({first})}; }
    static Place tile() { return {Store::tiles, tile_key(0, 0)}; }

    Bytes stored(const Place& place) const { return store_->get(place.family, place.key).value(); }

    void put(const Place& place, const std::optional<Bytes>& value) const {
        rocksdb::DB& db = store_->db();
        auto* family = store_->family(place.family);
        const auto done =
            value ? db.Put({}, family, place.key, *value) : db.Delete({}, family, place.key);
        ASSERT_TRUE(done.ok()) << done.ToString();
    }

    /// What is said while this record holds something else, or nothing.
    std::optional<Position> wrong_with(const Place& place,
                                       const std::optional<Bytes>& value) const {
        const auto before = store_->get(place.family, place.key);
        put(place, value);
        const auto found = wrong();
        put(place, before);
        return found;
    }

    /// While two of them are exchanged.
    std::optional<Position> wrong_with_exchanged(const Place& one, const Place& other) const {
        const Bytes first = stored(one);
        const Bytes second = stored(other);
        put(one, second);
        const auto found = wrong_with(other, first);
        put(one, first);
        return found;
    }

    /// The frame that holds a position: behind the full tiles that is all that is known of it.
    static std::uint64_t first_of_frame(std::uint64_t position) {
        return position - (position - 1) % events_a_frame;
    }
    std::uint64_t in_full_tiles() const { return head_.last.number / 256 * 256; }

    /// Named exactly, or as one of its frame behind the full tiles.
    void expect_named(const std::optional<Position>& said, std::uint64_t position,
                      const std::string& how) const {
        ASSERT_TRUE(said) << how << ": nobody noticed";
        const std::uint64_t first = position <= in_full_tiles()
                                        ? position
                                        : std::max(first_of_frame(position), in_full_tiles() + 1);
        EXPECT_EQ(said->number, first) << how << " of event " << position;
    }

    const std::vector<Bytes> events_ = many_samples();
    TemporaryDirectory directory_;
    std::unique_ptr<rocksdb::Env> env_{rocksdb::NewMemEnv(rocksdb::Env::Default())};
    Head head_;
    std::shared_ptr<Store> store_;
};

TEST_F(TamperedLog, EveryFieldOfEveryKindOfEventIsNamedWhereItIsChanged) {
    std::set<std::string> kinds;
    std::size_t changes = 0;
    for (std::uint64_t position = 1; position <= samples().size(); ++position) {
        const auto sound = decode_event(events_[position - 1]);
        ASSERT_TRUE(sound);
        kinds.insert(std::string(name_of(sound->payload)));
        EveryField fields;
        for (std::size_t n = 0;; ++n) {
            Event event = *sound;
            const bool is_there =
                std::visit([&](auto& fact) { return fields.change(fact, n); }, event.payload);
            if (!is_there) break;
            const Bytes bytes = encode(event);
            ASSERT_NE(bytes, events_[position - 1]) << fields.path();
            expect_named(wrong_with(TamperedLog::event(position), bytes), position, fields.path());
            ++changes;
        }
    }
    EXPECT_EQ(kinds.size(), std::variant_size_v<AnyFact>) << "every kind has a sample";
    EXPECT_GT(changes, 3 * kinds.size());
}

TEST_F(TamperedLog, EveryFieldOfTheEnvelopeIsNamedWhereItIsChanged) {
    for (const std::uint64_t position : {std::uint64_t{5}, head_.last.number}) {
        const auto sound = decode_event(events_[position - 1]);
        EveryField fields;
        std::size_t n = 0;
        for (Event event = *sound; fields.change(event.envelope, n); event = *sound, ++n)
            expect_named(wrong_with(TamperedLog::event(position), encode(event)), position,
                         fields.path());
        EXPECT_GE(n, 16U);
    }
}

TEST_F(TamperedLog, AnEventThatIsGoneExchangedRepeatedOrCutIsNamed) {
    for (const std::uint64_t at : {std::uint64_t{1}, std::uint64_t{100}, head_.last.number}) {
        const Place place = event(at);
        const std::uint64_t other = at == 1 ? 2 : at - 1;
        const Bytes bytes = stored(place);
        EXPECT_EQ(wrong_with(place, std::nullopt), Position{at}) << "gone";
        expect_named(wrong_with(place, stored(event(other))), at, "repeated");
        expect_named(wrong_with(place, bytes.substr(0, bytes.size() - 1)), at, "cut");
        expect_named(wrong_with(place, bytes + '\0'), at, "longer");
        expect_named(wrong_with_exchanged(place, event(other)), std::min(at, other), "exchanged");
    }
}

TEST_F(TamperedLog, AnEventBehindTheEndIsNotTakenForOne) {
    put(event(head_.last.number + 1), stored(event(1)));
    const Journal journal =
        Journal::open(directory_.path(), {.env = env_.get(), .read_only = true});
    EXPECT_EQ(journal.head(), head_);
    std::size_t read = 0;
    for (auto reader = journal.read({1}); reader.next();) ++read;
    EXPECT_EQ(read, head_.last.number);
}

/// Each of its fields, one after another.
std::vector<std::pair<std::string, Frame>> other_frames(const Frame& sound) {
    std::vector<std::pair<std::string, Frame>> all(8, {"", sound});
    const auto change = [&](std::size_t i, const char* name, const auto& how) {
        all[i].first = name;
        how(all[i].second);
    };
    change(0, "number", [](Frame& frame) { ++frame.number; });
    change(1, "first", [](Frame& frame) { ++frame.first.number; });
    change(2, "count", [](Frame& frame) { ++frame.count; });
    change(3, "epoch", [](Frame& frame) { ++frame.epoch; });
    change(4, "committed_at", [](Frame& frame) { ++frame.committed_at.micros; });
    change(5, "previous_chain", [](Frame& frame) { frame.previous_chain[0] ^= 1; });
    change(6, "chain", [](Frame& frame) { frame.chain[0] ^= 1; });
    change(7, "root", [](Frame& frame) { frame.root[0] ^= 1; });
    return all;
}

TEST_F(TamperedLog, EveryFieldOfAFrameIsNoticedEvenWithItsChainComputedAnew) {
    for (const std::uint64_t first : {std::uint64_t{1}, std::uint64_t{71}}) {
        const Place place = frame(first);
        for (auto [name, other] : other_frames(*decode_frame(stored(place)))) {
            EXPECT_TRUE(wrong_with(place, encode(other))) << name;
            if (name == "chain") continue;
            other.chain = chain_of(other);
            EXPECT_TRUE(wrong_with(place, encode(other))) << name << ", with its chain";
        }
    }
}

TEST_F(TamperedLog, AFrameThatIsGoneExchangedRepeatedOrCutIsNoticed) {
    for (const std::uint64_t first : {std::uint64_t{1}, std::uint64_t{71}}) {
        const Place place = frame(first);
        const Place next = frame(first + events_a_frame);
        const Bytes bytes = stored(place);
        EXPECT_TRUE(wrong_with(place, std::nullopt));
        EXPECT_TRUE(wrong_with(place, stored(next)));
        EXPECT_TRUE(wrong_with(place, bytes.substr(0, bytes.size() - 1)));
        EXPECT_TRUE(wrong_with_exchanged(place, next));
        EXPECT_TRUE(wrong_with(frame(first + 1), bytes)) << "once more, under another key";
    }
    const std::uint64_t last = first_of_frame(head_.last.number);
    EXPECT_TRUE(wrong_with(frame(last), std::nullopt));
}

TEST_F(TamperedLog, EveryFieldOfTheHeadIsNoticed) {
    const Place place{Store::meta, "head"};
    const auto expect = [&](const char* name, const std::function<void(Head&)>& change) {
        Head head = head_;
        change(head);
        EXPECT_TRUE(wrong_with(place, encode(head))) << name;
    };
    expect("frames", [](Head& head) { ++head.frames; });
    expect("last", [](Head& head) { --head.last.number; });
    expect("later last", [](Head& head) { ++head.last.number; });
    expect("committed_at", [](Head& head) { ++head.committed_at.micros; });
    expect("chain", [](Head& head) { head.chain[0] ^= 1; });
    expect("root", [](Head& head) { head.root[0] ^= 1; });
    EXPECT_TRUE(wrong_with(place, std::nullopt));
    EXPECT_TRUE(wrong_with(place, stored(place).substr(1)));
}

TEST_F(TamperedLog, TheEndThatIsTakenAwayWithAHeadThatFitsIsNamed) {
    const std::uint64_t last = first_of_frame(head_.last.number);
    const Frame before = *decode_frame(stored(frame(last - events_a_frame)));
    for (std::uint64_t at = last; at <= head_.last.number; ++at) put(event(at), std::nullopt);
    put(frame(last), std::nullopt);
    put({Store::meta, "head"},
        encode(Head{before.number, before.last(), before.committed_at, before.chain, before.root}));
    EXPECT_EQ(wrong(), Position{last}) << "the anchor remembers";
}

TEST_F(TamperedLog, AHashTileThatIsChangedGoneOrCutIsNoticed) {
    const Bytes bytes = stored(tile());
    Bytes other = bytes;
    other[33] = static_cast<char>(other[33] ^ 1);
    EXPECT_TRUE(wrong_with(tile(), other));
    EXPECT_TRUE(wrong_with(tile(), std::nullopt));
    EXPECT_TRUE(wrong_with(tile(), bytes.substr(32)));
    EXPECT_TRUE(wrong_with(tile(), bytes.substr(32) + bytes.substr(0, 32)));
}

/// A log of three full tiles, and of some events behind them.
class TamperedTiles : public TamperedLog {
protected:
    void SetUp() override {
        store_.reset();
        Journal journal = Journal::open(directory_.path(), {.env = env_.get()});
        std::vector<Bytes> more;
        while (events_.size() + more.size() < 3 * 256 + 10)
            more.push_back(events_[more.size() % events_.size()]);
        append_all(journal, more);
        head_ = journal.head();
    }

    void open() {
        store_ = Store::open(directory_ / "log", {.env = env_.get()}, true);
        ASSERT_FALSE(wrong());
    }

    static Place tile_at(std::uint64_t index) { return {Store::tiles, tile_key(0, index)}; }
};

TEST_F(TamperedTiles, AreNoticedWhereTheyAreExchangedOrStandForEachOther) {
    open();
    EXPECT_TRUE(wrong_with_exchanged(tile_at(0), tile_at(2)));
    EXPECT_TRUE(wrong_with_exchanged(tile_at(1), tile_at(2)));
    for (const std::uint64_t index : {0U, 1U, 2U}) {
        EXPECT_TRUE(wrong_with(tile_at(index), stored(tile_at((index + 1) % 3)))) << index;
        EXPECT_TRUE(wrong_with(tile_at(index), std::nullopt)) << index;
    }
}

TEST_F(TamperedTiles, OfMoreThanTheLogHoldsAreNotTakenForIts) {
    open();
    for (const Place& place : {tile_at(3), tile_at(9), Place{Store::tiles, tile_key(1, 0)}}) {
        const auto said = wrong_with(place, stored(tile_at(0)));
        if (!said) {
            const Journal journal =
                Journal::open(directory_.path(), {.env = env_.get(), .read_only = true});
            EXPECT_EQ(journal.head(), head_);
        }
    }
}

TEST_F(TamperedLog, EveryFieldOfTheAnchorIsNoticedWithItsDigestComputedAnew) {
    const Anchor sound = *read_anchor(directory_ / "ANCHOR");
    const auto expect = [&](const char* name, const std::function<void(Anchor&)>& change) {
        Anchor anchor = sound;
        change(anchor);
        fs::remove(directory_ / "ANCHOR");
        {
            AnchorFile file(directory_ / "ANCHOR", std::chrono::milliseconds(0));
            file.drop(anchor);
            file.flush();
        }
        EXPECT_TRUE(wrong()) << name;
    };
    expect("store", [](Anchor& anchor) { anchor.store[0] ^= 1; });
    expect("epoch", [](Anchor& anchor) { ++anchor.epoch; });
    expect("frames", [](Anchor& anchor) { ++anchor.frames; });
    expect("last", [](Anchor& anchor) { --anchor.last.number; });
    expect("later last", [](Anchor& anchor) { ++anchor.last.number; });
    expect("chain", [](Anchor& anchor) { anchor.chain[0] ^= 1; });
    fs::resize_file(directory_ / "ANCHOR", 100);
    EXPECT_TRUE(wrong()) << "cut";
    fs::remove(directory_ / "ANCHOR");
    EXPECT_TRUE(wrong()) << "gone";
}

TEST_F(TamperedLog, ALogOfAnotherNameIsNoticed) {
    const Place place{Store::meta, "store"};
    Bytes other = stored(place);
    other.back() = static_cast<char>(other.back() ^ 1);
    EXPECT_TRUE(wrong_with(place, other));
    EXPECT_TRUE(wrong_with(place, std::nullopt));
}

}  // namespace
}  // namespace ledger
