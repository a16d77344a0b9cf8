#include "tools/meterbook/backup/backup_desk.hpp"

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <thread>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/support/temporary_directory.hpp"
#include "tools/meterbook/backup/backup_record.hpp"
#include "tools/meterbook/command_line.hpp"

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

bool begin(BackupDesk& desk, const fs::path& frozen) { return desk.begin({frozen, 1, "00"}); }

void put_backup(const fs::path& directory) {
    fs::create_directories(directory);
    write_record(directory, {"5a", 7, 7, "cc", "dd", "2026-11-22T08:00:00Z", 1'000, 0});
}

using Clock = std::chrono::steady_clock;

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
    ASSERT_TRUE(begin(desk, frozen));
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
        ASSERT_TRUE(begin(desk, frozen));
        EXPECT_TRUE(desk.last()->is_running);
        EXPECT_FALSE(begin(desk, frozen));
    }
    EXPECT_FALSE(fs::exists(frozen));
}

TEST(BackupDesk, AnotherCopyCanBeginAfterOneWasOver) {
    const TemporaryDirectory folder;
    BackupDesk desk(program_that(folder, "exit 0"), folder / "book", folder / "target");
    ASSERT_TRUE(begin(desk, frozen_in(folder)));
    EXPECT_TRUE(when_over(desk).is_done);
    ASSERT_TRUE(begin(desk, frozen_in(folder)));
    EXPECT_TRUE(when_over(desk).is_done);
}

TEST(BackupDesk, TellsNoCopyAsDoneWhoseEndNobodyKnows) {
    const TemporaryDirectory folder;
    BackupDesk desk(program_that(folder, "exit 1"), folder / "book", folder / "target");
    const auto before = std::signal(SIGCHLD, SIG_IGN);  // then nothing is kept for waitpid
    ASSERT_TRUE(begin(desk, frozen_in(folder)));
    const api::LastCopy last = when_over(desk);
    std::signal(SIGCHLD, before);
    EXPECT_FALSE(last.is_done);
    EXPECT_EQ(last.fault, "the program that copies ended without a word");
}

TEST(BackupDesk, SaysWhyItsProgramCannotBeRun) {
    const TemporaryDirectory folder;
    BackupDesk desk(folder / "nothing", folder / "book", folder / "target");
    for (int i = 0; i < 2; ++i) {
        try {
            begin(desk, frozen_in(folder));
            FAIL() << "it is run";
        } catch (const Cannot& why) {
            EXPECT_NE(std::string(why.what()).find("No such file"), std::string::npos)
                << why.what();
        }
    }
    EXPECT_FALSE(desk.last());
}

TEST(BackupDesk, TellsTheProgramWhatACopyHasToHold) {
    const TemporaryDirectory folder;
    BackupDesk desk(program_that(folder, "echo \"$@\"; exit 2"), "/book", "/target");
    ASSERT_TRUE(desk.begin({frozen_in(folder), 12, "ab"}));
    EXPECT_EQ(when_over(desk).fault, "backup /book /target --frozen " +
                                         (folder / "frozen" / "1-1").string() +
                                         " --position 12 --root ab");
}

TEST(BackupDesk, ShowsAllBackupsButTheOneWhoseRecordIsSpoilt) {
    const TemporaryDirectory folder;
    put_backup(folder / "target" / "good");
    put_backup(folder / "target" / "unfinished");
    fs::create_directories(folder / "target" / "spoilt");
    std::ofstream(folder / "target" / "spoilt" / "BACKUP.json") << "{\"store\": ";
    const BackupDesk desk(folder / "program", folder / "book", folder / "target");
    const auto kept = desk.kept();
    ASSERT_EQ(kept.size(), 1U);
    EXPECT_EQ(kept.front().name, "good");
    EXPECT_EQ(newest_backup(folder / "target"), folder / "target" / "good");
    EXPECT_THROW(newest_backup(folder / "target" / "spoilt"), Cannot);
}

TEST(BackupDesk, AnswersWithWhatItSawLastAndStopsWhereTheDiskIsDead) {
    const TemporaryDirectory folder;
    put_backup(folder / "target" / "good");
    fs::create_directories(folder / "target" / "dead");
    const fs::path dead = folder / "target" / "dead" / "BACKUP.json";
    const auto begun = Clock::now();
    {
        const BackupDesk desk(folder / "program", folder / "book", folder / "target",
                              std::chrono::milliseconds(50));
        ASSERT_EQ(desk.kept().size(), 1U);
        ASSERT_EQ(::mkfifo(dead.c_str(), 0600), 0);  // whoever opens it waits for somebody
        for (int i = 0; i < 3; ++i) EXPECT_EQ(desk.kept().size(), 1U);
    }
    EXPECT_LT(Clock::now() - begun, std::chrono::seconds(30));
    int let_go = -1;
    while ((let_go = ::open(dead.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC)) < 0)
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    ::close(let_go);
}

TEST(BackupDesk, EndsACopyThatDoesNotListen) {
    const TemporaryDirectory folder;
    const fs::path ready = folder / "ready";
    const fs::path frozen = frozen_in(folder);
    {
        BackupDesk desk(
            program_that(folder, "trap '' TERM; : > " + ready.string() + "; exec sleep 1000"),
            folder / "book", folder / "target", std::chrono::milliseconds(50));
        ASSERT_TRUE(begin(desk, frozen));
        while (!fs::exists(ready)) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    while (fs::exists(frozen)) std::this_thread::sleep_for(std::chrono::milliseconds(5));
}

}  // namespace
}  // namespace meterbook
