#pragma once
#include <filesystem>
#include <optional>

#include "ledger/values/id.hpp"

namespace ledger {

/// The first event of which an index says something else than one that was built anew from the
/// log, or nothing; none where it is right as far as it has come. Both are closed, and only read.
/// Throws JournalUnavailable where one cannot be read.
std::optional<Position> first_misindexed(const std::filesystem::path& kept,
                                         const std::filesystem::path& anew);

}  // namespace ledger
