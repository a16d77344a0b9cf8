#pragma once
#include <string>
#include <utility>
#include <vector>

namespace ingest {

/// Name and JSON of every file in ingest/profiles/, as they were when the program was built.
std::vector<std::pair<std::string, std::string>> built_in_profile_texts();

}  // namespace ingest
