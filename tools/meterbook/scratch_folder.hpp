#pragma once
#include <atomic>
#include <filesystem>
#include <string>
#include <thread>

namespace meterbook {

/// A folder among the temporary files that is gone with this object, and also where Ctrl-C or
/// SIGTERM is the end of the program: a thread waits for them meanwhile, so it is made before any
/// other thread is. One at a time. Throws std::runtime_error when it cannot be made.
///
/// Its paths lead through the open folder (/proc/self/fd/7/index): in a folder that is gone nothing
/// can be made again, where a path by names would make it anew.
class ScratchFolder {
public:
    ScratchFolder();
    ~ScratchFolder();
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;

    std::filesystem::path operator/(const char* name) const { return door_path() / name; }

    /// A sentence about what is in the folder, or was: by the name that people find it under.
    static std::string named(std::string sentence);

private:
    std::filesystem::path door_path() const;
    void shut() const;
    void remove() const;
    void end_by(int signal) const;
    void wait_for_the_end() const;

    std::filesystem::path path_;
    int door_ = -1;  ///< the open folder
    std::atomic<bool> is_over_{false};
    std::thread waiter_;
};

}  // namespace meterbook
