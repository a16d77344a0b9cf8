#include "ingest/profile_registers.hpp"

#include <array>

#include "ledger/values/quantity.hpp"

namespace ingest {
namespace {

constexpr std::uint32_t highest_register = 0xFFFF;

struct Meaning {
    const char* type;
    const char* unit;  ///< empty: a mere number
    int digits;        ///< of the smallest unit that the ledger counts
};

const std::map<std::string, Meaning> meanings{
    {"price.sharp", {"u32", "CNY/kWh", ledger::PricePerKwh::digits}},
    {"price.peak", {"u32", "CNY/kWh", ledger::PricePerKwh::digits}},
    {"price.flat", {"u32", "CNY/kWh", ledger::PricePerKwh::digits}},
    {"price.valley", {"u32", "CNY/kWh", ledger::PricePerKwh::digits}},
    {"price.deep_valley", {"u32", "CNY/kWh", ledger::PricePerKwh::digits}},
    {"alarm1", {"u32", "CNY", ledger::MicroUnit::digits}},
    {"alarm2", {"u32", "CNY", ledger::MicroUnit::digits}},
    {"overload_switch", {"u16", "", 0}},
    {"overload", {"u16", "kW", ledger::WattHour::digits}},
    {"purchase.amount", {"u32", "CNY", ledger::MicroUnit::digits}},
    {"purchase.count", {"u16", "", 0}},
    {"clock", {"clock_smh", "", 0}}};

std::int64_t factor_in(const Place& place, const Meaning& meaning) {
    const std::string unit = meaning.unit;
    if (unit.empty()) {
        place.hold_fields({"address", "type"});
        return 1;
    }
    place.hold_fields({"address", "type", "scale", "unit"});
    if (place.at("unit").text() != unit) place.at("unit").fail("give " + unit);
    const auto factor = ledger::from_decimal(place.at("scale").text(), meaning.digits);
    if (!factor || *factor <= 0)
        place.at("scale").fail("give a positive decimal as text, such as \"0.01\"");
    return *factor;
}

Register register_in(const std::string& name, const Place& place) {
    const auto meaning = meanings.find(name);
    if (meaning == meanings.end()) place.fail("no command writes such a register");
    const std::int64_t factor = factor_in(place, meaning->second);
    const std::string type = meaning->second.type;
    if (place.at("type").text() != type) place.at("type").fail("give " + type);
    return {static_cast<std::uint16_t>(place.at("address").number(0, highest_register)),
            type == "u32", factor};
}

bool have_some_of(const std::map<std::string, Register>& registers,
                  std::initializer_list<const char*> names) {
    std::size_t found = 0;
    for (const char* name : names) found += registers.count(name);
    return found > 0 && found < names.size();
}

}  // namespace

std::map<std::string, Register> registers_in(const Place& place) {
    std::map<std::string, Register> registers;
    for (const auto& [name, each] : place.members())
        registers.emplace(name, register_in(name, each));
    if (have_some_of(registers, {"alarm1", "alarm2", "overload_switch", "overload"}))
        place.fail("settings are alarm1, alarm2, overload_switch and overload: give all four");
    if (have_some_of(registers, {"purchase.amount", "purchase.count"}))
        place.fail("a purchase is an amount and a count: give both");
    const auto amount = registers.find("purchase.amount");
    if (amount != registers.end() &&
        registers.at("purchase.count").address != amount->second.address + 2)
        place.fail("a purchase is written at once: its count follows its amount");
    return registers;
}

}  // namespace ingest
