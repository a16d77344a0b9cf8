#include "tools/meterbook/scratch_folder.hpp"

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <vector>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/temporary_directory.hpp"

namespace meterbook {
namespace {

namespace fs = std::filesystem;

/// While one lives, this process makes its temporary files there.
class TemporaryFilesIn {
public:
    explicit TemporaryFilesIn(const fs::path& there) {
        if (const char* before = std::getenv("TMPDIR")) before_ = before;
        ::setenv("TMPDIR", there.c_str(), 1);
    }
    ~TemporaryFilesIn() {
        if (before_.empty())
            ::unsetenv("TMPDIR");
        else
            ::setenv("TMPDIR", before_.c_str(), 1);
    }
    TemporaryFilesIn(const TemporaryFilesIn&) = delete;
    TemporaryFilesIn& operator=(const TemporaryFilesIn&) = delete;

private:
    std::string before_;
};

/// As a database does that is being opened, over and over: whatever is gone is made again.
void make_again(const ScratchFolder& scratch) {
    for (std::error_code ignored;;) {
        fs::create_directories(scratch / "models" / "balances", ignored);
        std::ofstream(scratch / "models" / "balances" / "LOG") << "opened";
    }
}

/// Of a process that is ended by the signal in the middle of its work: what waitpid() says.
int end_while_others_work(int signal) {
    const pid_t child = ::fork();
    if (child == 0) {
        const ScratchFolder scratch;
        std::vector<std::thread> others;
        for (int i = 0; i < 4; ++i) others.emplace_back([&] { make_again(scratch); });
        while (!fs::exists(scratch / "models" / "balances" / "LOG")) std::this_thread::yield();
        ::kill(::getpid(), signal);
        others.front().join();
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return status;
}

TEST(ScratchFolder, LeavesNothingBehindHoweverBusyOthersAreWhenASignalEndsTheProgram) {
    const TemporaryDirectory directory;
    const TemporaryFilesIn there(directory.path());
    for (int round = 0; round < 20; ++round)
        for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
            const int status = end_while_others_work(signal);
            ASSERT_TRUE(WIFSIGNALED(status)) << status;
            EXPECT_EQ(WTERMSIG(status), signal);
            ASSERT_TRUE(fs::is_empty(directory.path())) << "round " << round;
        }
}

TEST(ScratchFolder, IsGoneWithItsObject) {
    const TemporaryDirectory directory;
    const TemporaryFilesIn there(directory.path());
    {
        const ScratchFolder scratch;
        std::ofstream(scratch / "some") << "thing";
        ASSERT_EQ(std::distance(fs::directory_iterator(directory.path()), {}), 1);
    }
    EXPECT_TRUE(fs::is_empty(directory.path()));
}

TEST(ScratchFolder, IsNamedAsPeopleFindIt) {
    const TemporaryDirectory directory;
    const TemporaryFilesIn there(directory.path());
    std::string told;
    {
        const ScratchFolder scratch;
        told = "no room: " + (scratch / "index").string() + ": " + (scratch / "keys").string();
    }
    const std::string said = ScratchFolder::named(told);
    EXPECT_EQ(said.find("/proc/"), std::string::npos) << said;
    EXPECT_EQ(said.find("no room: " + directory.path().string() + "/meterbook-"), 0U) << said;
    EXPECT_TRUE(said.ends_with("/keys")) << said;
}

}  // namespace
}  // namespace meterbook
