#include "ledger/keys/key_ring.hpp"

#include <filesystem>
#include <fstream>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/temporary_directory.hpp"

namespace ledger {
namespace {

const CustomerId zhang("ZHANG");
const CustomerId li("LI");

TEST(KeyRing, KeepsOneKeyForEachCustomer) {
    const TemporaryDirectory directory;
    KeyRing keys(directory / "keys");
    EXPECT_FALSE(keys.find(zhang));
    const SealKey key = keys.keep(zhang);
    EXPECT_EQ(keys.keep(zhang), key);
    EXPECT_EQ(keys.find(zhang), key);
    EXPECT_NE(keys.keep(li), key);
    EXPECT_EQ(KeyRing(directory / "keys").find(zhang), key) << "after a restart";
}

TEST(KeyRing, LetsNobodyElseRead) {
    const TemporaryDirectory directory;
    KeyRing(directory / "keys").keep(zhang);
    using std::filesystem::perms;
    const auto rights = [&](const std::filesystem::path& path) {
        return std::filesystem::status(path).permissions();
    };
    EXPECT_EQ(rights(directory / "keys" / "ZHANG.key"), perms::owner_read | perms::owner_write);
    EXPECT_EQ(rights(directory / "keys"), perms::owner_all);
}

TEST(KeyRing, DestroysForGood) {
    const TemporaryDirectory directory;
    KeyRing keys(directory / "keys");
    const SealKey key = keys.keep(zhang);
    keys.keep(li);
    keys.destroy(zhang);
    EXPECT_FALSE(keys.find(zhang));
    EXPECT_TRUE(keys.find(li));
    EXPECT_TRUE(std::filesystem::is_empty(directory / "keys") ||
                !std::filesystem::exists(directory / "keys" / "ZHANG.key"));
    keys.destroy(zhang);  // again changes nothing
    EXPECT_NE(keys.keep(zhang), key);
}

TEST(KeyRing, SaysWhatIsWrongWithAKeyAndTheWayOut) {
    const TemporaryDirectory directory;
    KeyRing keys(directory / "keys");
    keys.keep(zhang);
    std::ofstream(directory / "keys" / "ZHANG.key", std::ios::binary | std::ios::trunc) << "short";
    try {
        keys.find(zhang);
        FAIL() << "a key of 5 bytes was taken";
    } catch (const KeyUnusable& unusable) {
        const std::string sentence = unusable.what();
        EXPECT_NE(sentence.find("ZHANG.key has 5 bytes instead of 32: bring it back"),
                  std::string::npos)
            << sentence;
    }
    EXPECT_THROW(keys.keep(zhang), KeyUnusable) << "nothing is sealed with it, or over it";
}

TEST(KeyRing, RefusesAFileInThePlaceOfItsFolder) {
    const TemporaryDirectory directory;
    std::ofstream(directory / "keys") << "not a folder";
    EXPECT_THROW(KeyRing(directory / "keys"), KeyUnusable);
}

TEST(KeyRing, GivesEverybodyTheSameKeyOfANewCustomer) {
    const TemporaryDirectory directory;
    KeyRing keys(directory / "keys");
    std::vector<SealKey> seen(16);
    std::vector<std::thread> threads;
    for (SealKey& each : seen) threads.emplace_back([&] { each = keys.keep(zhang); });
    for (std::thread& each : threads) each.join();
    for (const SealKey& each : seen) EXPECT_EQ(each, seen.front());
}

}  // namespace
}  // namespace ledger
