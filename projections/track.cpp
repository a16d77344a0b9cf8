#include "projections/track.hpp"

#include "projections/kept_tables.hpp"

namespace projections {

using ledger::Position;

Track::Track(Projection& projection, std::filesystem::path directory, Position end_of_log)
    : projection_(projection), directory_(std::move(directory)) {
    std::filesystem::create_directories(directory_);
    choose();
    if (!table_ || position_ > end_of_log) begin_anew();  // it has seen another log than this one
}

std::filesystem::path Track::path_of(unsigned generation) const {
    return table_path(directory_, projection_, generation);
}

/// Every table of this name, of any version.
std::vector<std::filesystem::path> Track::found() const {
    std::vector<std::filesystem::path> tables;
    for (const auto& entry : std::filesystem::directory_iterator(directory_)) {
        if (entry.path().filename().string().starts_with(projection_.name() + "-v"))
            tables.push_back(entry.path());
    }
    return tables;
}

/// What was never finished is removed; a kept table of another version stays until there is one of
/// this version, for a release that goes back to it.
void Track::choose() {
    const auto kept = kept_tables(directory_, projection_);
    for (const auto& path : found()) {
        if (!Table::is_kept(path)) std::filesystem::remove_all(path);
    }
    if (kept.empty()) return;
    generation_ = kept.rbegin()->first;
    try {
        table_ = std::make_shared<Table>(path_of(generation_));
        position_ = table_->position();
        if (!Table::is_kept(path_of(generation_))) return table_.reset();  // it was begun anew
        table_->keep();
    } catch (const MustBeBuilt&) {
        table_.reset();
    }
}

void Track::fold(std::span<const ledger::Event> events) {
    if (is_damaged()) return;
    try {
        for (const ledger::Event& each : events) {
            if (each.envelope.position > position_) projection_.fold(*table_, each);
        }
    } catch (const MustBeBuilt&) {  // the table knows
    }
}

void Track::commit(Position reached) {
    if (is_damaged()) return;
    try {
        table_->commit(reached);
        position_ = reached;
    } catch (const MustBeBuilt&) {  // the table knows
    }
}

void Track::answer() {
    table_->keep();
    projection_.go_live(table_);
    for (const auto& path : found()) {
        if (path != path_of(generation_)) std::filesystem::remove_all(path);
    }
}

void Track::begin_anew() {
    projection_.go_live(nullptr);
    if (table_) table_->remove_when_closed();
    table_.reset();
    ++generation_;
    position_ = {};
    table_ = std::make_shared<Table>(path_of(generation_));
}

}  // namespace projections
