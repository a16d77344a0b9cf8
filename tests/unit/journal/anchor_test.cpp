#include "ledger/journal/anchor.hpp"

#include <cerrno>
#include <csignal>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include "ledger/journal/journal.hpp"
#include "tests/support/temporary_directory.hpp"

namespace ledger {
namespace {

/// A file that may be written but must not grow, as on a full disk.
class SealedFile {
public:
    SealedFile() : descriptor_(::memfd_create("sealed", MFD_ALLOW_SEALING)) {
        ::fcntl(descriptor_, F_ADD_SEALS, F_SEAL_GROW);
    }
    ~SealedFile() { ::close(descriptor_); }
    SealedFile(const SealedFile&) = delete;
    SealedFile& operator=(const SealedFile&) = delete;

    std::filesystem::path path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

private:
    int descriptor_;
};

TEST(Anchor, SaysWhyThereIsNoRoomForIt) {
    const SealedFile file;
    errno = 0;  // no call before this one lends its reason
    try {
        const AnchorFile anchor(file.path(), std::chrono::milliseconds(1));
        FAIL() << "an anchor was made in a file that cannot grow";
    } catch (const JournalUnavailable& why) {
        EXPECT_NE(std::string_view(why.what()).find("Operation not permitted"),
                  std::string_view::npos)
            << why.what();
    }
}

/// While one lives, no file of this process can be written beyond so many bytes.
class SmallFiles {
public:
    explicit SmallFiles(rlim_t bytes) : signal_(std::signal(SIGXFSZ, SIG_IGN)) {
        ::getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit small{bytes, before_.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &small);
    }
    ~SmallFiles() {
        ::setrlimit(RLIMIT_FSIZE, &before_);
        std::signal(SIGXFSZ, signal_);
    }
    SmallFiles(const SmallFiles&) = delete;
    SmallFiles& operator=(const SmallFiles&) = delete;

private:
    void (*signal_)(int);
    rlimit before_{};
};

TEST(Anchor, SaysOnceThatItCannotBeWrittenAndAgainAfterItCould) {
    const TemporaryDirectory directory;
    std::vector<std::string> told;
    const Bytes store(16, 's');
    std::uint64_t frame = 0;
    {
        AnchorFile anchor(directory / "ANCHOR", std::chrono::milliseconds(0),
                          [&](const std::string& sentence) { told.push_back(sentence); });
        const auto drop = [&] {
            ++frame;
            anchor.drop({store, 1, frame, {frame}, {}});
            anchor.flush();
        };
        for (int round = 0; round < 2; ++round) {
            drop();
            const SmallFiles no_room(100);
            for (int i = 0; i < 3; ++i) EXPECT_THROW(drop(), JournalUnavailable);
        }
    }
    ASSERT_EQ(told.size(), 2U) << "it is tried every time, and told once";
    EXPECT_NE(told.front().find("after event 2"), std::string::npos) << told.front();
    EXPECT_NE(told.back().find("after event 6"), std::string::npos) << told.back();
}

}  // namespace
}  // namespace ledger
