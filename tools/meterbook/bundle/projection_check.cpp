#include "tools/meterbook/bundle/projection_check.hpp"

namespace meterbook {

/// What breaks a law is none that can be folded: such blocks are not handed to it.
std::optional<Finding> ProjectionCheck::take(const ParsedBlock& parsed) {
    try {
        const ledger::Judging judging;
        for (const ledger::Event& event : parsed.events) take(event);
    } catch (const ledger::Impossible& impossible) {
        return impossible_at(reached_.next().number, impossible);
    }
    table_->commit(reached_);
    return std::nullopt;
}

void ProjectionCheck::take(const ledger::Event& event) {
    projection_.fold(*table_, event);
    reached_ = event.envelope.position;
}

void ProjectionCheck::finish() {
    table_->commit(reached_);
    result_ = read_model_of(projection_, *table_);
    table_.reset();
}

Summary::ReadModel read_model_of(const projections::Projection& projection,
                                 const projections::Table& table) {
    return {projection.name(), projection.version(), {table.rows(), table.digest()}};
}

}  // namespace meterbook
