#include "tools/meterbook/past/rebuilt_models.hpp"

#include "projections/models.hpp"

namespace meterbook {
namespace {

constexpr std::size_t most_uncommitted = 10'000;

}  // namespace

RebuiltModels::RebuiltModels(const std::filesystem::path& folder)
    : folds_(std::make_unique<projections::Models>()) {
    for (const projections::Projection* each : folds_->all())
        models_.push_back({each, std::make_shared<projections::Table>(folder / each->name())});
}

RebuiltModels::~RebuiltModels() = default;

void RebuiltModels::take(const ledger::Event& event) {
    seen_ = event.envelope.position;
    for (const Model& each : models_) {
        if (seen_ > each.end) continue;
        each.projection->fold(*each.table, event);
        if (each.table->uncommitted() > most_uncommitted || seen_ == each.end)
            each.table->commit(seen_);
    }
}

void RebuiltModels::finish() {
    for (const Model& each : models_)
        if (seen_ < each.end) each.table->commit(seen_);
}

}  // namespace meterbook
