#pragma once
#include <optional>

#include "projections/projection.hpp"
#include "tools/meterbook/bundle/parsed_block.hpp"
#include "tools/meterbook/bundle/summary.hpp"

namespace meterbook {

/// Folds one read model in memory from the first event on. One thread.
class ProjectionCheck {
public:
    explicit ProjectionCheck(const projections::Projection& projection) : projection_(projection) {}

    std::optional<Finding> take(const ParsedBlock& parsed);
    void take(const ledger::Event& event);

    /// What it came to, after the last event. Then its rows are gone.
    void finish();
    const Summary::ReadModel& result() const { return result_; }

    std::uint64_t most_rows() const { return table_->most_rows(); }

private:
    const projections::Projection& projection_;
    std::optional<projections::Table> table_{std::in_place};
    ledger::Position reached_;
    Summary::ReadModel result_{};
};

/// Of a table, whoever folded it.
Summary::ReadModel read_model_of(const projections::Projection& projection,
                                 const projections::Table& table);

}  // namespace meterbook
