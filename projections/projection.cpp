#include "projections/projection.hpp"

namespace projections {

std::shared_ptr<const Table> Projection::live() const {
    const std::lock_guard lock(mutex_);
    if (!live_)
        throw MustBeBuilt("the read model " + name() +
                          " is being built from the log and does not answer yet: ask again in a "
                          "while; GET /readyz says how far it is");
    return live_;
}

void Projection::go_live(std::shared_ptr<const Table> table) {
    const std::lock_guard lock(mutex_);
    live_ = std::move(table);
}

}  // namespace projections
