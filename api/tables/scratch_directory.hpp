#pragma once
#include <filesystem>

namespace api {

/// A directory of its own among the system's temporary ones, which goes with it. Throws
/// std::runtime_error with one sentence where none can be made.
class ScratchDirectory {
public:
    ScratchDirectory();
    ~ScratchDirectory();
    ScratchDirectory(const ScratchDirectory&) = delete;
    ScratchDirectory& operator=(const ScratchDirectory&) = delete;

    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

}  // namespace api
