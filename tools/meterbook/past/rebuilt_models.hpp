#pragma once
#include <filesystem>
#include <memory>
#include <vector>

#include "ledger/events/event.hpp"

namespace projections {
class Projection;
class Table;
struct Models;
}  // namespace projections

namespace meterbook {

/// Every read model of this release, folded from the events that it is given, in a folder of its
/// own and for nobody to ask: to be held against another one. One thread.
class RebuiltModels {
public:
    explicit RebuiltModels(const std::filesystem::path& folder);
    ~RebuiltModels();
    RebuiltModels(const RebuiltModels&) = delete;
    RebuiltModels& operator=(const RebuiltModels&) = delete;

    struct Model {
        const projections::Projection* projection;
        std::shared_ptr<projections::Table> table;
        ledger::Position end{UINT64_MAX};  ///< what is behind it is not folded into this one
    };

    /// Carries the next event into all of them.
    void take(const ledger::Event& event);
    /// What was taken so far stands in the tables.
    void finish();

    /// The read models themselves, whose tables are those of `models`.
    const projections::Models& folds() const { return *folds_; }

    std::vector<Model>& models() { return models_; }
    const std::vector<Model>& models() const { return models_; }

private:
    std::unique_ptr<projections::Models> folds_;
    std::vector<Model> models_;
    ledger::Position seen_;
};

}  // namespace meterbook
