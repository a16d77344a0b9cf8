#include <optional>

#include <fmt/core.h>

#include "api/problem.hpp"
#include "api/register/import.hpp"
#include "ingest/cargo.hpp"
#include "ingest/profile.hpp"
#include "tools/meterbook/book_clock.hpp"
#include "tools/meterbook/command_line.hpp"
#include "tools/meterbook/import.hpp"
#include "tools/meterbook/scratch_folder.hpp"

namespace meterbook {
namespace {

api::ImportOutcome outcome_of(const WantedImport& wanted) {
    const ingest::Profiles profiles = ingest::load_profiles(wanted.profiles);
    const std::string bytes = content_of(wanted.file);
    std::optional<ScratchFolder> scratch;  // a dry run begins no book
    if (wanted.is_new && wanted.is_dry_run) scratch.emplace();
    const auto book =
        open_for_import(scratch ? (*scratch / "book").string() : wanted.book, wanted.is_new);
    const auto why_not = [&](const ledger::ProfileId& id) {
        return ingest::why_no_push(profiles, id);
    };
    try {
        return api::import_register(*book, bytes, wanted.sheet,
                                    {actor_of(wanted), wanted.reason, wanted.is_dry_run},
                                    {book_clock({}, 1)(), why_not});
    } catch (const api::UnreadableFile& unreadable) {
        throw Cannot(fmt::format("{}: {}", wanted.file, unreadable.what()));
    } catch (const api::Problem& problem) {
        throw Cannot(fmt::format("{}: {}", wanted.file, problem.what()));
    }
}

std::string place_of(const api::ImportFault& fault) {
    std::string place = fault.sheet;
    if (fault.row > 0) place += fmt::format("{}row {}", place.empty() ? "" : ", ", fault.row);
    if (!fault.column.empty()) place += ", column " + fault.column;
    return place;
}

void print_text(const WantedImport& wanted, const api::ImportOutcome& outcome) {
    for (const api::ImportFault& each : outcome.faults)
        fmt::print("{}: {}: {}{}\n", wanted.file, place_of(each),
                   each.value.empty() ? "" : fmt::format("'{}': ", each.value), each.detail);
    for (const api::SheetTally& each : outcome.sheets)
        fmt::print("{}: {} rows, {} new, {} changed, {} unchanged, {} refused\n", each.sheet,
                   each.rows, each.added, each.changed, each.unchanged, each.refused);
    fmt::print("{} changed: {}\n", outcome.changed(),
               outcome.is_written ? "written" : "nothing was written");
}

}  // namespace

int import_register_file(const WantedImport& wanted) {
    const api::ImportOutcome outcome = outcome_of(wanted);
    if (wanted.as_json) {
        fmt::print("{}\n", api::outcome_json(outcome, wanted.is_dry_run).dump(2));
    } else {
        print_text(wanted, outcome);
    }
    return outcome.faults.empty() ? all_well : something_wrong;
}

}  // namespace meterbook
