#include "tools/meterbook/past/kept_beside.hpp"

#include <fstream>
#include <functional>
#include <set>

#include <gtest/gtest.h>
#include <rocksdb/db.h>

#include "ledger/rules/state_codec.hpp"
#include "ledger/snapshot.hpp"
#include "projections/read_models.hpp"
#include "tests/integration/opened_book.hpp"
#include "tools/meterbook/stopped_book.hpp"

// Somebody writes into what a book answers from, so that every checksum is right again.

namespace meterbook {
namespace {

namespace fs = std::filesystem;
using ledger::Bytes;
using Rows = std::vector<std::pair<Bytes, Bytes>>;

constexpr int sales = 12;

class KeptBeside : public testing::Test {
protected:
    void SetUp() override {
        OpenedBook opened(book_);
        for (int i = 0; i < sales; ++i) ASSERT_TRUE(opened.sell(std::to_string(i), 100));
        const projections::ReadModels models(opened.book().journal(), book_ / "projections");
        ASSERT_TRUE(
            models.runner.wait_for(opened.book().journal().head().last, std::chrono::seconds(60)));
    }

    std::optional<Disagreement> found() const {
        const ScratchFolder scratch;
        return disagreement_beside(book_, open_stopped(book_), scratch);
    }

    using Change = std::function<void(rocksdb::DB&, const Rows&)>;

    /// Lets somebody at a database, with all its rows, and takes back what they did.
    std::optional<Disagreement> found_after(const fs::path& database, const Change& change) const {
        const fs::path aside = directory_ / "aside";
        fs::copy(database, aside, fs::copy_options::recursive);
        {
            rocksdb::DB* opened = nullptr;
            EXPECT_TRUE(rocksdb::DB::Open({}, database.string(), &opened).ok());
            const std::unique_ptr<rocksdb::DB> db(opened);
            Rows rows;
            {
                const std::unique_ptr<rocksdb::Iterator> each(db->NewIterator({}));
                for (each->SeekToFirst(); each->Valid(); each->Next())
                    rows.emplace_back(each->key().ToString(), each->value().ToString());
            }
            change(*db, rows);
            EXPECT_TRUE(db->Flush({}).ok());
            EXPECT_TRUE(db->Close().ok());
        }
        const auto said = found();
        fs::remove_all(database);
        fs::rename(aside, database);
        return said;
    }

