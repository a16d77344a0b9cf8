#pragma once
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "projections/projection.hpp"
#include "tests/support/temporary_directory.hpp"

namespace story {

/// A projection that has seen these events, committed in batches of a size, and answers.
template <class Projection>
class Shown {
public:
    explicit Shown(const std::vector<ledger::Event>& events, std::size_t at_once = 64)
        : table_(std::make_shared<projections::Table>(scratch_ / "table")) {
        std::size_t count = 0;
        for (const ledger::Event& event : events) {
            view_.fold(*table_, event);
            ++count;
            if (count % at_once == 0 || count == events.size())
                table_->commit(event.envelope.position);
        }
        view_.go_live(table_);
    }

    const Projection* operator->() const { return &view_; }
    ledger::Hash digest() const { return table_->digest(); }

private:
    TemporaryDirectory scratch_;
    Projection view_;
    std::shared_ptr<projections::Table> table_;
};

/// Every row of a list, page by page, each page of so many rows.
template <class List, class Filter>
auto all_pages(const List& list, Filter filter, std::size_t limit) {
    filter.limit = limit;
    auto page = list.list(filter);
    auto rows = page.rows;
    while (page.next) {
        if constexpr (requires { filter.before; }) {
            filter.before = {std::stoull(*page.next)};
        } else {
            filter.after = *page.next;
        }
        page = list.list(filter);
        if (page.rows.size() > limit) throw std::runtime_error("a page holds limit rows at most");
        rows.insert(rows.end(), page.rows.begin(), page.rows.end());
    }
    return rows;
}

}  // namespace story
