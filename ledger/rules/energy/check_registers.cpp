#include "ledger/rules/energy/check_registers.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "ledger/rules/catalogue/meter_terms.hpp"
#include "ledger/values/limits.hpp"

namespace ledger {
namespace {

constexpr auto final_reading_is_fresh = std::chrono::hours(1);

}  // namespace

Objection check_registers(std::string_view field, const Registers& registers) {
    // Every reading comes by: no name is put together where nothing is wrong.
    const auto check = [&](std::string_view part, std::uint64_t value, std::uint64_t least,
                           std::uint64_t most) -> Objection {
        if (value >= least && value <= most) return std::nullopt;
        return check_range(fmt::format("{}.{}", field, part), value, least, most);
    };
    if (auto no = check("step_wh", registers.step_wh, 1, highest_step_wh)) return no;
    if (auto no = check("ratio", registers.ratio, 1, std::uint64_t{highest_ratio} * highest_ratio))
        return no;
    if (auto no = check("rates", registers.rates.size(), 0, most_rates)) return no;
    std::uint64_t highest = registers.total;
    for (const std::uint64_t each : registers.rates) highest = std::max(highest, each);
    if (energy_of(registers, highest)) return std::nullopt;
    return Refusal{Rule::value_must_be_in_range, std::string(field),
                   "a register is beyond 1e12 kWh: the bytes were not read as they are meant"};
}

Objection check_fresh(const Meter& meter, Instant now) {
    if (meter.last_good->at + final_reading_is_fresh >= now) return std::nullopt;
    return Refusal{
        Rule::final_reading_must_be_fresh, "meter",
        fmt::format("meter '{}' was last read at {}, more than an hour ago: read it now, "
                    "or key a reading in, so that the final one is true",
                    meter.registered.meter.text(), to_text(meter.last_good->at))};
}

}  // namespace ledger
