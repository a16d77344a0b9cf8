#include "tools/metersim/maps/energy_registers.hpp"

namespace metersim {

void put_energies(RegisterImage& image, const MeterState& meter, Address total, Address rates) {
    image.put_2(total, meter.total_uwh() / uwh_per_register_step);
    for (const std::int64_t rate : meter.rates_uwh) {
        image.put_2(rates, rate / uwh_per_register_step);
        rates = static_cast<Address>(rates + 2);
    }
}

}  // namespace metersim
