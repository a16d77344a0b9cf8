#include "ledger/proofs/signer.hpp"

#include <atomic>
#include <fstream>
#include <thread>

#include <gtest/gtest.h>

#include "ledger/journal/fault.hpp"
#include "ledger/journal/sha256.hpp"
#include "ledger/proofs/log_hashes.hpp"
#include "tests/property/folder.hpp"

namespace {

using namespace ledger;
namespace fs = std::filesystem;

constexpr std::chrono::seconds patience(60);

/// A log on disk that is opened, written and signed.
class SignedLog : public testing::Test {
protected:
    fs::path journal_folder() const { return folder_.path() / "journal"; }
    fs::path keys_folder() const { return folder_.path() / "signing"; }

    void open() { journal_.emplace(Journal::open(journal_folder(), {})); }

    void close() {
        signer_.reset();
        journal_.reset();
    }

    void write(std::size_t events) {
        std::vector<Bytes> frame;
        for (std::size_t i = 0; i < events; ++i)
            frame.push_back("event " + std::to_string(++made_));
        const Head head = journal_->head();
        ASSERT_EQ(journal_->append(frame, {1'000'000}, head), AppendOutcome::committed);
    }

    SignerOptions options() const { return {keys_folder(), {}, {}, {}, {}, patience, UINT64_MAX}; }

    void sign() {
        signer_.emplace(*journal_, options());
        signer_->finish();
    }

    /// The sentence with which the signer refuses to begin.
    std::string refusal() {
        try {
            const Signer refused(*journal_, options());
        } catch (const std::runtime_error& sentence) {
            return sentence.what();
        }
        return "";
    }

    NoteSigner key() const {
        std::ifstream file(keys_folder() / "1.pem");
        return {origin_of(journal_->store()),
                *PrivateKey::of_pem({std::istreambuf_iterator<char>(file), {}})};
    }

    fs::path last() const { return keys_folder() / "LAST"; }

    /// signing/LAST cannot be replaced until it is mended.
    void spoil_last() {
        if (fs::exists(last())) fs::rename(last(), folder_.path() / "LAST");
        fs::create_directories(last() / "in the way");
    }
    void mend_last() {
        fs::remove_all(last());
        if (fs::exists(folder_.path() / "LAST")) fs::rename(folder_.path() / "LAST", last());
    }

    std::size_t kept() const {
        std::size_t count = 0;
        journal_->each_checkpoint(0, [&](std::uint64_t, BytesView) { return ++count > 0; });
        return count;
    }

