#pragma once
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "ledger/events/event.hpp"
#include "ledger/values/one_of.hpp"
#include "projections/table.hpp"

namespace projections {

/// A read model: a name, a version of its fold, and the table it folds into. Its fold has one
/// overload an event and names the events it ignores, so that a new event does not compile until
/// it has been answered. Queries read the table that is live at that moment.
class Projection {
public:
    virtual ~Projection() = default;

    virtual std::string name() const = 0;
    virtual unsigned version() const = 0;

    /// Carries one event into a table. Cannot fail on a good event; throws std::runtime_error when
    /// the disk does.
    virtual void fold(Table& table, const ledger::Event& event) const = 0;

    /// The table that answers now. Held by the asker for as long as it reads. Throws MustBeBuilt
    /// where there is none: an empty table would say that nobody ever paid.
    std::shared_ptr<const Table> live() const;

    /// Puts another table in its place; none: it is being built.
    void go_live(std::shared_ptr<const Table> table);

private:
    mutable std::mutex mutex_;
    std::shared_ptr<const Table> live_;
};

/// Some of a list, and where the rest of it begins; none: that was all.
template <class Row>
struct Page {
    std::vector<Row> rows;
    std::optional<std::string> next;
};

}  // namespace projections
