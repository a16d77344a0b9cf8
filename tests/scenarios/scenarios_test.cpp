#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>

#include <gtest/gtest.h>

#include "tests/scenarios/scenario.hpp"

// Every *.scenario file below this folder is one test of its name. README.md says how to add one.

namespace scenarios {
namespace {

using namespace ledger;
namespace fs = std::filesystem;

const fs::path folder = fs::path(METERBOOK_SOURCE) / "tests/scenarios";

std::vector<fs::path> all_files() {
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.path().extension() == ".scenario") files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    return files;
}

std::string text_of(const fs::path& file) {
    std::ostringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
}

std::string name_of(const fs::path& file) {
    std::string name = fs::relative(file, folder).replace_extension().string();
    std::replace_if(
        name.begin(), name.end(), [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
    return name;
}

class Scenarios : public testing::TestWithParam<fs::path> {};

TEST_P(Scenarios, EndAsTheySay) {
    const Played played = play(text_of(GetParam()));
    if (played.fault)
        FAIL() << GetParam().string() << ":" << played.fault->line << ": " << played.fault->text;
}

INSTANTIATE_TEST_SUITE_P(Files, Scenarios, testing::ValuesIn(all_files()),
                         [](const auto& each) { return name_of(each.param); });

TEST(AllScenarios, ProvokeEveryRefusal) {
    std::set<Rule> refused;
    for (const fs::path& file : all_files()) refused.merge(play(text_of(file)).refusals);
    for (std::size_t i = 0; i < EnumNames<Rule>::names.size(); ++i)
        EXPECT_TRUE(refused.contains(static_cast<Rule>(i)))
            << "no scenario is refused by " << EnumNames<Rule>::names[i];
}

TEST(AllScenarios, AreThereThatFinanceReadsOf) {
    const std::string page = text_of(fs::path(METERBOOK_SOURCE) / "docs/accounts.md");
    const std::regex example("`([a-z]+/[a-z_0-9]+)`");
    std::size_t named = 0;
    for (std::sregex_iterator each(page.begin(), page.end(), example), end; each != end; ++each) {
        ++named;
        EXPECT_TRUE(fs::exists(folder / ((*each)[1].str() + ".scenario"))) << (*each)[1];
    }
    EXPECT_GT(named, 50U);
}

TEST(AllScenarios, AreAtLeastEighty) { EXPECT_GE(all_files().size(), 80U); }

}  // namespace
}  // namespace scenarios
