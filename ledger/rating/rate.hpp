#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "ledger/events/energy.hpp"
#include "ledger/rating/terms.hpp"
#include "ledger/values/few.hpp"
#include "ledger/values/result.hpp"

namespace ledger {

/// What a meter counted between two readings.
struct EnergyUse {
    Energy total;
    Few<Energy, 5> rates;  ///< sharp, peak, flat, valley (, deep valley); empty: not counted
};

/// What earlier charges left behind.
struct Standing {
    std::int64_t carry{};  ///< of the wallet: 1e-11 currency units, 0 to 99 999
    TierCount tiers{};     ///< of the meter
    Day opened{};          ///< when the account was opened: where its own cycles begin

    friend bool operator==(const Standing&, const Standing&) = default;
};

/// Charge lines, and what they leave behind.
struct Rated {
    std::vector<ChargeLine> lines;
    Standing standing;
};

/// Energy has no price: where it is missing, for people.
struct MissingPrice {
    std::string detail;
};

/// Energy of two registers apart, total less the sum of the rates; may be negative.
Energy remainder_of(const EnergyUse& use);

/// How energy becomes money. Pure, exact, and the only place that knows:
///
/// 1. The interval is cut where other terms begin; each register's energy is divided in proportion
///    to time, to the watt-hour.
/// 2. One price: the total is charged. Time of use with rate registers: each register is charged at
///    its band's price, and the remainder (total less rates, signed) at `remainder_price`. Time of
///    use with a total alone: the energy is divided over the bands in proportion to time.
/// 3. Lines are divided at the site's midnights.
/// 4. Day by day, what the total counted goes on top of what the cycle has used, and each part
///    that lies in a tier above the first is charged that tier's surcharge (tiers.hpp).
/// 5. Line by line: exact = Wh × price, in 1e-11 currency units; posted is the floor of
///    (carry + exact) in whole micro-units, and the rest is the carry of the next line.
///
/// A band or a moment without a price refuses the whole: energy is never free by accident.
Result<Rated, MissingPrice> rate(const EnergyUse& use, Interval interval,
                                 std::span<const Terms> terms, const Zone& site_zone,
                                 const Standing& before);

/// Step 5 alone: gives each line its amount, and returns what is carried on.
std::int64_t post_amounts(std::vector<ChargeLine>& lines, std::int64_t carry);

/// The same lines without price or payer, for meters nobody pays for: energy by day and register.
std::vector<ChargeLine> unpriced_lines(const EnergyUse& use, Interval interval,
                                       const Zone& site_zone);

}  // namespace ledger
