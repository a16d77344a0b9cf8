#pragma once
#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "projections/projection.hpp"

namespace projections {

/// One of each read model there is, by name: for who folds them without a book.
std::vector<std::unique_ptr<Projection>> every_projection();

/// The table of this read model in the folder of a book that nobody serves, where it has seen the
/// log up to exactly this position; nothing where there is none such.
std::unique_ptr<Table> kept_table(const std::filesystem::path& directory,
                                  const Projection& projection, ledger::Position position);

}  // namespace projections
