#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "api/json/json_writer.hpp"
#include "ledger/events/event_codec.hpp"

// What an event is in JSON, byte for byte, as it was answered when its kind was born. A receipt is
// made of it again a year later, so it must not change: METERBOOK_WRITE_GOLDEN=1 writes only what
// is missing and never over what is there.

namespace {

namespace fs = std::filesystem;

std::string content_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

fs::path json_of(const std::string& name) {
    return fs::path(METERBOOK_SOURCE "/tests/golden/receipts") / (name + ".json");
}

std::vector<std::string> names_of_golden_events() {
    std::vector<std::string> names;
    for (const auto& each : fs::directory_iterator(METERBOOK_SOURCE "/tests/golden/events")) {
        if (each.path().extension() == ".bin") names.push_back(each.path().stem().string());
    }
    return names;
}

class LastingJson : public testing::TestWithParam<std::string> {};
INSTANTIATE_TEST_SUITE_P(Every, LastingJson, testing::ValuesIn(names_of_golden_events()),
                         [](const auto& each) { return each.param; });

TEST_P(LastingJson, OfAnEventIsTheSameForEver) {
    const auto event = ledger::decode_event(
        content_of(METERBOOK_SOURCE "/tests/golden/events/" + GetParam() + ".bin"));
    ASSERT_TRUE(event.has_value());
    const std::string json = api::dump(api::write_event(*event));
    const fs::path file = json_of(GetParam());
    fs::create_directories(file.parent_path());
    // NOLINTNEXTLINE(concurrency-mt-unsafe): nobody sets it
    if (std::getenv("METERBOOK_WRITE_GOLDEN") != nullptr && !fs::exists(file))
        std::ofstream(file, std::ios::binary) << json << '\n';
    ASSERT_TRUE(fs::exists(file))
        << file << " is missing: run this test once with METERBOOK_WRITE_GOLDEN=1, and commit";
    EXPECT_EQ(json + "\n", content_of(file));
}

}  // namespace
