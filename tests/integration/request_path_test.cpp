#include "tests/fuzz/request_path.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>

// What the fuzzer walks, a little: from its seeds on, with some of their bytes changed.

namespace {

std::vector<std::string> seeds() {
    std::vector<std::string> all;
    for (const auto& each :
         std::filesystem::directory_iterator(METERBOOK_SOURCE "/tests/fuzz/requests")) {
        std::ifstream in(each.path(), std::ios::binary);
        all.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
    }
    return all;
}

/// A byte of it becomes another one, or so many are taken out, or stand there twice.
std::string changed(std::string seed) {
    const int changes = *rc::gen::inRange(0, 4);
    for (int i = 0; i < changes && !seed.empty(); ++i) {
        const std::size_t at = *rc::gen::inRange<std::size_t>(0, seed.size());
        const std::size_t size = *rc::gen::inRange<std::size_t>(1, 20);
        switch (*rc::gen::inRange(0, 3)) {
            case 0:
                seed[at] = *rc::gen::arbitrary<char>();
                break;
            case 1:
                seed.erase(at, size);
                break;
            default:
                seed.insert(at, seed.substr(at, size));
        }
    }
    return seed;
}

TEST(RequestPath, AnswersItsSeeds) {
    ASSERT_FALSE(seeds().empty());
    fuzz::RequestPath path;
    for (const std::string& each : seeds()) path.walk(each);
}

TEST(RequestPath, AnswersWhateverComes) {
    const std::vector<std::string> all = seeds();
    fuzz::RequestPath path;
    EXPECT_TRUE(rc::check("bytes become answers", [&] {
        path.walk(changed(*rc::gen::elementOf(all)) + changed(*rc::gen::elementOf(all)));
    }));
}

}  // namespace
