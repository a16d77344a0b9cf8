#pragma once
#include <cstdlib>
#include <filesystem>
#include <string>

#include "ledger/values/ensure.hpp"

namespace property {

/// A temporary folder of its own, gone with everything in it.
class Folder {
public:
    Folder() {
        std::string name = (std::filesystem::temp_directory_path() / "meterbook-XXXXXX").string();
        ledger::ensure(mkdtemp(name.data()) != nullptr, "a temporary folder can be made");
        path_ = name;
    }
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

}  // namespace property
