#include "ledger/keys/seal.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "ledger/keys/key_ring.hpp"

namespace ledger {
namespace {

std::string any_text() { return *rc::gen::container<std::string>(rc::gen::distinctFrom('\0')); }

SealKey any_key() {
    SealKey key;
    for (auto& each : key) each = *rc::gen::arbitrary<std::uint8_t>();
    return key;
}

RC_GTEST_PROP(Seal, OpensWithItsKeyAndContextAlone, ()) {
    const SealKey key = any_key();
    const std::string text = any_text();
    const Bytes sealed = seal(key, "name of C1", text);
    RC_ASSERT(unseal(key, "name of C1", sealed) == text);
    RC_ASSERT(!unseal(key, "name of C2", sealed));
    SealKey other = key;
    other[*rc::gen::inRange<std::size_t>(0, other.size())] ^= 1U;
    RC_ASSERT(!unseal(other, "name of C1", sealed));
}

RC_GTEST_PROP(Seal, NoticesEveryChangedBit, ()) {
    const SealKey key = any_key();
    Bytes sealed = seal(key, "name", any_text());
    const auto at = *rc::gen::inRange<std::size_t>(0, sealed.size());
    sealed[at] = static_cast<char>(sealed[at] ^ (1 << *rc::gen::inRange(0, 8)));
    RC_ASSERT(!unseal(key, "name", sealed));
}

RC_GTEST_PROP(Seal, OpensNothingThatWasNotSealed, (const std::string& bytes)) {
    RC_ASSERT(!unseal(any_key(), "name", bytes));
}

RC_GTEST_PROP(Seal, GivesTheSameBytesForTheSameTextAndOthersForAnother, ()) {
    const SealKey key = any_key();
    const std::string one = any_text();
    const std::string other = any_text();
    RC_ASSERT(seal(key, "name", one) == seal(key, "name", one));
    RC_ASSERT(seal(key, "name", one) != seal(key, "phone", one));
    RC_ASSERT((one == other) == (seal(key, "name", one) == seal(key, "name", other)));
}

RC_GTEST_PROP(Seal, ShowsNothingOfTheText, ()) {
    const std::string text = any_text() + "at least this much";
    RC_ASSERT(seal(any_key(), "name", text).find("at least") == std::string::npos);
    RC_ASSERT(seal(any_key(), "name", text).size() % 32 == (1 + 12 + 16) % 32);
}

// What was sealed by one release is opened by the next. These bytes were computed by another
// implementation, Python with hashlib, hmac and the AES-GCM of the package cryptography.
TEST(Seal, IsTheSameInEveryRelease) {
    SealKey key;
    for (std::size_t i = 0; i < key.size(); ++i) key[i] = static_cast<std::uint8_t>(i);
    EXPECT_EQ(to_hex(seal(key, "meterbook customer C1 name", "Zhang San")),
              "01fa9ac35adb8b07396ccbb97b95fe0d481bb25eb49f7a7e04fcaa79254a"
              "bb0add7164c26e286ebcdfb8d604d85e3aaa2bb4db247d0a7159f4008e12"
              "8b");
}

}  // namespace
}  // namespace ledger
