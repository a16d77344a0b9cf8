#pragma once
#include <string>

#include "ledger/values/quantity.hpp"

namespace projections {

/// Money to 1e-11 of the currency unit: what energy × price comes to before it is posted. A value;
/// holds every product that the book's limits allow, and sums of as many lines as a reading has.
class ExactMoney {
public:
    constexpr ExactMoney() = default;
    static ExactMoney of(ledger::Money amount);
    static ExactMoney of(ledger::Energy energy, ledger::Price price);
    /// What an event carries on, in 1e-11.
    static ExactMoney carry(std::int64_t count);

    /// Whether it could be carried on: not below nothing, and less than a micro-unit.
    bool is_carry() const;

    friend ExactMoney operator+(ExactMoney a, ExactMoney b) {
        return ExactMoney(a.count_ + b.count_);
    }
    friend ExactMoney operator-(ExactMoney a, ExactMoney b) {
        return ExactMoney(a.count_ - b.count_);
    }
    friend bool operator==(ExactMoney, ExactMoney) = default;

    /// "0.00617382190" without needless zeros beyond the second decimal.
    friend std::string to_text(ExactMoney exact);

private:
    __extension__ using Count = __int128;
    explicit ExactMoney(Count count) : count_(count) {}
    Count count_ = 0;
};

std::string to_text(ExactMoney exact);

}  // namespace projections
