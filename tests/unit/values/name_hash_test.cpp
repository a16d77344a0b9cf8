#include "ledger/values/name_hash.hpp"

#include <set>
#include <string>

#include <gtest/gtest.h>

namespace ledger {
namespace {

TEST(NameHash, TellsNamesOfEveryLengthApart) {
    std::set<std::uint64_t> hashes;
    std::size_t names = 0;
    for (std::size_t size = 0; size <= 40; ++size) {
        const std::string name(size, '0');
        for (std::size_t at = 0; at < size; ++at) {
            for (char other = '1'; other <= '9'; ++other, ++names) {
                std::string changed = name;
                changed[at] = other;
                hashes.insert(hash_of_name(changed));
            }
        }
        hashes.insert(hash_of_name(name));
        ++names;
    }
    EXPECT_EQ(hashes.size(), names) << "each byte counts, and so does the length";
}

TEST(NameHash, AsksForTheNameAlone) {
    const std::string text = "xA0001.M0001y";
    for (std::size_t size = 0; size <= 11; ++size)
        EXPECT_EQ(hash_of_name(std::string_view(text).substr(1, size)),
                  hash_of_name(std::string(text, 1, size)));
}

}  // namespace
}  // namespace ledger
