#include "ledger/journal/anchor.hpp"

#include <cerrno>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include "ledger/journal/journal.hpp"

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

TEST(Anchor, SaysOnceThatItCannotBeWritten) {
    // Nothing more may be written once it is sealed; until then the slots are.
    const int descriptor = ::memfd_create("anchor", MFD_ALLOW_SEALING);
    const std::filesystem::path file = "/proc/self/fd/" + std::to_string(descriptor);
    std::vector<std::string> told;
    {
        AnchorFile anchor(file, std::chrono::milliseconds(0),
                          [&](const std::string& sentence) { told.push_back(sentence); });
        const Bytes store(16, 's');
        anchor.drop({store, 1, 1, {1}, {}});
        anchor.flush();
        ::fcntl(descriptor, F_ADD_SEALS, F_SEAL_WRITE);
        for (std::uint64_t frame = 2; frame < 5; ++frame) {
            anchor.drop({store, 1, frame, {frame}, {}});
            EXPECT_THROW(anchor.flush(), JournalUnavailable);
        }
    }
    ::close(descriptor);
    ASSERT_EQ(told.size(), 1U) << "it is tried again and again, and told once";
    EXPECT_NE(told.front().find("after event 2"), std::string::npos) << told.front();
}

}  // namespace
}  // namespace ledger
