#pragma once
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

/// A directory of a test's own, gone with it.
class TemporaryDirectory {
public:
    TemporaryDirectory() {
        std::string name = (std::filesystem::temp_directory_path() / "meterbook-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr)
            throw std::runtime_error("cannot make " + name + ": see that the disk has room");
        path_ = name;
    }
    ~TemporaryDirectory() {
        std::error_code ignored;  // what stays behind is in the temporary directory
        std::filesystem::remove_all(path_, ignored);
    }
    TemporaryDirectory(const TemporaryDirectory&) = delete;
    TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

    std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};
