#include "tools/meterbook/past/kept_beside.hpp"

#include <fmt/core.h>

#include "ledger/journal/index.hpp"
#include "ledger/journal/index_audit.hpp"
#include "ledger/rules/state_codec.hpp"
#include "ledger/snapshot.hpp"
#include "projections/kept_tables.hpp"
#include "tools/meterbook/command_line.hpp"
#include "tools/meterbook/fold.hpp"
#include "tools/meterbook/past/rebuilt_models.hpp"
#include "tools/meterbook/stopped_book.hpp"

namespace meterbook {
namespace {

namespace fs = std::filesystem;
using Found = std::optional<Disagreement>;

Found in_index(const fs::path& book, const ledger::Journal& journal, const fs::path& anew) {
    constexpr const char* check = "index_is_what_the_events_give";
    const fs::path kept = book / "index";
    if (!fs::exists(kept / "CURRENT") || fs::exists(kept / "BROKEN")) return std::nullopt;
    (void)ledger::Index::open(anew, journal);  // built, and closed again
    try {
        const auto wrong = ledger::first_misindexed(kept, anew);
        if (!wrong) return std::nullopt;
        return Disagreement{*wrong, check,
                            fmt::format("the index says something else of it than the log does: "
                                        "delete {}, it is built again",
                                        kept.string())};
    } catch (const ledger::JournalUnavailable& unreadable) {
        return Disagreement{{}, check, unreadable.what()};
    }
}

Found in_snapshot(const fs::path& book, const ledger::Journal& journal) {
    const fs::path file = book / "state.snapshot";
    const auto kept = ledger::read_snapshot(file);
    if (!kept || kept->state.last > journal.head().last) return std::nullopt;
    const auto frame = journal.frame_ending_at(kept->state.last);
    if (!frame || frame->chain != kept->chain) return std::nullopt;  // of another log
    const Books books = fold(ledger::JournalEvents(journal), kept->state.last);
    if (encode(books.state) == encode(kept->state)) return std::nullopt;
    return Disagreement{{},
                        "snapshot_is_what_the_events_give",
                        fmt::format("the events up to {} do not come to the state that it holds: "
                                    "delete {}, the next start does without",
                                    kept->state.last.number, file.string())};
}

/// The table of a read model that a start would take up; empty: none.
fs::path table_taken_up(const fs::path& book, const projections::Projection& projection) {
    const auto kept = projections::kept_tables(book / "projections", projection);
    return kept.empty() ? fs::path() : kept.rbegin()->second;
}

/// A table that is opened is written to, so a copy is; nothing where it cannot be read.
std::shared_ptr<projections::Table> copied(const fs::path& table, const fs::path& to) {
    fs::create_directories(to.parent_path());
    fs::copy(table, to, fs::copy_options::recursive);
    try {
        auto copy = std::make_shared<projections::Table>(to);
        (void)copy->position();
        return projections::Table::is_kept(to) ? copy : nullptr;  // else it was begun anew
    } catch (const projections::MustBeBuilt&) {
        return nullptr;
    }
}

/// What speaks against it; empty: nothing.
std::string fault_in(const projections::Table* kept, const RebuiltModels::Model& due) {
    if (kept == nullptr) return "cannot be read";
    if (due.end.is_none()) return "";
    const ledger::Hash wanted = due.table->digest();
    try {
        if (kept->digest() == wanted) return "";
        return fmt::format("up to event {} is not what the log gives", due.end.number);
    } catch (const projections::MustBeBuilt&) {
        return "cannot be read to its end";
    }
}

Found in_read_models(const fs::path& book, const ledger::Journal& journal, const fs::path& folder) {
    RebuiltModels anew(folder / "anew");
    std::vector<std::pair<fs::path, std::shared_ptr<projections::Table>>> kept;
    for (RebuiltModels::Model& each : anew.models()) {
        const fs::path path = table_taken_up(book, *each.projection);
        auto table =
            path.empty() ? nullptr : copied(path, folder / "kept" / each.projection->name());
        each.end = table ? table->position() : ledger::Position{};
        kept.emplace_back(path, std::move(table));
    }
    ProgressLine progress("verify read models");
    auto reader = journal.read({1});
    while (const auto entry = reader.next()) {
        anew.take(event_in(*entry));
        progress.show(entry->position.number, journal.head().last.number);
    }
    for (std::size_t i = 0; i < kept.size(); ++i) {
        const auto& [path, table] = kept[i];
        const RebuiltModels::Model& due = anew.models()[i];
        if (path.empty() || due.end > journal.head().last) continue;
        const std::string fault = fault_in(table.get(), due);
        if (fault.empty()) continue;
        return Disagreement{{},
                            "projections_are_what_the_events_give",
                            fmt::format("the read model {} {}: delete {}, it is built again",
                                        due.projection->name(), fault, path.string())};
    }
    return std::nullopt;
}

}  // namespace

Found disagreement_beside(const fs::path& book, const ledger::Journal& journal,
                          const ScratchFolder& scratch) {
    if (auto found = in_index(book, journal, scratch / "index beside")) return found;
    if (auto found = in_snapshot(book, journal)) return found;
    return in_read_models(book, journal, scratch / "models beside");
}

}  // namespace meterbook
