#include <gtest/gtest.h>

#include "ledger/notes/base64.hpp"
#include "ledger/notes/key_rotation.hpp"
#include "ledger/proofs/checkpoint.hpp"

namespace {

using namespace ledger;

NoteSigner signer(char n) {
    return {"meterbook/00ff", PrivateKey::of_seed(Bytes(PrivateKey::seed_size, n))};
}

// The note that the Go project publishes with its own implementation of the format.
const std::string published_key =
    "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const std::string published_note =
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "\u2014 PeterNeumann "
    "x08go/ZJkuBS9UG/"
    "SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

TEST(SignedNotes, OfOthersAreRead) {
    const auto key = verifier_key_from_text(published_key);
    const auto note = note_from_text(published_note);
    ASSERT_TRUE(key && note);
    EXPECT_EQ(key->text(), published_key);
    EXPECT_TRUE(note->is_signed_by(*key));
}

TEST(SignedNotes, HoldForTheirTextAndKeyAlone) {
    const std::string bytes = signer(1).sign("one\ntwo\n");
    const auto note = note_from_text(bytes);
    ASSERT_TRUE(note);
    EXPECT_EQ(note->text, "one\ntwo\n");
    EXPECT_TRUE(note->is_signed_by(signer(1).key()));
    EXPECT_FALSE(note->is_signed_by(signer(2).key()));
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        std::string changed = bytes;
        changed[i] = static_cast<char>(changed[i] ^ 1);
        const auto other = note_from_text(changed);
        EXPECT_FALSE(other && other->is_signed_by(signer(1).key())) << "byte " << i;
    }
}

TEST(SignedNotes, MayBeSignedByOthersToo) {
    const std::string text = "one\n";
    const auto note = note_from_text(
        signer(1).sign(text) + signature_line(signer(2).key(), signer(2).secret().sign(text)));
    ASSERT_TRUE(note);
    EXPECT_TRUE(note->is_signed_by(signer(1).key()));
    EXPECT_TRUE(note->is_signed_by(signer(2).key()));
    EXPECT_FALSE(note->is_signed_by(signer(3).key()));
}

TEST(Keys, ComeBackFromTheirFile) {
    const auto again = PrivateKey::of_pem(signer(1).secret().pem());
    ASSERT_TRUE(again);
    EXPECT_EQ(again->public_key(), signer(1).key().public_key);
    EXPECT_FALSE(PrivateKey::of_pem("no key").has_value());
}

TEST(Keys, OfAnotherSpellingAreNone) {
    const std::string vkey = signer(1).key().text();
    ASSERT_EQ(verifier_key_from_text(vkey), signer(1).key());
    for (std::size_t i = 0; i < vkey.size(); ++i) {
        std::string changed = vkey;
        changed[i] = changed[i] == 'x' ? 'y' : 'x';
        EXPECT_FALSE(verifier_key_from_text(changed)) << changed;
    }
}

TEST(Keys, HandOverToTheNext) {
    const KeyRotation rotation = hand_over(signer(1), signer(2).key());
    EXPECT_EQ(handed_over_to(rotation), signer(2).key());
    KeyRotation forged = rotation;
    forged.to = signer(3).key().text();
    EXPECT_FALSE(handed_over_to(forged));
    forged = rotation;
    forged.from = signer(3).key().text();
    EXPECT_FALSE(handed_over_to(forged));

    const auto from_note = rotation_from_note(note_of(rotation));
    ASSERT_TRUE(from_note);
    EXPECT_EQ(handed_over_to(*from_note), signer(2).key());
}

TEST(Checkpoints, AreReadAsTheyAreWritten) {
    Checkpoint checkpoint{"meterbook/00ff", {1'234, {}}};
    checkpoint.tree.root[0] = 7;
    EXPECT_EQ(checkpoint_from_text(checkpoint.text()), checkpoint);
    const auto read = signed_checkpoint_from(signer(1).sign(checkpoint.text()));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->checkpoint, checkpoint);
    EXPECT_TRUE(read->note.is_signed_by(signer(1).key()));
    for (const char* text : {"", "a\n", "a\n1\n", "a\n01\nAAAA\n", "\n1\nAAAA\n", "a\n1\nAAAA\n"})
        EXPECT_FALSE(checkpoint_from_text(text)) << text;
}

TEST(Base64, IsTheOneOfTheStandard) {
    EXPECT_EQ(to_base64(""), "");
    EXPECT_EQ(to_base64("f"), "Zg==");
    EXPECT_EQ(to_base64("fo"), "Zm8=");
    EXPECT_EQ(to_base64("foobar"), "Zm9vYmFy");
    EXPECT_EQ(from_base64("Zm9vYg=="), "foob");
    for (const char* other : {"Zg=", "Zg", "Zh==", "Z g==", "Zg==\n", "=", "Zg==Zg=="})
        EXPECT_FALSE(from_base64(other)) << other;
    EXPECT_EQ(from_hex("00ff"), std::string("\x00\xff", 2));
    EXPECT_FALSE(from_hex("0"));
    EXPECT_FALSE(from_hex("0G"));
}

}  // namespace
