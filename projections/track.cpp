#include "projections/track.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/core.h>

namespace projections {

using ledger::Position;

namespace {

/// 0 where it is none.
unsigned number_in(const std::string& text) {
    unsigned number = 0;
    (void)std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

}  // namespace

Track::Track(Projection& projection, std::filesystem::path directory, Position end_of_log)
    : projection_(projection), directory_(std::move(directory)) {
    std::filesystem::create_directories(directory_);
    choose();
    if (!table_ || position_ > end_of_log) begin_anew();  // it has seen another log than this one
}

std::filesystem::path Track::path_of(unsigned generation) const {
    return directory_ /
           fmt::format("{}-v{}-{}", projection_.name(), projection_.version(), generation);
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
    const auto tables = found();
    const std::string mine = fmt::format("{}-v{}-", projection_.name(), projection_.version());
    for (const auto& path : tables) {
        const std::string name = path.filename().string();
        if (!name.starts_with(mine) || !Table::is_kept(path)) continue;
        generation_ = std::max(generation_, number_in(name.substr(mine.size())));
    }
    for (const auto& path : tables) {
        if (!Table::is_kept(path)) std::filesystem::remove_all(path);
    }
    if (generation_ == 0) return;
    try {
        table_ = std::make_shared<Table>(path_of(generation_));
        position_ = table_->position();
        if (!Table::is_kept(path_of(generation_))) return table_.reset();  // it was begun anew
        table_->keep();
    } catch (const MustBeBuilt&) {
        table_.reset();
    }
}

void Track::fold(const ledger::Event& event) {
    if (is_damaged()) return;
    try {
        projection_.fold(*table_, event);
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
