#include <fstream>
#include <iterator>
#include <map>

#include <gtest/gtest.h>

#include "ledger/journal/fault.hpp"
#include "ledger/journal/store.hpp"
#include "tests/integration/opened_book.hpp"
#include "tools/meterbook/book_audit.hpp"
#include "tools/meterbook/stopped_book.hpp"

// Somebody who can write to the disk, and has no signing key, changes the checkpoints that a log
// keeps, through RocksDB, so that every CRC is right again.

namespace meterbook {
namespace {

namespace fs = std::filesystem;
using ledger::Bytes;
using ledger::Store;

class StoredCheckpoints : public testing::Test {
protected:
    void SetUp() override {
        for (int i = 0; i < 3; ++i) {
            OpenedBook opened(book_);
            ASSERT_TRUE(opened.sell(std::to_string(i), 100));
        }
        const auto journal = open_stopped(book_);
        journal.each_checkpoint(0, [&](std::uint64_t size, ledger::BytesView note) {
            notes_[size] = note;
            return true;
        });
        ASSERT_EQ(notes_.size(), 3U);
        fs::copy(book_, sound_, fs::copy_options::recursive);
    }

    std::uint64_t size(int number) const { return std::next(notes_.begin(), number)->first; }
    const Bytes& note(int number) const { return std::next(notes_.begin(), number)->second; }

    void put(std::uint64_t size, const std::optional<Bytes>& note) const {
        const auto store = Store::open(book_ / "journal" / "log", {}, true);
        auto* family = store->family(Store::checkpoints);
        rocksdb::WriteOptions at_once;
        at_once.sync = true;
        const Bytes key = ledger::position_key({size});
        const auto done = note ? store->db().Put(at_once, family, key, *note)
                               : store->db().Delete(at_once, family, key);
        ASSERT_TRUE(done.ok()) << done.ToString();
    }

    /// What verify says, and whether a start refuses it; the book is as it was afterwards.
    std::pair<std::optional<Finding>, bool> judged() const {
        std::optional<Finding> found;
        {
            const ScratchFolder scratch;
            const auto journal = open_stopped(book_);
            found = BookAudit(journal, scratch, book_, "").run();
        }
        bool is_refused = false;
        try {
            const OpenedBook opened(book_);
        } catch (const ledger::JournalDamaged&) {
            is_refused = true;
        }
        fs::remove_all(book_);
        fs::copy(sound_, book_, fs::copy_options::recursive);
        return {found, is_refused};
    }

    void expect_named(const char* how) const {
        const auto [found, is_refused] = judged();
        ASSERT_TRUE(found) << how;
        EXPECT_STREQ(found->check.c_str(), checkpoints_are_signed) << how;
        EXPECT_TRUE(is_refused) << how;
    }

    TemporaryDirectory directory_;
    const fs::path book_ = directory_ / "book";
    const fs::path sound_ = directory_ / "sound";
    std::map<std::uint64_t, Bytes> notes_;
};

TEST_F(StoredCheckpoints, HoldAsTheyWereKept) {
    const auto [found, is_refused] = judged();
    EXPECT_FALSE(found) << found->detail;
    EXPECT_FALSE(is_refused);
}

TEST_F(StoredCheckpoints, AreNamedWhereOneIsGone) {
    for (const int number : {0, 1, 2}) {
        put(size(number), std::nullopt);
        expect_named("one is gone");
    }
}

TEST_F(StoredCheckpoints, AreNamedWhereOneIsChangedExchangedRepeatedOrCut) {
    for (const int number : {0, 1, 2}) {
        Bytes other = note(number);
        other[other.size() - 10] = other[other.size() - 10] == 'A' ? 'B' : 'A';
        put(size(number), other);
        expect_named("its signature is another one");
        other = note(number);
        other.insert(other.find("\n\n") + 1, "more\n");
        put(size(number), other);
        expect_named("it says more");
        put(size(number), note(number).substr(0, note(number).size() - 7));
        expect_named("it is cut");
        put(size(number), note((number + 1) % 3));
        expect_named("it is another one");
        put(size(number), "");
        expect_named("it is empty");
    }
    put(size(0) - 1, note(0));
    expect_named("one stands once more under another size");
    put(size(0), note(1));
    put(size(1), note(0));
    expect_named("two are exchanged");
}

TEST_F(StoredCheckpoints, AreNamedWhereSigningLastIsChangedOrOfAnotherDay) {
    const fs::path last = book_ / "signing" / "LAST";
    std::ifstream in(last, std::ios::binary);
    const std::string sound{std::istreambuf_iterator<char>(in), {}};
    const auto with = [&](const std::string& text) {
        std::ofstream(last, std::ios::binary | std::ios::trunc) << text;
    };
    std::string other = sound;
    other.replace(other.find("kept 3"), 6, "kept 2");
    with(other);
    expect_named("it counts less");
    with(sound.substr(0, 20));
    expect_named("it is cut");
    with(note(0));
    EXPECT_FALSE(judged().first) << "an earlier release told of no count";
}

TEST_F(StoredCheckpoints, MayBeOneMoreThanIsToldOfAsAfterAPowerCut) {
    const auto last_after = [&](int starts) {
        const fs::path folder = directory_ / ("after" + std::to_string(starts));
        for (int i = 0; i < starts; ++i) {
            OpenedBook opened(folder);
            EXPECT_TRUE(opened.sell(std::to_string(i), 100));
        }
        fs::copy_file(folder / "signing" / "LAST", directory_ / "LAST",
                      fs::copy_options::overwrite_existing);
        OpenedBook opened(folder);
        EXPECT_TRUE(opened.sell("more", 100));
        return folder;
    };
    const fs::path one_more = last_after(2);
    fs::rename(directory_ / "LAST", one_more / "signing" / "LAST");
    OpenedBook goes_on(one_more);
    EXPECT_TRUE(goes_on.sell("and more", 100));

    const fs::path two_more = last_after(1);
    {
        OpenedBook opened(two_more);
        EXPECT_TRUE(opened.sell("still more", 100));
    }
    fs::rename(directory_ / "LAST", two_more / "signing" / "LAST");
    EXPECT_THROW(OpenedBook{two_more}, ledger::JournalDamaged);
}

}  // namespace
}  // namespace meterbook
