#pragma once
#include <filesystem>
#include <memory>
#include <span>

#include "projections/projection.hpp"

namespace projections {

/// One projection and its tables on the disk: which of them is taken up at a start, which is begun
/// beside the others, and which are removed. One thread at a time changes it.
class Track {
public:
    /// Takes up the newest kept table of this version, where it has seen no more than this log;
    /// else begins one. Throws std::runtime_error when the disk refuses.
    Track(Projection& projection, std::filesystem::path directory, ledger::Position end_of_log);

    Projection& projection() const { return projection_; }
    ledger::Position position() const { return position_; }
    bool is_damaged() const { return table_->is_damaged(); }

    /// Carries on those events that it has not seen yet. A damaged table stays where it is, and is
    /// told by is_damaged.
    void fold(std::span<const ledger::Event> events);

    /// What was folded up to there is in the table.
    void commit(ledger::Position reached);

    /// Answers from now on; every other table of this name is removed.
    void answer();

    /// Answers no more: begins a table from position 1 on, and leaves the old one to whoever still
    /// reads it.
    void begin_anew();

private:
    std::filesystem::path path_of(unsigned generation) const;
    std::vector<std::filesystem::path> found() const;
    void choose();

    Projection& projection_;
    std::filesystem::path directory_;
    unsigned generation_ = 0;
    std::shared_ptr<Table> table_;
    ledger::Position position_;
};

}  // namespace projections
