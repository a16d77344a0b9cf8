#pragma once
#include <optional>

#include "ledger/events/rights.hpp"

namespace api {

using ledger::Right;

/// What a route asks of whoever calls it: nothing, to say who they are, or to hold a right.
class Need {
public:
    Need(Right right) : right_(right) {}  // NOLINT(google-explicit-constructor): read in a table
    static Need nothing() { return Need(true); }
    static Need a_name() { return Need(false); }

    bool is_nothing() const { return is_nothing_; }
    std::optional<Right> right() const { return right_; }

private:
    explicit Need(bool is_nothing) : is_nothing_(is_nothing) {}

    bool is_nothing_ = false;
    std::optional<Right> right_;
};

}  // namespace api
