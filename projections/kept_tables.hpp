#pragma once
#include <filesystem>
#include <map>

#include "projections/projection.hpp"

namespace projections {

/// Where a projection's tables of its version lie in a folder: `balances-v3-1`, then `-2`, one for
/// each time that it was begun anew.
std::filesystem::path table_path(const std::filesystem::path& directory,
                                 const Projection& projection, unsigned generation);

/// Those of them that were finished, by generation: a start takes up the last.
std::map<unsigned, std::filesystem::path> kept_tables(const std::filesystem::path& directory,
                                                      const Projection& projection);

}  // namespace projections
