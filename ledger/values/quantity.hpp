#pragma once
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/values/decimal.hpp"
#include "ledger/values/ensure.hpp"

namespace ledger {

/// An exact whole number of one unit. Quantities of different units do not mix, so adding money to
/// energy does not compile; arithmetic that leaves 64 bits stops the process instead of wrapping.
/// Input is held far inside that range by `limits.hpp`.
template <class Unit>
class Quantity {
public:
    using unit = Unit;

    constexpr Quantity() = default;
    constexpr explicit Quantity(std::int64_t count) : count_(count) {}

    constexpr std::int64_t count() const { return count_; }
    constexpr bool is_zero() const { return count_ == 0; }
    constexpr bool is_negative() const { return count_ < 0; }
    constexpr bool is_positive() const { return count_ > 0; }

    friend constexpr auto operator<=>(Quantity, Quantity) = default;

    friend constexpr Quantity operator+(Quantity a, Quantity b) {
        std::int64_t sum = 0;
        ensure(!__builtin_add_overflow(a.count_, b.count_, &sum), "a sum fits in 64 bits");
        return Quantity{sum};
    }
    friend constexpr Quantity operator-(Quantity a, Quantity b) {
        std::int64_t difference = 0;
        ensure(!__builtin_sub_overflow(a.count_, b.count_, &difference),
               "a difference fits in 64 bits");
        return Quantity{difference};
    }
    friend constexpr Quantity operator-(Quantity a) { return Quantity{} - a; }
    constexpr Quantity& operator+=(Quantity other) { return *this = *this + other; }
    constexpr Quantity& operator-=(Quantity other) { return *this = *this - other; }

private:
    std::int64_t count_ = 0;
};

struct MicroUnit {
    static constexpr int digits = 6;
};
struct WattHour {
    static constexpr int digits = 3;
};
struct PricePerKwh {
    static constexpr int digits = 8;
};

using Money = Quantity<MicroUnit>;    ///< Millionths of the currency unit; text "12.34".
using Energy = Quantity<WattHour>;    ///< Watt-hours; text in kWh: "0.400".
using Price = Quantity<PricePerKwh>;  ///< 1e-8 of the currency unit per kWh; text "0.61730000".

/// The decimal text that people and JSON see: exact, in the currency unit, kWh, or currency per
/// kWh.
template <class Unit>
std::string to_text(Quantity<Unit> quantity) {
    return to_decimal(quantity.count(), Unit::digits);
}

/// Reads what `to_text` writes, and fewer decimals; nothing when the text is not exactly such a
/// number.
template <class Q>
std::optional<Q> from_text(std::string_view text) {
    const auto count = from_decimal(text, Q::unit::digits);
    return count ? std::optional<Q>(Q{*count}) : std::nullopt;
}

constexpr Money cents(std::int64_t count) { return Money{count * 10'000}; }

/// Sales, refunds and receipts are in whole cents.
constexpr bool is_whole_cents(Money amount) { return amount.count() % 10'000 == 0; }

}  // namespace ledger
