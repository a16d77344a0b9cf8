#include "ingest/profile_folder.hpp"

#include <fstream>

#include <gtest/gtest.h>

#include "ingest/profile_texts.hpp"
#include "tests/support/temporary_directory.hpp"

namespace ingest {
namespace {

using ledger::ProfileId;

class Profiled : public testing::Test {
protected:
    /// A built-in one under another title, and under another name where one is given.
    void put(const std::string& file, const std::string& title,
             const std::string& name = "acrel-ddsy1352") const {
        std::string json = profile_texts({}).at(ProfileId("acrel-ddsy1352"));
        replace(json, R"("acrel-ddsy1352")", '"' + name + '"');
        replace(json, R"("title": ")", R"("title": ")" + title + ' ');
        write(file, json);
    }
    void write(const std::string& file, const std::string& text) const {
        std::ofstream(directory_ / file) << text;
    }
    static void replace(std::string& text, const std::string& what, const std::string& with) {
        const auto at = text.find(what);
        ASSERT_NE(at, std::string::npos) << what;
        text.replace(at, what.size(), with);
    }
    static std::string title_in(const ProfileFolder& folder, const char* name) {
        const auto profiles = folder.profiles();
        const auto found = profiles->find(ProfileId(name));
        return found == profiles->end() ? "" : found->second.title.substr(0, 5);
    }

    TemporaryDirectory directory_;
};

TEST_F(Profiled, FolderIsReadAgainWhenAFileComesChangesOrGoes) {
    ProfileFolder folder(directory_.path());
    const std::size_t built_in = folder.profiles()->size();
    EXPECT_FALSE(folder.look());

    put("mine.json", "first", "mine");
    EXPECT_TRUE(folder.look());
    EXPECT_EQ(title_in(folder, "mine"), "first");
    EXPECT_TRUE(folder.texts()->contains(ProfileId("mine")));
    EXPECT_FALSE(folder.look());

    put("mine.json", "second", "mine");
    EXPECT_TRUE(folder.look());
    EXPECT_EQ(title_in(folder, "mine"), "secon");

    std::filesystem::remove(directory_ / "mine.json");
    EXPECT_TRUE(folder.look());
    EXPECT_EQ(folder.profiles()->size(), built_in);
}

TEST_F(Profiled, FolderThatCannotBeUsedLeavesAllAsItIsAndIsNamedOnce) {
    put("mine.json", "first", "mine");
    ProfileFolder folder(directory_.path());
    write("broken.json", "{");
    try {
        (void)folder.look();
        ADD_FAILURE() << "a broken profile was taken";
    } catch (const BadProfile& bad) {
        EXPECT_NE(std::string(bad.what()).find("broken.json"), std::string::npos) << bad.what();
    }
    EXPECT_EQ(title_in(folder, "mine"), "first");
    EXPECT_FALSE(folder.look()) << "it was said";
    std::filesystem::remove(directory_ / "broken.json");
    EXPECT_TRUE(folder.look());
    EXPECT_EQ(title_in(folder, "mine"), "first");
}

TEST_F(Profiled, FolderThatIsGoneLeavesAllAsItIs) {
    put("mine.json", "first", "mine");
    ProfileFolder folder(directory_.path());
    std::filesystem::remove_all(directory_.path());
    EXPECT_THROW((void)folder.look(), BadProfile);
    EXPECT_EQ(title_in(folder, "mine"), "first");
}

TEST_F(Profiled, FolderWithoutADirectoryHoldsTheBuiltInOnes) {
    ProfileFolder folder({});
    EXPECT_EQ(folder.profiles()->size(), built_in_profiles().size());
    EXPECT_FALSE(folder.look());
}

}  // namespace
}  // namespace ingest
