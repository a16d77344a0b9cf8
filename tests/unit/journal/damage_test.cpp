#include <fstream>
#include <functional>
#include <iterator>

#include <gtest/gtest.h>

#include "ledger/journal/audit.hpp"
#include "ledger/journal/journal.hpp"
#include "tests/support/temporary_directory.hpp"

namespace ledger {
namespace {

namespace fs = std::filesystem;

constexpr int frames = 40;

/// A closed journal of forty frames of four events, all of it still in the write-ahead log.
void write_journal(const fs::path& directory) {
    Journal journal = Journal::open(directory, {});
    for (int i = 0; i < frames; ++i) {
        const std::vector<Bytes> events(4, "event of frame " + std::to_string(i));
        ASSERT_EQ(journal.append(events, {i}, journal.head()), AppendOutcome::committed);
    }
}

fs::path write_ahead_log(const fs::path& directory) {
    for (const auto& entry : fs::directory_iterator(directory / "log")) {
        if (entry.path().extension() == ".log" && entry.file_size() > 0) return entry.path();
    }
    return {};
}

Bytes read_file(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void write_file(const fs::path& path, const Bytes& bytes) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

/// Where the records of a write-ahead log end: blocks of 32 KiB; a record is CRC 4, length 2,
/// type 1 and its bytes.
std::vector<std::size_t> record_ends(const Bytes& log) {
    constexpr std::size_t block = 32'768;
    constexpr std::size_t header = 7;
    std::vector<std::size_t> ends;
    std::size_t at = 0;
    while (at + header <= log.size()) {
        if (block - at % block < header) at += block - at % block;
        if (at + header > log.size()) break;
        const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(log[at + i]); };
        const std::size_t length = byte(4) + 256U * byte(5);
        if (byte(6) == 0) break;
        at += header + length;
        constexpr unsigned full = 1;
        constexpr unsigned last = 4;
        if (byte(6) == full || byte(6) == last) ends.push_back(at);
        (void)length;
    }
    return ends;
}

/// What opening says; nothing where it opens.
std::optional<Position> first_wrong(const fs::path& directory) {
    try {
        (void)Journal::open(directory, {});
        return std::nullopt;
    } catch (const JournalDamaged& damaged) {
        return damaged.first_wrong;
    }
}

class DamagedJournal : public ::testing::Test {
protected:
    void SetUp() override { write_journal(directory_.path()); }
    void damage(const std::function<void(Bytes&)>& how) {
        const fs::path path = write_ahead_log(directory_.path());
        ASSERT_FALSE(path.empty());
        Bytes bytes = read_file(path);
        how(bytes);
        write_file(path, bytes);
    }
    TemporaryDirectory directory_;
};

TEST_F(DamagedJournal, AFlippedBitIsRefusedWithThePositionOfTheFirstLostEvent) {
    damage([](Bytes& log) { log[log.size() / 2] = static_cast<char>(log[log.size() / 2] ^ 1); });
    const auto wrong = first_wrong(directory_.path());
    ASSERT_TRUE(wrong);
    EXPECT_GT(wrong->number, 1U);
    EXPECT_LT(wrong->number, 4U * frames);
    EXPECT_EQ(wrong->number % 4, 1U) << "a frame is lost whole";
}

TEST_F(DamagedJournal, AZeroedPageIsRefused) {
    damage([](Bytes& log) { log.replace(log.size() / 2, 512, Bytes(512, '\0')); });
    EXPECT_TRUE(first_wrong(directory_.path()));
}

TEST_F(DamagedJournal, ACutTailIsRefusedBecauseTheAnchorKnowsMore) {
    for (const std::size_t cut : {7U, 300U}) {
        damage([&](Bytes& log) { log.resize(log.size() - cut); });
        const auto wrong = first_wrong(directory_.path());
        ASSERT_TRUE(wrong) << cut;
        EXPECT_LE(wrong->number, 4U * frames);
    }
}

TEST_F(DamagedJournal, ACutAtARecordBoundaryIsRefusedWithTheFirstMissingPosition) {
    damage([](Bytes& log) {
        const auto ends = record_ends(log);
        ASSERT_GT(ends.size(), 20U);
        log.resize(ends[ends.size() / 2]);
    });
    const auto wrong = first_wrong(directory_.path());
    ASSERT_TRUE(wrong);
    EXPECT_EQ(wrong->number % 4, 1U);
}

TEST_F(DamagedJournal, WithoutItsAnchorItIsRefused) {
    fs::remove(directory_ / "ANCHOR");
    EXPECT_THROW((void)Journal::open(directory_.path(), {}), JournalDamaged);
}

TEST_F(DamagedJournal, TheAnchorOfAnotherLogIsRefused) {
    const TemporaryDirectory other;
    write_journal(other.path());
    fs::copy_file(other / "ANCHOR", directory_ / "ANCHOR", fs::copy_options::overwrite_existing);
    EXPECT_THROW((void)Journal::open(directory_.path(), {}), JournalDamaged);
}

TEST_F(DamagedJournal, OneTornSlotOfTheAnchorDoesNoHarm) {
    Bytes anchor = read_file(directory_ / "ANCHOR");
    const Bytes whole = anchor;
    anchor.replace(0, 100, Bytes(100, 'x'));
    write_file(directory_ / "ANCHOR", anchor);
    const auto first = first_wrong(directory_.path());
    write_file(directory_ / "ANCHOR", whole);
    anchor = whole;
    anchor.replace(4'096, 100, Bytes(100, 'x'));
    write_file(directory_ / "ANCHOR", anchor);
    EXPECT_FALSE(first);
    EXPECT_FALSE(first_wrong(directory_.path()));
}

TEST_F(DamagedJournal, AnOldCopyOfTheLogUnderANewAnchorIsRefused) {
    const TemporaryDirectory old;
    fs::copy(directory_ / "log", old / "log", fs::copy_options::recursive);
    {
        Journal journal = Journal::open(directory_.path(), {});
        ASSERT_EQ(journal.append(std::vector<Bytes>{"later"}, {99}, journal.head()),
                  AppendOutcome::committed);
    }
    fs::remove_all(directory_ / "log");
    fs::copy(old / "log", directory_ / "log", fs::copy_options::recursive);
    EXPECT_EQ(first_wrong(directory_.path()), Position{4 * frames + 1});
}

}  // namespace
}  // namespace ledger
