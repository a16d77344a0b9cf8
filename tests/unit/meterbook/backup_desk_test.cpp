#include "tools/meterbook/backup/backup_desk.hpp"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include <gtest/gtest.h>

#include "tests/support/temporary_directory.hpp"

namespace meterbook {
namespace {

namespace fs = std::filesystem;

/// A program in place of the one that copies.
fs::path program_that(const TemporaryDirectory& folder, const std::string& does) {
    fs::path path = folder / "program";
    std::ofstream(path) << "#!/bin/sh\n" << does << '\n';
    fs::permissions(path, fs::perms::owner_all);
    return path;
}

fs::path frozen_in(const TemporaryDirectory& folder) {
    fs::path frozen = folder / "frozen" / "1-1";
    fs::create_directories(frozen);
    return frozen;
}

api::LastCopy when_over(const BackupDesk& desk) {
    while (desk.last()->is_running) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    return *desk.last();
}

TEST(BackupDesk, TellsWhyACopyDidNotSucceedAndLeavesNothingFrozen) {
    const TemporaryDirectory folder;
    BackupDesk desk(program_that(folder, "echo begins; echo no room >&2; exit 2"), folder / "book",
                    folder / "target");
    EXPECT_FALSE(desk.last());
    const fs::path frozen = frozen_in(folder);
    ASSERT_TRUE(desk.begin(frozen));
    const api::LastCopy last = when_over(desk);
    EXPECT_FALSE(last.is_done);
    EXPECT_EQ(last.fault, "no room");
    EXPECT_FALSE(fs::exists(frozen));
    EXPECT_TRUE(desk.kept().empty());
}

TEST(BackupDesk, RunsOneCopyAtATimeAndEndsItWhenItGoes) {
    const TemporaryDirectory folder;
    const fs::path frozen = frozen_in(folder);
    {
        BackupDesk desk(program_that(folder, "exec sleep 1000"), folder / "book",
                        folder / "target");
        ASSERT_TRUE(desk.begin(frozen));
        EXPECT_TRUE(desk.last()->is_running);
        EXPECT_FALSE(desk.begin(frozen));
    }
    EXPECT_FALSE(fs::exists(frozen));
}

TEST(BackupDesk, AnotherCopyCanBeginAfterOneWasOver) {
    const TemporaryDirectory folder;
    BackupDesk desk(program_that(folder, "exit 0"), folder / "book", folder / "target");
    ASSERT_TRUE(desk.begin(frozen_in(folder)));
    EXPECT_TRUE(when_over(desk).is_done);
    ASSERT_TRUE(desk.begin(frozen_in(folder)));
    EXPECT_TRUE(when_over(desk).is_done);
}

}  // namespace
}  // namespace meterbook
