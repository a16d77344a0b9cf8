#pragma once
#include <string>
#include <vector>

#include "api/json/json_writer.hpp"
#include "api/register/plan.hpp"

namespace api {

/// Who brings a file in, and why.
struct ImportAsker {
    ledger::Actor actor;
    std::string reason;
    bool is_dry_run = false;
    /// Throws where the asker may not do this step; empty: everything is allowed.
    std::function<void(const ImportStep&)> check_right{};
};

/// How many rows of a sheet are what.
struct SheetTally {
    std::string sheet;
    std::size_t rows = 0;
    std::size_t added = 0;
    std::size_t changed = 0;
    std::size_t unchanged = 0;
    std::size_t refused = 0;
};

/// What a meter got of the site's defaults, since neither a row nor the book said anything else.
struct TakenDefaults {
    ledger::MeterId meter;
    ledger::SupplyDefaults values;
};

/// What one row did, or would do.
struct ImportChange {
    std::string sheet;
    std::size_t row;
    std::string name;
    bool is_new;
    std::vector<TakenDefaults> defaults{};
};

/// What became of a file. Where there is a fault nothing was written.
struct ImportOutcome {
    std::vector<SheetTally> sheets;
    std::vector<ImportChange> changes;
    ImportFaults faults;
    bool is_written = false;

    std::size_t changed() const { return changes.size(); }
};

/// Brings a file into the book: all of it, or where one row is refused nothing. Every row that the
/// book has already changes nothing, and so does the same file again. One file at a time: two that
/// come together follow each other. Throws UnreadableFile, what Book
/// throws, and what the asker's check throws.
/// @param sheet what a table without a name is; empty: seen from its columns
ImportOutcome import_register(ledger::Book& book, std::string_view bytes, const std::string& sheet,
                              const ImportAsker& asker, const PlanOccasion& occasion);

/// As HTTP and `--json` say it: `written`, `changed`, a tally a `sheet`, the first thousand changes
/// and faults.
Json outcome_json(const ImportOutcome& outcome, bool is_dry_run);

}  // namespace api
