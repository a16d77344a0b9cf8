#pragma once
#include <filesystem>

#include "projections/models.hpp"
#include "projections/runner.hpp"

namespace projections {

/// All read models of a book, and what feeds them. Queries from any thread.
struct ReadModels : Models {
    ReadModels(const ledger::Journal& journal, const std::filesystem::path& directory)
        : runner(journal, directory, all()) {}

    Runner runner;
};

}  // namespace projections
