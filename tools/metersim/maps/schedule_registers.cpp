#include "tools/metersim/maps/schedule_registers.hpp"

namespace metersim {
namespace {

void put_packed(RegisterImage& image, Address at, const std::vector<int>& bytes) {
    for (std::size_t pair = 0; pair + 1 < bytes.size(); pair += 2) {
        image.put_bytes(static_cast<Address>(at + pair / 2), bytes[pair], bytes[pair + 1]);
    }
}

}  // namespace

void put_day_table(RegisterImage& image, Address at, const std::vector<RateSlot>& slots) {
    std::vector<int> bytes;
    for (const RateSlot& slot : slots) {
        bytes.insert(bytes.end(), {static_cast<int>(slot.rate) + 1, slot.from_minute % 60,
                                   slot.from_minute / 60});
    }
    bytes.resize(std::size_t{14} * 3);
    put_packed(image, at, bytes);
}

void put_date_zones(RegisterImage& image, Address at, const std::vector<DateZone>& zones) {
    std::vector<int> bytes;
    for (const DateZone& zone : zones) {
        bytes.insert(bytes.end(), {static_cast<int>(zone.table), zone.day, zone.month});
    }
    bytes.resize(std::size_t{4} * 3);
    put_packed(image, at, bytes);
}

}  // namespace metersim
