#include <functional>

#include <gtest/gtest.h>
#include <rocksdb/db.h>

#include "ledger/journal/audit.hpp"
#include "ledger/journal/journal.hpp"
#include "ledger/journal/store.hpp"
#include "tests/fault/faulty_disk.hpp"
#include "tests/support/temporary_directory.hpp"

// A disk that cannot read, cannot write, or says what was never written: nothing that was
// acknowledged is lost, and nothing damaged is given out.

namespace {

using namespace ledger;  // NOLINT(google-build-using-namespace): a test of the ledger
using Fault = FaultyDisk::Fault;

constexpr int frames = 60;
constexpr std::size_t events_a_frame = 5;

std::vector<Bytes> frame_of(int number) {
    std::vector<Bytes> events;
    for (std::size_t i = 0; i < events_a_frame; ++i)
        events.push_back("event " + std::to_string(i) + " of frame " + std::to_string(number) +
                         Bytes(200, 'x'));
    return events;
}

class FaultyJournal : public testing::Test {
protected:
    void SetUp() override {
        Journal journal = opened();
        for (int i = 0; i < frames; ++i) ASSERT_TRUE(append(journal, i));
    }

    Journal opened(bool read_only = false) {
        return Journal::open(directory_.path(), {.env = disk_.env(), .read_only = read_only});
    }

    bool append(Journal& journal, int number) {
        const auto events = frame_of(number);
        const bool is_written =
            journal.append(events, {number}, journal.head()) == AppendOutcome::committed;
        if (is_written) acknowledged_.insert(acknowledged_.end(), events.begin(), events.end());
        return is_written;
    }

    /// What RocksDB does by itself once the log is some megabytes long.
    void move_to_tables() {
        const auto store = Store::open(directory_ / "log", {.env = disk_.env()}, true);
        for (const auto each : {Store::meta, Store::log, Store::frames, Store::tiles})
            ASSERT_TRUE(store->db().Flush({}, store->family(each)).ok());
    }

    /// Everything that was acknowledged, in order, and hashed to the head; nothing where something
    /// refuses.
    std::optional<std::vector<Bytes>> read_all() {
        try {
            const Journal journal = opened(true);
            Audit audit(journal);
            std::vector<Bytes> all;
            auto reader = journal.read({1});
            while (const auto entry = reader.next()) {
                if (audit.take(*entry)) return std::nullopt;
                all.emplace_back(entry->bytes);
            }
            if (audit.finish()) return std::nullopt;
            return all;
        } catch (const JournalDamaged& damaged) {
            called_damaged_ = damaged.what();
            return std::nullopt;
        } catch (const JournalUnavailable&) {
            return std::nullopt;
        }
    }

    /// At every single read in its turn; how often it was refused.
    int break_each_read(Fault fault) {
        int refused = 0;
        for (std::uint64_t nth = 0;; ++nth) {
            disk_.arm(fault, nth);
            const auto read = read_all();
            const bool has_struck = disk_.has_struck();
            disk_.mend();
            if (!has_struck) break;
            EXPECT_TRUE(!read || read == acknowledged_) << "read " << nth << " was given out";
            refused += read ? 0 : 1;
        }
        EXPECT_EQ(read_all(), acknowledged_) << "it was the disk, and nothing was changed";
        return refused;
    }

    FaultyDisk disk_;
    TemporaryDirectory directory_;
    std::vector<Bytes> acknowledged_;
    std::string called_damaged_;  ///< what was said last of a log that was
};

TEST_F(FaultyJournal, AReadThatFailsIsARefusalWhereverItIs) {
    EXPECT_GT(break_each_read(Fault::read_error), 2);
    move_to_tables();
    EXPECT_GT(break_each_read(Fault::read_error), 5);
    EXPECT_EQ(called_damaged_, "") << "a disk that cannot read now has damaged nothing";
}

TEST_F(FaultyJournal, BytesThatAreOtherwiseAreNeverGivenOut) {
    EXPECT_GT(break_each_read(Fault::wrong_bytes), 0);
    move_to_tables();
    EXPECT_GT(break_each_read(Fault::wrong_bytes), 5);
}

TEST_F(FaultyJournal, AReadThatEndsEarlyLosesNothing) {
    EXPECT_GT(break_each_read(Fault::short_read), 0);
    move_to_tables();
    EXPECT_GT(break_each_read(Fault::short_read), 5);
}

TEST_F(FaultyJournal, AnOpenLogThatCannotBeReadSaysSoAndIsWellWithTheDisk) {
    move_to_tables();
    const Journal journal = opened(true);
    std::size_t refused = 0;
    disk_.arm(Fault::wrong_bytes, 0);
    for (std::size_t i = 0; i < acknowledged_.size(); ++i) {
        try {
            EXPECT_EQ(journal.get({i + 1}), acknowledged_[i]);  // what memory still holds
        } catch (const JournalDamaged&) {
            ++refused;
        }
    }
    disk_.mend();
    for (std::size_t i = 0; i < acknowledged_.size(); ++i)
        EXPECT_EQ(journal.get({i + 1}), acknowledged_[i]);
    EXPECT_TRUE(refused > 0 || !disk_.has_struck());
}

/// A frame that the disk refused is there whole or not at all, and those before it are.
void expect_prefix(const std::vector<Bytes>& acknowledged, const std::vector<Bytes>& found) {
    ASSERT_GE(found.size(), acknowledged.size());
    EXPECT_TRUE(std::equal(acknowledged.begin(), acknowledged.end(), found.begin()));
    EXPECT_EQ(found.size() % events_a_frame, 0U) << "half a frame";
    EXPECT_LE(found.size(), acknowledged.size() + events_a_frame);
}

TEST_F(FaultyJournal, AWriteOrSyncThatFailsEndsTheJournalAndLosesNothing) {
    for (const Fault fault : {Fault::write_error, Fault::sync_error}) {
        for (const std::uint64_t nth : {0U, 1U, 2U, 5U}) {
            {
                Journal journal = opened();
                disk_.arm(fault, nth);
                int number = frames;
                while (append(journal, number)) ASSERT_LT(++number, 2 * frames);
                EXPECT_FALSE(append(journal, number)) << "it takes nothing more";
                disk_.mend();
            }
            const auto found = read_all();
            ASSERT_TRUE(found) << "the disk is well again";
            expect_prefix(acknowledged_, *found);
            acknowledged_ = *found;  // what was ambiguous is certain now
        }
    }
}

}  // namespace
