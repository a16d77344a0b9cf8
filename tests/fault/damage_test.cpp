#include <algorithm>
#include <fstream>
#include <functional>
#include <iostream>
#include <iterator>
#include <random>

#include <gtest/gtest.h>
#include <rocksdb/db.h>

#include "tests/fault/desk.hpp"
#include "tests/fault/served_book.hpp"
#include "tests/integration/opened_book.hpp"
#include "tests/support/seed.hpp"

namespace {

namespace fs = std::filesystem;

constexpr int sales = 300;
constexpr int flips_a_file = 8;

std::string read_file(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void write_file(const fs::path& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

/// Where the records of a write-ahead log end: blocks of 32 KiB, each record CRC 4, length 2
/// (little endian), type 1 (1 whole, 2 first, 3 middle, 4 last) and its bytes.
std::vector<std::size_t> record_ends(const std::string& log) {
    constexpr std::size_t block = 32'768;
    constexpr std::size_t header = 7;
    std::vector<std::size_t> ends;
    for (std::size_t at = 0; at + header <= log.size();) {
        const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(log[at + i]); };
        if (block - at % block < header) {
            at += block - at % block;
            continue;
        }
        const unsigned type = byte(6);
        at += header + byte(4) + std::size_t{256} * byte(5);
        if (type == 1 || type == 4) ends.push_back(at);
    }
    return ends;
}

/// Where those end that hold events. Behind the last of them stands what was signed of it, a note
/// with a dash before its signature, and the book is whole without it.
std::vector<std::size_t> event_ends(const std::string& log) {
    std::vector<std::size_t> ends;
    std::size_t begin = 0;
    for (const std::size_t end : record_ends(log)) {
        const bool is_note =
            log.substr(begin, end - begin).find("\n\xE2\x80\x94 ") != std::string::npos;
        if (!is_note) ends.push_back(end);
        begin = end;
    }
    return ends;
}

/// What RocksDB does by itself once the log is some megabytes long: memory becomes files; of these
/// column families, or of all.
void move_to_files(const fs::path& log, const std::vector<std::string>& wanted = {}) {
    std::vector<std::string> names;
    ASSERT_TRUE(rocksdb::DB::ListColumnFamilies({}, log.string(), &names).ok());
    std::vector<rocksdb::ColumnFamilyDescriptor> families;
    for (const std::string& name : names)
        families.emplace_back(name, rocksdb::ColumnFamilyOptions());
    rocksdb::DB* db = nullptr;
    std::vector<rocksdb::ColumnFamilyHandle*> opened;
    ASSERT_TRUE(rocksdb::DB::Open({}, log.string(), families, &opened, &db).ok());
    for (std::size_t i = 0; i < names.size(); ++i) {
        const bool is_wanted =
            wanted.empty() || std::find(wanted.begin(), wanted.end(), names[i]) != wanted.end();
        EXPECT_TRUE(!is_wanted || db->Flush({}, opened[i]).ok());
    }
    for (auto* each : opened) db->DestroyColumnFamilyHandle(each);
    EXPECT_TRUE(db->Close().ok());
    delete db;
}

/// A book that took three hundred sales and was closed, all of it in the write-ahead log.
class DamagedBook : public ::testing::Test {
protected:
    void SetUp() override {
        {
            const OpenedBook prepared(book_);
        }
        ServedBook served(book_);
        const auto port = served.wait_for_port();
        ASSERT_TRUE(port);
        {
            HttpClient client(*port);
            Desk till("till", sales_into("A1.M1"), 1);
            for (int i = 0; i < sales; ++i) ASSERT_TRUE(till.order(client));
        }
        ASSERT_EQ(served.stop().code, 0);
        sound_ = verify(book_);
        ASSERT_EQ(sound_.code, 0) << sound_.out << sound_.err;
    }

    std::vector<fs::path> files(const std::string& extension) const {
        std::vector<fs::path> found;
        for (const auto& entry : fs::directory_iterator(book_ / "journal" / "log")) {
            if (entry.path().extension() == extension && entry.file_size() > 0)
                found.push_back(entry.path());
        }
        std::sort(found.begin(), found.end());
        return found;
    }

    /// Every start begins another file: the oldest and the newest one.
    fs::path write_ahead_log() const { return files(".log").back(); }
    fs::path first_write_ahead_log() const { return files(".log").front(); }

    /// Both programs refuse it, say where and what to do, and leave it as it was found.
    void expect_refusal(const fs::path& file) const {
        const std::string before = read_file(file);
        const Ended judged = verify(book_);
        EXPECT_EQ(judged.code, 1) << judged.out << judged.err;
        EXPECT_TRUE(judged.out.starts_with("WRONG")) << judged.out;
        ServedBook served(book_);
        EXPECT_FALSE(served.wait_for_port()) << "a damaged book is not served";
        const Ended ended = served.end();
        EXPECT_EQ(ended.code, 2);
        EXPECT_TRUE(is_one_sentence(ended.err)) << ended.err;
        for (const std::string& said : {judged.out, ended.err}) {
            EXPECT_NE(said.find("event "), std::string::npos) << "the position: " << said;
            EXPECT_NE(said.find("restore the last backup"), std::string::npos) << said;
        }
        EXPECT_EQ(read_file(file), before);
    }

    /// Flips a bit here and there: each time `verify` finds it, or nothing that counts was changed.
    int flip_bits(const fs::path& file) {
        const std::string whole = read_file(file);
        int found = 0;
        for (int i = 0; i < flips_a_file; ++i) {
            std::string bytes = whole;
            const std::size_t at = dice_() % bytes.size();
            bytes[at] = static_cast<char>(bytes[at] ^ (1 << dice_() % 8));
            write_file(file, bytes);
            const Ended judged = verify(book_);
            EXPECT_TRUE(judged.code != 0 || judged.out == sound_.out)
                << file << " at " << at << ", seed " << seed_ << ": " << judged.out;
            EXPECT_GE(judged.code, 0) << "it ended by a signal: " << file << " at " << at;
            found += judged.code != 0 ? 1 : 0;
        }
        write_file(file, whole);
        return found;
    }

    const unsigned seed_ = seed_of_choices();
    std::mt19937 dice_{seed_};
    TemporaryDirectory directory_;
    const fs::path book_ = directory_ / "book";
    Ended sound_;
};

TEST_F(DamagedBook, IsRefusedForAFlippedBitInTheWriteAheadLog) {
    const fs::path log = write_ahead_log();
    const std::string whole = read_file(log);
    std::string bytes = whole;
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
    write_file(log, bytes);
    expect_refusal(log);
    write_file(log, whole);
    EXPECT_GT(flip_bits(log), 0);
    EXPECT_EQ(verify(book_).out, sound_.out) << "it is well again, and nobody changed it";
}

TEST_F(DamagedBook, IsRefusedForACutTail) {
    const fs::path log = write_ahead_log();
    const std::string whole = read_file(log);
    for (const std::size_t cut : {1U, 100U, 5'000U}) {
        write_file(log, whole.substr(0, event_ends(whole).back() - cut));
        expect_refusal(log);
    }
}

TEST_F(DamagedBook, IsRefusedForACutAtARecordBoundary) {
    const fs::path log = write_ahead_log();
    const std::string whole = read_file(log);
    ASSERT_EQ(record_ends(whole).back(), whole.size());
    const auto ends = event_ends(whole);
    ASSERT_GE(ends.size(), std::size_t{sales});
    for (const std::size_t lost : {1U, 2U, 150U}) {
        write_file(log, whole.substr(0, ends[ends.size() - 1 - lost]));
        expect_refusal(log);
    }
}

TEST_F(DamagedBook, IsRefusedForACutInAnOlderWriteAheadLog) {
    const fs::path log = first_write_ahead_log();
    ASSERT_NE(log, write_ahead_log());
    const std::string whole = read_file(log);
    const auto ends = event_ends(whole);
    ASSERT_GT(ends.size(), 3U);
    write_file(log, whole.substr(0, ends[ends.size() - 2]));
    expect_refusal(log);
    write_file(log, whole.substr(0, ends.back() - 1));
    expect_refusal(log);
}

/// What is missing may be found again: nobody may have made the place for it unfit meanwhile.
TEST_F(DamagedBook, IsRefusedForAMissingFileAndIsWellWithItAgain) {
    move_to_files(book_ / "journal" / "log", {"default", "frame"});
    std::vector<fs::path> parts;
    for (const auto& entry : fs::directory_iterator(book_ / "journal" / "log")) {
        const std::string name = entry.path().filename().string();
        const bool is_part = name.starts_with("CURRENT") || name.starts_with("MANIFEST");
        const bool is_log = name.ends_with(".log") || name.ends_with(".sst");
        if ((is_part || is_log) && entry.file_size() > 0) parts.push_back(entry.path());
    }
    parts.push_back(book_ / "journal" / "ANCHOR");
    parts.push_back(book_ / "journal" / "log");
    EXPECT_GE(parts.size(), 7U);
    for (const fs::path& part : parts) {
        fs::rename(part, directory_ / "away");
        const Ended judged = verify(book_);
        EXPECT_EQ(judged.code, 1) << part << judged.out << judged.err;
        ServedBook served(book_);
        EXPECT_FALSE(served.wait_for_port()) << part;
        const Ended ended = served.end();
        EXPECT_EQ(ended.code, 2) << part;
        EXPECT_TRUE(is_one_sentence(ended.err)) << part << ended.err;
        fs::remove_all(part);
        fs::rename(directory_ / "away", part);
        EXPECT_EQ(verify(book_).out, sound_.out) << part;
    }
}

TEST_F(DamagedBook, IsRefusedForAFlippedBitInATable) {
    move_to_files(book_ / "journal" / "log");
    ASSERT_EQ(verify(book_).out, sound_.out);
    const auto tables = files(".sst");
    ASSERT_GE(tables.size(), 3U);
    int found = 0;
    for (const fs::path& table : tables) found += flip_bits(table);
    EXPECT_GT(found, flips_a_file);

    const fs::path events = *std::max_element(
        tables.begin(), tables.end(),
        [](const fs::path& a, const fs::path& b) { return fs::file_size(a) < fs::file_size(b); });
    std::string bytes = read_file(events);
    bytes[bytes.size() / 3] = static_cast<char>(bytes[bytes.size() / 3] ^ 0x10);
    write_file(events, bytes);
    expect_refusal(events);
}

TEST_F(DamagedBook, IsRefusedForACutTable) {
    move_to_files(book_ / "journal" / "log");
    for (const fs::path& table : files(".sst")) {
        const std::string whole = read_file(table);
        write_file(table, whole.substr(0, whole.size() / 2));
        const Ended judged = verify(book_);
        EXPECT_TRUE((judged.code == 1 || judged.code == 2)) << table << judged.out << judged.err;
        write_file(table, whole);
    }
    EXPECT_EQ(verify(book_).out, sound_.out);
}

}  // namespace