    property::Folder folder_;
    std::optional<Journal> journal_;
    std::optional<Signer> signer_;
    std::size_t made_ = 0;
};

TEST_F(SignedLog, IsSignedAtTheEnd) {
    open();
    write(300);
    sign();
    const auto newest = signed_checkpoint_from(signer_->newest().value());
    ASSERT_TRUE(newest);
    EXPECT_EQ(newest->checkpoint.tree, (TreeHead{300, journal_->head().root}));
    EXPECT_TRUE(newest->note.is_signed_by(*verifier_key_from_text(signer_->keys().front())));
    EXPECT_EQ(journal_->newest_checkpoint(), signer_->newest());
}

TEST_F(SignedLog, WithoutEventsIsNotSigned) {
    open();
    sign();
    EXPECT_EQ(signer_->newest(), std::nullopt);
}

TEST_F(SignedLog, IsSignedOnceEnoughIsUnsigned) {
    open();
    SignerOptions often = options();
    often.events = 3;
    signer_.emplace(*journal_, often);
    write(4);
    const auto until = std::chrono::steady_clock::now() + patience;
    while (!signer_->newest() && std::chrono::steady_clock::now() < until)
        std::this_thread::yield();
    EXPECT_TRUE(signer_->newest());
}

TEST_F(SignedLog, IsSignedWhenAPeriodWasClosed) {
    open();
    SignerOptions closing = options();
    closing.period_closed = [] { return Position{2}; };
    signer_.emplace(*journal_, closing);
    write(2);
    const auto until = std::chrono::steady_clock::now() + patience;
    while (!signer_->newest() && std::chrono::steady_clock::now() < until)
        std::this_thread::yield();
    EXPECT_TRUE(signer_->newest());
}

TEST_F(SignedLog, ContinuesAfterEachStart) {
    for (const std::size_t more : {1U, 255U, 1U, 600U}) {
        open();
        write(more);
        sign();
        close();
    }
    open();
    std::vector<std::uint64_t> sizes;
    const LogHashes hashes(*journal_);
    journal_->each_checkpoint(0, [&](std::uint64_t size, BytesView note) {
        sizes.push_back(size);
        EXPECT_EQ(signed_checkpoint_from(note)->checkpoint.tree.root, hashes.root_at(size));
        return true;
    });
    EXPECT_EQ(sizes, (std::vector<std::uint64_t>{1, 256, 257, 857}));
    const TreeHead before{257, hashes.root_at(257)};
    const TreeHead after{857, hashes.root_at(857)};
    EXPECT_TRUE(is_consistent(before, after, hashes.consistency(257, 857)));
}

TEST_F(SignedLog, IsSignedOnWhenWhatWasInTheWayIsGone) {
    open();
    write(1);
    sign();
    SignerOptions often = options();
    often.interval = std::chrono::milliseconds(1);
    std::atomic<int> troubles = 0;
    often.on_trouble = [&](const std::string&) { ++troubles; };
    signer_.emplace(*journal_, often);
    spoil_last();
    write(1);
    const auto until = std::chrono::steady_clock::now() + patience;
    while (troubles < 3 && std::chrono::steady_clock::now() < until) std::this_thread::yield();
    write(1);
    mend_last();
    signer_->finish();
    EXPECT_EQ(kept(), 3U) << "one is kept before it is told of, and the next one after";
    close();
    open();
    EXPECT_EQ(refusal(), "");
}

TEST_F(SignedLog, KeepsNoSecondCheckpointThatNobodyTellsOf) {
    open();
    write(1);
    sign();
    for (int life = 0; life < 3; ++life) {
        signer_.emplace(*journal_, options());
        spoil_last();
        write(1);
        signer_->finish();
        EXPECT_EQ(kept(), 2U);
        close();
        mend_last();
        open();
    }
    EXPECT_EQ(refusal(), "");
    sign();
    EXPECT_EQ(kept(), 3U);
    EXPECT_EQ(refusal(), "");
}

TEST_F(SignedLog, RestoredFromAnOldCopyIsRefused) {
    open();
    write(5);
    sign();
    close();
    fs::copy(journal_folder(), folder_.path() / "copy", fs::copy_options::recursive);
    open();
    write(2);
    sign();
    close();
    fs::remove_all(journal_folder());
    fs::rename(folder_.path() / "copy", journal_folder());
    open();
    const std::string said = refusal();
    EXPECT_NE(said.find("event 6: the log ends before it"), std::string::npos) << said;
    EXPECT_NE(said.find(": keep a copy of the directory"), std::string::npos) << said;
}

TEST_F(SignedLog, ThatIsNotTheSignedOneIsRefused) {
    open();
    write(5);
    sign();
    TreeHead other{5, journal_->head().root};
    other.root[3] ^= 1;
    journal_->keep_checkpoint(5,
                              key().sign(Checkpoint{origin_of(journal_->store()), other}.text()));
    const std::string said = refusal();
    EXPECT_NE(said.find("event 5: up to it the log is not the one that was signed"),
              std::string::npos)
        << said;
}

TEST_F(SignedLog, WithAForgedCheckpointIsRefused) {
    open();
    write(5);
    sign();
    const TreeHead tree{5, journal_->head().root};
    const NoteSigner stranger(origin_of(journal_->store()), PrivateKey::fresh());
    journal_->keep_checkpoint(5, stranger.sign(Checkpoint{key().key().name, tree}.text()));
    EXPECT_NE(refusal().find("is not signed by a key of this log"), std::string::npos);
    journal_->keep_checkpoint(5, "nothing");
    EXPECT_NE(refusal().find("is no checkpoint"), std::string::npos);
    journal_->keep_checkpoint(5, key().sign(Checkpoint{"meterbook/ff", tree}.text()));
    EXPECT_NE(refusal().find("is of another log"), std::string::npos);
}

TEST_F(SignedLog, WithoutItsKeyIsRefused) {
    open();
    write(5);
    sign();
    fs::remove(keys_folder() / "1.pem");
    EXPECT_NE(refusal().find("holds no signing key that can be read"), std::string::npos);
}

TEST_F(SignedLog, HasAKeyThatOnlyItsOwnerReads) {
    open();
    sign();
    EXPECT_EQ(fs::status(keys_folder() / "1.pem").permissions() & fs::perms::all,
              fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(SignedLog, IsSignedByTheNextKeyOnceItIsAdopted) {
    open();
    write(1);
    signer_.emplace(*journal_, options());
    KeyRotation rotation;
    signer_->hand_over([&](const KeyRotation& made) {
        rotation = made;
        return true;
    });
    signer_->finish();
    const auto newest = signed_checkpoint_from(signer_->newest().value());
    EXPECT_TRUE(newest->note.is_signed_by(*verifier_key_from_text(rotation.to)));
    EXPECT_EQ(signer_->keys(), (std::vector{rotation.from, rotation.to}));
    EXPECT_TRUE(handed_over_to(rotation));
    // The next start learns of the rotation from the log; without it the key is a stranger's.
    SignerOptions named = options();
    named.named = {rotation.from, rotation.to};
    const Signer again(*journal_, named);
    EXPECT_EQ(again.keys().back(), rotation.to);
}

TEST_F(SignedLog, KeepsItsKeyWhereTheHandOverIsNotRecorded) {
    open();
    write(1);
    signer_.emplace(*journal_, options());
    const auto before = signer_->keys();
    signer_->hand_over([](const KeyRotation&) { return false; });
    signer_->finish();
    EXPECT_EQ(signer_->keys(), before);
    const auto newest = signed_checkpoint_from(signer_->newest().value());
    EXPECT_TRUE(newest->note.is_signed_by(*verifier_key_from_text(before.front())));
}

TEST_F(SignedLog, IsSignedByNoKeyThatIsRetired) {
    open();
    write(5);
    sign();
    const std::string before = *signer_->newest();
    std::ofstream(keys_folder() / "RETIRED") << signer_->keys().front() << '\n';
    write(2);
    SignerOptions telling = options();
    std::string told;
    telling.on_trouble = [&](const std::string& sentence) { told = sentence; };
    signer_.emplace(*journal_, telling);
    EXPECT_TRUE(signer_->has_to_hand_over());
    signer_->finish();
    EXPECT_NE(told.find("signs nothing more of it"), std::string::npos) << told;
    EXPECT_EQ(signer_->newest(), before);
    signer_.emplace(*journal_, telling);
    signer_->hand_over([](const KeyRotation&) { return true; });
    EXPECT_FALSE(signer_->has_to_hand_over());
    signer_->finish();
    const auto newest = signed_checkpoint_from(signer_->newest().value());
    EXPECT_EQ(newest->checkpoint.tree.size, 7U);
    EXPECT_TRUE(newest->note.is_signed_by(*verifier_key_from_text(signer_->keys().back())));
    EXPECT_FALSE(newest->note.is_signed_by(*verifier_key_from_text(signer_->keys().front())));
}

TEST_F(SignedLog, ServesTilesThatGiveItsRoot) {
    open();
    write(700);
    const LogHashes hashes(*journal_);
    EXPECT_EQ(hashes.tile(0, 0, 256), journal_->tile(0, 0));
    EXPECT_EQ(hashes.tile(0, 2, 188).size(), 188 * sizeof(Hash));
    EXPECT_EQ(hashes.tile(1, 0, 2).size(), 2 * sizeof(Hash));
    EXPECT_EQ(hashes.root_at(700), journal_->head().root);
    for (const std::uint64_t index : {0U, 255U, 256U, 511U, 512U, 699U}) {
        const Bytes event = journal_->get({index + 1});
        const auto root =
            root_by_inclusion(leaf_hash(event), {index, 700}, hashes.inclusion(index, 700));
        EXPECT_EQ(root, journal_->head().root) << index;
    }
}

}  // namespace
