#pragma once
#include <optional>

#include "ledger/events/rights.hpp"

namespace api {

using ledger::Right;

/// What a route asks of whoever calls it: nothing, to say who they are, or to hold a right. What
/// somebody may do to what is their own without the right, its handler knows, and asks for it.
class Need {
public:
    Need(Right right) : right_(right) {}  // NOLINT(google-explicit-constructor): read in a table
    static Need nothing() { return Need(true); }
    static Need a_name() { return Need(false); }
    static Need unless_own(Right right) {
        Need need(right);
        need.is_left_to_handler_ = true;
        return need;
    }

    bool is_nothing() const { return is_nothing_; }
    bool is_left_to_handler() const { return is_left_to_handler_; }
    std::optional<Right> right() const { return right_; }

private:
    explicit Need(bool is_nothing) : is_nothing_(is_nothing) {}

    bool is_nothing_ = false;
    bool is_left_to_handler_ = false;
    std::optional<Right> right_;
};

}  // namespace api
