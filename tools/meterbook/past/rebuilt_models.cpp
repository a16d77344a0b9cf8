#include "tools/meterbook/past/rebuilt_models.hpp"

#include "ledger/journal/journal.hpp"
#include "projections/read_models.hpp"

namespace meterbook {
namespace {

constexpr std::size_t most_uncommitted = 10'000;

}  // namespace

RebuiltModels::RebuiltModels(std::filesystem::path folder)
    : folder_(std::move(folder)),
      nothing_(std::make_unique<ledger::Journal>(
          ledger::Journal::open(folder_ / "nothing" / "journal", {}))),
      folds_(std::make_unique<projections::ReadModels>(*nothing_, folder_ / "nothing" / "models")) {
    for (const projections::Projection* each : folds_->runner.projections())
        models_.push_back({each->name(), each->version(), each,
                           std::make_shared<projections::Table>(folder_ / each->name())});
}

RebuiltModels::~RebuiltModels() = default;

void RebuiltModels::take(const ledger::Event& event) {
    seen_ = event.envelope.position;
    for (const Model& each : models_) {
        if (seen_ > each.end) continue;
        each.fold->fold(*each.table, event);
        if (each.table->uncommitted() > most_uncommitted || seen_ == each.end)
            each.table->commit(seen_);
    }
}

void RebuiltModels::finish() {
    for (const Model& each : models_)
        if (seen_ < each.end) each.table->commit(seen_);
}

}  // namespace meterbook
