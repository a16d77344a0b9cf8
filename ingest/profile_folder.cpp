#include "ingest/profile_folder.hpp"

#include <system_error>

#include "ingest/profile_texts.hpp"

namespace ingest {

// What is written while it is read bears another stamp at the next look: so the stamps come first.
ProfileFolder::ProfileFolder(std::filesystem::path directory)
    : directory_(std::move(directory)),
      stamps_(stamps()),
      texts_(profile_texts(directory_)),
      profiles_(profiles_in(*texts_.now())) {}

bool ProfileFolder::look() {
    Stamps fresh = stamps();
    if (fresh == stamps_) return false;
    stamps_ = std::move(fresh);
    Texts texts = profile_texts(directory_);
    profiles_.replace(profiles_in(texts));
    texts_.replace(std::move(texts));
    return true;
}

/// A directory or a file that is not there has none; who reads it says so.
ProfileFolder::Stamps ProfileFolder::stamps() const {
    Stamps found;
    std::error_code none;
    for (const auto& each : std::filesystem::directory_iterator(directory_, none)) {
        std::error_code gone;
        const Stamp stamp{each.last_write_time(gone), each.file_size(gone)};
        if (!gone && each.path().extension() == ".json") found.emplace(each.path(), stamp);
    }
    return found;
}

}  // namespace ingest
