#include "tools/metersim/maps/dtsd1352.hpp"

#include "tools/metersim/maps/energy_registers.hpp"

namespace metersim {
namespace {

constexpr int mains_centihertz = 5000;

RegisterImage show(const MeterState& meter) {
    RegisterImage image;
    const Electricity& now = meter.electricity;
    image.area(0x0000, 0x1E);
    put_energies(image, meter, 0x0000, 0x0002);
    put_energies(image, meter, 0x000A, 0x000C);
    image.area(0x0061, 0x1A);
    image.area(0x0164, 0x1C);
    for (std::size_t phase = 0; phase < 3; ++phase) {
        const auto step = static_cast<Address>(phase);
        image.put(static_cast<Address>(0x0061 + step), now.decivolts.at(phase));
        image.put(static_cast<Address>(0x0064 + step), now.centiamperes.at(phase));
        // a star's line voltage is its phase voltage times the root of three
        image.put(static_cast<Address>(0x0078 + step), now.decivolts.at(phase) * 1732 / 1000);
        image.put_2(static_cast<Address>(0x0164 + 2 * step), now.watts.at(phase));
    }
    image.put(0x0077, mains_centihertz);
    image.put_2(0x016A, now.total_watts);
    image.put(0x017F, now.total_power_factor_permille);
    return image;
}

std::optional<Orders> understand(const RegisterImage&, const MeterState&) { return std::nullopt; }

}  // namespace

const RegisterMap& dtsd1352_map() {
    static const RegisterMap map{.show = show,
                                 .writable = {},
                                 .understand = understand,
                                 .purchase_count = std::nullopt,
                                 .forced_control = std::nullopt};
    return map;
}

}  // namespace metersim