    TemporaryDirectory directory_;
    const fs::path book_ = directory_ / "book";
};

void put(rocksdb::DB& db, const Bytes& key, const Bytes& value) {
    ASSERT_TRUE(db.Put({}, key, value).ok());
}

Bytes otherwise(Bytes bytes) {
    if (bytes.empty()) return "x";
    bytes.back() = static_cast<char>(bytes.back() ^ 1);
    return bytes;
}

std::pair<Bytes, Bytes> row_of(const Rows& rows, char kind) {
    for (const auto& row : rows)
        if (row.first.starts_with(kind) && row.first.size() > 8) return row;
    throw std::runtime_error("no such row");
}

TEST_F(KeptBeside, SaysNothingOfABookThatIsAsItWasLeft) {
    const auto said = found();
    EXPECT_FALSE(said) << said->check << ": " << said->detail;
    for (const char* each : {"index", "state.snapshot", "projections"}) {
        fs::remove_all(book_ / each);
        EXPECT_FALSE(found()) << "without " << each;
    }
}

TEST_F(KeptBeside, NamesAnIndexThatSaysSomethingElseOfAKeyASubjectOrAMinute) {
    const fs::path index = book_ / "index";
    const auto expect = [&](const char* how, const Change& change) {
        const auto said = found_after(index, change);
        ASSERT_TRUE(said) << how;
        EXPECT_EQ(said->check, "index_is_what_the_events_give") << how;
        EXPECT_FALSE(said->position.is_none()) << how;
    };
    for (const char kind : {'k', 's', 't'}) {
        expect("changed", [&](rocksdb::DB& db, const Rows& rows) {
            const auto row = row_of(rows, kind);
            put(db, row.first, otherwise(row.second));
        });
        expect("gone", [&](rocksdb::DB& db, const Rows& rows) {
            ASSERT_TRUE(db.Delete({}, row_of(rows, kind).first).ok());
        });
        expect("one more", [&](rocksdb::DB& db, const Rows& rows) {
            const auto row = row_of(rows, kind);
            put(db, otherwise(row.first), row.second);
        });
    }
    for (const char kind : {'k', 's'}) {
        expect("exchanged", [&](rocksdb::DB& db, const Rows& rows) {
            const auto first = row_of(rows, kind);
            const auto last = row_of({rows.rbegin(), rows.rend()}, kind);
            ASSERT_NE(first.second, last.second);
            put(db, first.first, last.second);
            put(db, last.first, first.second);
        });
        expect("repeated", [&](rocksdb::DB& db, const Rows& rows) {
            const auto first = row_of(rows, kind);
            put(db, row_of({rows.rbegin(), rows.rend()}, kind).first, first.second);
        });
    }
}

TEST_F(KeptBeside, NamesARowThatCannotBeReadAndWhateverItHides) {
    const auto said = found_after(book_ / "index", [](rocksdb::DB& db, const Rows& rows) {
        ASSERT_TRUE(db.Delete({}, row_of(rows, 'k').first).ok());
        put(db, "k" + Bytes(16, '\xff'), "short");
    });
    ASSERT_TRUE(said);
    EXPECT_EQ(said->check, "index_is_what_the_events_give");
    for (const char kind : {'k', 's', 't'}) {
        const auto cut = found_after(book_ / "index", [&](rocksdb::DB& db, const Rows& rows) {
            const auto row = row_of(rows, kind);
            put(db, row.first, row.second.substr(1));
        });
        ASSERT_TRUE(cut) << kind;
        EXPECT_EQ(cut->check, "index_is_what_the_events_give") << kind;
    }
    const auto strange = found_after(
        book_ / "index", [](rocksdb::DB& db, const Rows&) { put(db, "x", "12345678"); });
    EXPECT_TRUE(strange) << "a row of no form that an index has";
}

TEST_F(KeptBeside, NamesAReadModelOfWhichAByteCannotBeRead) {
    fs::path table;
    for (const auto& each : fs::recursive_directory_iterator(book_ / "projections"))
        if (each.path().extension() == ".sst") table = each.path();
    ASSERT_FALSE(table.empty());
    std::fstream file(table, std::ios::in | std::ios::out | std::ios::binary);
    file.seekg(20);
    const char byte = static_cast<char>(file.get() ^ 1);
    file.seekp(20);
    file.put(byte);
    file.close();
    const auto said = found();
    ASSERT_TRUE(said);
    EXPECT_EQ(said->check, "projections_are_what_the_events_give");
    EXPECT_NE(said->detail.find("cannot be read"), std::string::npos) << said->detail;
}

TEST_F(KeptBeside, NamesASnapshotThatHoldsAnotherStateThanTheEventsGive) {
    const fs::path file = book_ / "state.snapshot";
    auto kept = *ledger::read_snapshot(file);
    kept.state.wallets.begin()->second.balance += ledger::cents(1);
    ledger::write_snapshot(file, encode(kept.state), kept.chain);
    const auto said = found();
    ASSERT_TRUE(said);
    EXPECT_EQ(said->check, "snapshot_is_what_the_events_give");
    fs::resize_file(file, 100);
    EXPECT_FALSE(found()) << "what is not whole is not believed by a start either";
}

void do_harm(rocksdb::DB& db, const Rows& rows, std::size_t how) {
    if (how == 0 || rows.size() == 1) return put(db, "\x7fmore", "1");
    const auto& [key, value] = rows.back();
    if (how == 1) return put(db, key, otherwise(value));
    if (how == 2) return put(db, key, value.empty() ? "x" : value.substr(1));
    const auto other = std::ranges::find_if(rows, [&](const auto& row) {
        return row.first != key && row.second != value && !row.first.starts_with('\0');
    });
    const bool may_exchange = how > 2 && other != rows.end();
    if (!may_exchange) {
        ASSERT_TRUE(db.Delete({}, key).ok());
        return;
    }
    put(db, key, other->second);
    if (how == 3) put(db, other->first, value);
}

/// Each is folded anew for one look, so each is harmed in one way, in turn.
TEST_F(KeptBeside, NamesEveryReadModelInWhichARowIsChangedGoneExchangedRepeatedOrCut) {
    constexpr std::size_t ways = 6;
    std::set<fs::path> tables;
    for (const auto& table : fs::directory_iterator(book_ / "projections"))
        tables.insert(table.path());
    std::size_t way = 0;
    std::size_t with_rows = 0;
    for (const fs::path& table : tables) {
        const std::string name = table.filename().string();
        const auto said = found_after(table, [&](rocksdb::DB& db, const Rows& rows) {
            with_rows += rows.size() > 1 ? 1U : 0U;
            do_harm(db, rows, rows.size() > 1 ? way++ % ways : 0);
        });
        ASSERT_TRUE(said) << name;
        EXPECT_EQ(said->check, "projections_are_what_the_events_give") << name;
        EXPECT_NE(said->detail.find(name), std::string::npos) << said->detail;
    }
    EXPECT_GE(with_rows, ways) << "a sale is told by several read models";
}

}  // namespace
}  // namespace meterbook
