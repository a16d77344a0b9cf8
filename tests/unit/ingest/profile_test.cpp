#include "ingest/profile.hpp"

#include <filesystem>
#include <fstream>
#include <set>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "ingest/clock_setting.hpp"

namespace ingest {
namespace {

using Json = nlohmann::json;
using ledger::CommandKind;
using ledger::ProfileId;

const std::filesystem::path shipped = std::filesystem::path(METERBOOK_SOURCE) / "ingest/profiles";

/// A folder that goes away with the test.
class Folder {
public:
    Folder() {
        std::string name = std::filesystem::temp_directory_path() / "profiles-XXXXXX";
        path_ = ::mkdtemp(name.data());
    }
    ~Folder() { std::filesystem::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    const std::filesystem::path& path() const { return path_; }
    void put(const std::string& name, const std::string& text) const {
        std::ofstream(path_ / name) << text;
    }

private:
    std::filesystem::path path_;
};

Json single_phase() {
    std::ifstream file(shipped / "acrel-ddsy1352.json");
    return Json::parse(file);
}

std::string complaint_about(const std::string& text) {
    try {
        (void)read_profile(text, "mine.json");
    } catch (const BadProfile& bad) {
        return bad.what();
    }
    return "";
}

/// Takes the single-phase profile, merges a change into it, and says how the reader complains.
std::string complaint_about_change(const std::string& change) {
    Json changed = single_phase();
    changed.merge_patch(Json::parse(change));
    return complaint_about(changed.dump());
}

TEST(Profile, EveryShippedOneIsBuiltInUnderItsFilesName) {
    std::set<std::string> files;
    for (const auto& entry : std::filesystem::directory_iterator(shipped))
        files.insert(entry.path().stem());
    std::set<std::string> built_in;
    for (const auto& [id, profile] : built_in_profiles()) built_in.insert(id.text());
    EXPECT_EQ(built_in, files);
    EXPECT_EQ(files.size(), 7U);
}

TEST(Profile, EveryShippedOneSaysWhereItComesFrom) {
    for (const auto& [id, profile] : built_in_profiles()) {
        EXPECT_FALSE(profile.provenance.empty()) << id.text();
        EXPECT_FALSE(profile.hardware_verified) << id.text();
        for (const char* what :
             {"credit_push", "price_download", "settings_download", "clock_sync"}) {
            const bool is_done = what == std::string("clock_sync") ? !why_no_clock(profile)
                                                                   : !profile.registers.empty();
            EXPECT_NE(is_done, profile.not_supported.contains(what)) << id.text() << ' ' << what;
        }
    }
}

TEST(Profile, ReadsTheLiveBlockOfPrepaidMetersInOneTransaction) {
    const Profiles all = built_in_profiles();
    for (const auto& [name, type] : {std::pair{"acrel-ddsy1352", 7}, {"acrel-dtsy1352", 5}}) {
        const Profile& profile = all.at(ProfileId(name));
        const Point* code = profile.point("type_code");
        ASSERT_NE(code, nullptr);
        EXPECT_EQ(code->expect, type);
        for (const Block& block : profile.blocks) {
            EXPECT_EQ(block.identifies, block.address != 0x0200);
            EXPECT_EQ(block.count, block.identifies ? 3 : 48);
        }
        EXPECT_EQ(profile.orders.at(CommandKind::trip).address, 0x0057);
        EXPECT_EQ(profile.orders.at(CommandKind::trip).relay_closed, false);
        EXPECT_EQ(profile.orders.at(CommandKind::keep_power).relay_closed, true);
        EXPECT_EQ(profile.orders.at(CommandKind::restore_prepaid).forced, false);
    }
}

TEST(Profile, OfAMeterWithoutRelayHasNoCommands) {
    EXPECT_TRUE(built_in_profiles().at(ProfileId("acrel-dtsd1352")).orders.empty());
}

TEST(Profile, OfADirectoryWinsOverTheBuiltInOne) {
    const Folder folder;
    Json mine = single_phase();
    mine["title"] = "as the maker says";
    folder.put("ddsy.json", mine.dump());
    mine["profile"] = "another";
    folder.put("another.json", mine.dump());
    folder.put("README.txt", "no profile");
    const Profiles profiles = load_profiles(folder.path());
    EXPECT_EQ(profiles.size(), built_in_profiles().size() + 1);
    EXPECT_EQ(profiles.at(ProfileId("acrel-ddsy1352")).title, "as the maker says");
}

TEST(Profile, OfADirectoryThatIsNoneIsRefused) {
    const Folder folder;
    EXPECT_THROW((void)load_profiles(folder.path() / "missing"), BadProfile);
    folder.put("broken.json", "{");
    try {
        (void)load_profiles(folder.path());
        ADD_FAILURE() << "a broken profile was taken";
    } catch (const BadProfile& bad) {
        EXPECT_NE(std::string(bad.what()).find("broken.json"), std::string::npos) << bad.what();
    }
}

TEST(Profile, ThatIsNoJsonIsRefused) {
    for (const char* text : {"", "{", "[1,2", "\xff", "nonsense"})
        EXPECT_NE(complaint_about(text).find("mine.json"), std::string::npos) << text;
    for (const char* text : {"[]", "17", "null", "{}"})
        EXPECT_NE(complaint_about(text).find("mine.json"), std::string::npos) << text;
}

TEST(Profile, ThatSaysOneThingTwiceIsRefused) {
    const std::string complaint = complaint_about(R"({"title":"a","title":"b"})");
    EXPECT_NE(complaint.find("'title' is given twice"), std::string::npos) << complaint;
}

/// What is changed, and the place that the complaint has to name.
struct Fault {
    const char* change;
    const char* place;
};

class RefusedProfile : public testing::TestWithParam<Fault> {};

TEST_P(RefusedProfile, NamesFileAndPlace) {
    const std::string complaint = complaint_about_change(GetParam().change);
    EXPECT_EQ(complaint.find("profile mine.json: "), 0U) << complaint;
    EXPECT_NE(complaint.find(GetParam().place), std::string::npos) << complaint;
}

INSTANTIATE_TEST_SUITE_P(
    Profile, RefusedProfile,
    testing::Values(
        Fault{R"({"provenance":null})", "'provenance' is missing"},
        Fault{R"({"colour":"blue"})", "'colour' is not known"},
        Fault{R"({"profile":"a name"})", "/profile"}, Fault{R"({"profile":7})", "/profile"},
        Fault{R"({"hardware_verified":"no"})", "/hardware_verified"},
        Fault{R"({"energy_side":"left"})", "/energy_side"},
        Fault{R"({"register_width":16})", "/register_width"},
        Fault{R"({"blocks":{"live":{"count":0}}})", "/blocks/live/count"},
        Fault{R"({"blocks":{"live":{"count":126}}})", "/blocks/live/count"},
        Fault{R"({"blocks":{"live":{"count":48.5}}})", "/blocks/live/count"},
        Fault{R"({"blocks":{"live":{"address":-1}}})", "/blocks/live/address"},
        Fault{R"({"blocks":{"live":{"address":65500}}})", "/blocks/live"},
        Fault{R"({"blocks":{"live":{"read":"often"}}})", "/blocks/live/read"},
        Fault{R"({"blocks":{"live":{"speed":1}}})", "/blocks/live"},
        Fault{R"({"points":{"energy.total":null}})", "energy.total"},
        Fault{R"({"points":{"colour":{"block":"live","offset":1,"type":"u16"}}})",
              "/points/colour"},
        Fault{R"({"points":{"ct":{"block":"nowhere"}}})", "/points/ct/block"},
        Fault{R"({"points":{"ct":{"offset":48}}})", "/points/ct/offset"},
        Fault{R"({"points":{"energy.total":{"offset":47}}})", "/points/energy.total/offset"},
        Fault{R"({"points":{"ct":{"type":"float"}}})", "/points/ct/type"},
        Fault{R"({"points":{"energy.total":{"type":"clock","offset":2}}})",
              "/points/energy.total/type"},
        Fault{R"({"points":{"energy.total":{"type":"s32"}}})", "/points/energy.total/type"},
        Fault{R"({"points":{"energy.total":{"unit":"kW"}}})", "/points/energy.total"},
        Fault{R"({"points":{"energy.total":{"block":"number","offset":0}}})",
              "/points/energy.total/block"},
        Fault{R"({"points":{"ct":{"scale":"0.01","unit":"kWh"}}})", "/points/ct"},
        Fault{R"({"points":{"ct":{"expect":1}}})", "/points/ct"},
        Fault{R"({"points":{"type_code":{"expect":null}}})", "/points/type_code"},
        Fault{R"({"points":{"forced":{"mask":null}}})", "/points/forced"},
        Fault{R"({"points":{"ct":{"mask":1}}})", "/points/ct"},
        Fault{R"({"points":{"forced":{"mask":0}}})", "/points/forced/mask"},
        Fault{R"({"points":{"energy.total":{"scale":0.01}}})", "/points/energy.total/scale"},
        Fault{R"({"points":{"energy.total":{"scale":"0"}}})", "/points/energy.total/scale"},
        Fault{R"({"points":{"energy.total":{"scale":"1e-2"}}})", "/points/energy.total/scale"},
        Fault{R"({"points":{"energy.total":{"scale":"0.0001"}}})", "/points/energy.total/scale"},
        Fault{R"({"points":{"energy.total":{"unit":"MJ"}}})", "/points/energy.total/unit"},
        Fault{R"({"points":{"energy.total":{"unit":null}}})", "/points/energy.total"},
        Fault{R"({"points":{"energy.sharp":null}})", "energy.peak"},
        Fault{R"({"points":{"energy.flat":{"scale":"0.1"}}})", "energy.flat"},
        Fault{R"({"commands":{"explode":{}}})", "/commands/explode"},
        Fault{R"({"commands":{"read_now":{}}})", "/commands/read_now"},
        Fault{R"({"commands":{"trip":{"values":[]}}})", "/commands/trip/values"},
        Fault{R"({"commands":{"trip":{"values":[65536]}}})", "/commands/trip/values"},
        Fault{R"({"commands":{"trip":{"values":"1"}}})", "/commands/trip/values"},
        Fault{R"({"commands":{"trip":{"expect":{"relay_closed":null,"forced":null}}}})",
              "/commands/trip/expect"},
        Fault{R"({"commands":{"trip":{"expect":{"forced_closed":true}}}})",
              "/commands/trip/expect/forced_closed"},
        Fault{R"({"commands":{"trip":{"expect":{"forced":1}}}})", "/commands/trip/expect/forced"},
        Fault{R"({"registers":{"alarm1":{"address":1,"type":"u32","scale":"0.01","unit":"CNY"}}})",
              "/registers"},
        Fault{R"({"registers":{"sound":{"address":1,"type":"u16"}}})", "/registers/sound"},
        Fault{R"({"registers":{"purchase.count":{"address":1,"type":"u16"}}})", "/registers"},
        Fault{R"({"registers":{"purchase.count":{"address":9,"type":"u16"},"purchase.amount":
                 {"address":1,"type":"u32","scale":"0.01","unit":"CNY"}}})",
              "/registers"},
        Fault{R"({"registers":{"price.flat":{"address":1,"type":"u16","scale":"0.01",
                 "unit":"CNY/kWh"}}})",
              "/registers/price.flat/type"},
        Fault{R"({"registers":{"price.flat":{"address":1,"type":"u32","scale":"0",
                 "unit":"CNY/kWh"}}})",
              "/registers/price.flat/scale"},
        Fault{R"({"registers":{"price.flat":{"address":1,"type":"u32","scale":"0.01",
                 "unit":"CNY"}}})",
              "/registers/price.flat/unit"},
        Fault{R"({"not_supported":{"credit_push":true}})", "/not_supported/credit_push"}));

}  // namespace
}  // namespace ingest
