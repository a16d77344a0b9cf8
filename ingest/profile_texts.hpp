#pragma once
#include <filesystem>
#include <map>
#include <string>

#include "ledger/values/id.hpp"

namespace ingest {

/// The JSON of the built-in profiles and of those in a directory (*.json), which win; an empty
/// path: the built-in ones alone. Throws BadProfile.
std::map<ledger::ProfileId, std::string> profile_texts(const std::filesystem::path& directory);

}  // namespace ingest
