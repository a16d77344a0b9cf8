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

}  // namespace
}  // namespace ledger
