#include "projections/exact_money.hpp"

#include <algorithm>

namespace projections {
namespace {

constexpr int decimals = 11;
constexpr std::int64_t in_a_micro_unit = 100'000;

}  // namespace

ExactMoney ExactMoney::of(ledger::Money amount) {
    return ExactMoney(Count{amount.count()} * in_a_micro_unit);
}

ExactMoney ExactMoney::of(ledger::Energy energy, ledger::Price price) {
    return ExactMoney(Count{energy.count()} * price.count());
}

ExactMoney ExactMoney::carry(std::int64_t count) { return ExactMoney(Count{count}); }

bool ExactMoney::is_carry() const { return count_ >= 0 && count_ < in_a_micro_unit; }

std::string to_text(ExactMoney exact) {
    constexpr std::size_t shortest_fraction = 2;
    auto left = exact.count_ < 0 ? -exact.count_ : exact.count_;
    std::string text;
    for (int digit = 0; digit <= decimals || left > 0; ++digit, left /= 10) {
        if (digit == decimals) text += '.';
        text += static_cast<char>('0' + static_cast<int>(left % 10));
    }
    std::reverse(text.begin(), text.end());
    const std::size_t shortest = text.find('.') + 1 + shortest_fraction;
    while (text.size() > shortest && text.back() == '0') text.pop_back();
    return exact.count_ < 0 ? "-" + text : text;
}

}  // namespace projections
