#pragma once
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "ingest/profile.hpp"
#include "ingest/replaceable.hpp"

namespace ingest {

/// The built-in profiles and those of a directory, which are read again when its files change.
class ProfileFolder {
public:
    using Texts = std::map<ledger::ProfileId, std::string>;  ///< their files, as they stand

    /// An empty path: the built-in ones alone. Throws BadProfile.
    explicit ProfileFolder(std::filesystem::path directory);

    /// Any thread may ask for these.
    Replaceable<Profiles>::Held profiles() const { return profiles_.now(); }
    Replaceable<Texts>::Held texts() const { return texts_.now(); }

    /// Looks at the files; one thread. True where other profiles hold from now on, false where the
    /// files are as they were. Throws BadProfile, once for each change, where they cannot be used:
    /// then all stays as it is.
    bool look();

private:
    using Stamp = std::pair<std::filesystem::file_time_type, std::uintmax_t>;
    using Stamps = std::map<std::filesystem::path, Stamp>;

    Stamps stamps() const;

    std::filesystem::path directory_;
    Stamps stamps_;
    Replaceable<Texts> texts_;
    Replaceable<Profiles> profiles_;
};

}  // namespace ingest
