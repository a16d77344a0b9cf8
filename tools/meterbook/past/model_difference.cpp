#include "tools/meterbook/past/model_difference.hpp"

#include "projections/projection.hpp"

namespace meterbook {
namespace {

using ledger::Bytes;
using ledger::BytesView;

/// Row after row of a table; a table is asked for a run of them at a time.
class Rows {
public:
    explicit Rows(const projections::Table& table) : table_(table) { fill(Bytes()); }

    bool is_over() const { return at_ == run_.size(); }
    const std::pair<Bytes, Bytes>& row() const { return run_[at_]; }
    void next() {
        if (++at_ < run_.size()) return;
        fill(run_.back().first + '\0');
    }

private:
    void fill(const Bytes& from) {
        constexpr std::size_t at_once = 1'000;
        run_.clear();
        at_ = 0;
        table_.ascend({}, from, [&](BytesView key, BytesView value) {
            if (!key.starts_with('\0')) run_.emplace_back(key, value);
            return run_.size() < at_once;
        });
    }

    const projections::Table& table_;
    std::vector<std::pair<Bytes, Bytes>> run_;
    std::size_t at_ = 0;
};

/// Below nothing if the next row is of the old ones alone, above if of the fresh ones.
int order_of(const Rows& old, const Rows& fresh) {
    if (old.is_over()) return 1;
    if (fresh.is_over()) return -1;
    return old.row().first.compare(fresh.row().first);
}

ModelDifference compared(const RebuiltModels::Model& before, const RebuiltModels::Model& after) {
    ModelDifference found{after.projection->name(), after.projection->version(), 0, 0, 0};
    Rows old(*before.table);
    Rows fresh(*after.table);
    while (!old.is_over() || !fresh.is_over()) {
        const int order = order_of(old, fresh);
        if (order > 0) ++found.added;
        if (order < 0) ++found.removed;
        if (order == 0 && old.row().second != fresh.row().second) ++found.changed;
        if (order <= 0) old.next();
        if (order >= 0) fresh.next();
    }
    return found;
}

}  // namespace

std::vector<ModelDifference> differences(const RebuiltModels& before, const RebuiltModels& after) {
    std::vector<ModelDifference> found;
    for (std::size_t i = 0; i < before.models().size(); ++i)
        found.push_back(compared(before.models()[i], after.models()[i]));
    return found;
}

}  // namespace meterbook
