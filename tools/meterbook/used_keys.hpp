#pragma once
#include <filesystem>
#include <string>

#include "ledger/values/id.hpp"
#include "projections/table.hpp"

namespace meterbook {

/// Which idempotency keys an audit has met: on disk, because a book has as many as it has sales.
class UsedKeys {
public:
    explicit UsedKeys(const std::filesystem::path& directory) : table_(directory) {}

    /// False where it stands on an earlier event.
    bool is_new(const std::string& key, ledger::Position position);

private:
    projections::Table table_;
};

}  // namespace meterbook
