#pragma once
#include <cstdint>
#include <optional>
#include <span>

#include "tools/metersim/maps/register_image.hpp"
#include "tools/metersim/meter/meter_state.hpp"

namespace metersim {

/// A run of registers that may be written, whole or in part.
struct Window {
    Address first;
    int count;

    bool holds(Address from, std::size_t words) const {
        return from >= first &&
               from + words <= static_cast<std::size_t>(first) + static_cast<std::size_t>(count);
    }
};

/// Credit pushed into a meter: accepted only as the next purchase count.
struct Purchase {
    std::int64_t amount_fen;
    int count;
};

/// What the writable registers say after a write; nothing is missing, most of it is unchanged.
struct Orders {
    ForcedControl forced;
    Settings settings;
    int ct;
    int pt;
    std::int64_t offered_fen;
    int purchase_count;
};

/// One device family's register map, both ways. `understand` gets the whole image after a write and
/// answers nothing where a value is outside its range. Pure.
struct RegisterMap {
    RegisterImage (*show)(const MeterState&);
    std::span<const Window> writable;
    std::optional<Orders> (*understand)(const RegisterImage&, const MeterState&);
    std::optional<Address> purchase_count;  ///< A write that covers it is a purchase.
    std::optional<Address> forced_control;  ///< A write that covers it orders the relay.
    std::optional<Address> clock{};         ///< A write that covers it sets the clock.
    LocalTime (*clock_in)(const RegisterImage&) = nullptr;  ///< What the clock's registers say.
};

const RegisterMap& map_of(MeterKind kind);

/// Whether a write of `words` registers from `first` on reaches the register at `place`.
bool covers(std::optional<Address> place, Address first, std::size_t words);

}  // namespace metersim
