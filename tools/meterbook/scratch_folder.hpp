#pragma once
#include <atomic>
#include <filesystem>
#include <thread>

namespace meterbook {

/// A folder among the temporary files that is gone with this object, and also where Ctrl-C or
/// SIGTERM is the end of the program: a thread waits for them meanwhile, so it is made before any
/// other thread is. One at a time. Throws std::runtime_error when it cannot be made.
class ScratchFolder {
public:
    ScratchFolder();
    ~ScratchFolder();
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;

    std::filesystem::path operator/(const char* name) const { return path_ / name; }

private:
    void remove() const;
    void end_by(int signal) const;
    void wait_for_the_end() const;

    std::filesystem::path path_;
    std::atomic<bool> is_over_{false};
    std::thread waiter_;
};

}  // namespace meterbook
