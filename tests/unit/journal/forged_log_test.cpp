#include <fstream>

#include <gtest/gtest.h>
#include <openssl/evp.h>

#include "ledger/events/event_codec.hpp"
#include "ledger/journal/known_checkpoint.hpp"
#include "ledger/journal/past_root.hpp"
#include "ledger/journal/sha256.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/unit/journal/every_field.hpp"
#include "tests/unit/journal/stored_samples.hpp"

// Somebody who can write to the disk computes every hash, tile, frame, head and anchor anew: only
// what is remembered outside can tell.

namespace ledger {
namespace {

namespace fs = std::filesystem;

Bytes base64(const Hash& hash) {
    Bytes text(45, '\0');
    const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), hash.data(),
                                     static_cast<int>(hash.size()));
    return text.substr(0, static_cast<std::size_t>(size));
}

void write_checkpoint(const fs::path& file, const Journal& journal) {
    std::ofstream(file, std::ios::binary) << "meterbook/" << to_hex(journal.store()) << '\n'
                                          << journal.head().last.number << '\n'
                                          << base64(journal.head().root) << "\n\n— somebody AAAA\n";
}

class ForgedLog : public testing::Test {
protected:
    ForgedLog() {
        Journal journal = Journal::open(directory_ / "sound", {.env = env_.get()});
        append_all(journal, events_);
        name_ = journal.store();
        write_checkpoint(checkpoint_, journal);
    }

    /// A whole log of the same name in which everything fits, held against what is remembered.
    std::optional<Position> wrong(const std::vector<Bytes>& events) {
        const fs::path folder = directory_ / std::to_string(++forged_);
        Journal journal = Journal::open(folder, {.env = env_.get(), .store = name_});
        append_all(journal, events);
        EXPECT_FALSE(first_wrong(folder, env_.get())) << "it is forged well";
        try {
            hold_against_known(journal, checkpoint_);
            return std::nullopt;
        } catch (const JournalDamaged& damaged) {
            return damaged.first_wrong;
        }
    }

    const std::vector<Bytes> events_ = samples();
    TemporaryDirectory directory_;
    const fs::path checkpoint_ = directory_ / "checkpoint";
    std::unique_ptr<rocksdb::Env> env_{rocksdb::NewMemEnv(rocksdb::Env::Default())};
    Bytes name_;
    int forged_ = 0;
};

TEST_F(ForgedLog, OneWithTheSameEventsAndOneThatGoesOnHold) {
    EXPECT_FALSE(wrong(events_));
    EXPECT_FALSE(wrong(many_samples()));
}

TEST_F(ForgedLog, OneInWhichAnEventOfAnyKindIsOtherwiseIsTold) {
    for (std::size_t i = 0; i < events_.size(); ++i) {
        Event event = *decode_event(events_[i]);
        EveryField fields;
        ASSERT_TRUE(std::visit([&](auto& fact) { return fields.change(fact, 0); }, event.payload));
        std::vector<Bytes> forged = events_;
        forged[i] = encode(event);
        EXPECT_EQ(wrong(forged), Position{events_.size()}) << name_of(event.payload);
    }
}

TEST_F(ForgedLog, AnOldCopyIsToldWithTheFirstEventThatItLacks) {
    std::vector<Bytes> earlier = events_;
    earlier.resize(10);
    EXPECT_EQ(wrong(earlier), Position{11});
}

TEST_F(ForgedLog, ACheckpointOfAnotherLogIsNoWitness) {
    const Journal other = Journal::open(directory_ / "other", {.env = env_.get()});
    EXPECT_THROW(hold_against_known(other, checkpoint_), JournalUnavailable);
    std::ofstream(directory_ / "none") << "meterbook/00\nmany\nAAAA\n\n";
    EXPECT_THROW(hold_against_known(other, directory_ / "none"), JournalUnavailable);
}

TEST_F(ForgedLog, TheRootOfEveryEarlierMomentComesOutOfTheTiles) {
    Journal journal = Journal::open(directory_ / "grown", {.env = env_.get()});
    std::vector<Hash> roots{sha256(BytesView())};
    for (const Bytes& event : many_samples()) {
        ASSERT_EQ(journal.append(std::vector<Bytes>{event}, sample_time, journal.head()),
                  AppendOutcome::committed);
        roots.push_back(journal.head().root);
    }
    for (std::size_t size = 1; size < roots.size(); ++size)
        ASSERT_EQ(root_at(journal, size), roots[size]) << size;
}

}  // namespace
}  // namespace ledger
