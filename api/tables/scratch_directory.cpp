#include "api/tables/scratch_directory.hpp"

#include <cstdlib>
#include <stdexcept>
#include <string>
#include <system_error>

namespace api {

ScratchDirectory::ScratchDirectory() {
    std::string name = (std::filesystem::temp_directory_path() / "meterbook-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr)
        throw std::runtime_error("no directory can be made in " +
                                 std::filesystem::temp_directory_path().string() +
                                 ": see that it is there and may be written");
    path_ = name;
}

ScratchDirectory::~ScratchDirectory() {
    std::error_code ignored;  // the system clears what cannot be
    std::filesystem::remove_all(path_, ignored);
}

}  // namespace api
