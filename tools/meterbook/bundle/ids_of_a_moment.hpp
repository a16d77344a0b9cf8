#pragma once
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <utility>
#include <vector>

#include "ledger/rules/energy/look_ahead.hpp"
#include "ledger/values/event_id.hpp"
#include "ledger/values/name_hash.hpp"

namespace meterbook {

/// The event_ids of the newest millisecond. An id begins with the one it was made in, so that no
/// other can be the same, and what is left of an earlier one marks a place that is free: a new
/// millisecond begins without a thing being cleared, and a search touches one place. One thread.
class IdsOfAMoment {
public:
    /// Whether it is new.
    bool add(const ledger::EventId& id) {
        if (!is_of_this_moment(id)) {
            std::copy_n(id.bytes.begin(), moment_.size(), moment_.begin());
            taken_ = 0;
        }
        if (2 * (taken_ + 1) > places_.size()) grow();
        ledger::EventId& place = place_of(id);
        if (place == id) return false;
        place = id;
        ++taken_;
        return true;
    }

    /// Asks for the memory of the place where it would stand, and does not wait for it.
    void look_ahead(const ledger::EventId& id) const {
        if (!places_.empty()) ledger::fetch(&places_[first_place_of(id)]);
    }

private:
    bool is_of_this_moment(const ledger::EventId& id) const {
        return std::memcmp(id.bytes.data(), moment_.data(), moment_.size()) == 0;
    }

    /// Where it stands, or would.
    ledger::EventId& place_of(const ledger::EventId& id) {
        std::size_t at = first_place_of(id);
        while (is_taken(places_[at]) && places_[at] != id) at = (at + 1) & (places_.size() - 1);
        return places_[at];
    }

    /// Of as many as a power of two.
    std::size_t first_place_of(const ledger::EventId& id) const {
        return ledger::hash_of_name(id.view()) & (places_.size() - 1);
    }

    bool is_taken(const ledger::EventId& place) const {
        return is_of_this_moment(place) && !place.is_empty();
    }

    void grow() {
        constexpr std::size_t fewest = 64;
        const auto before = std::exchange(
            places_, std::vector<ledger::EventId>(std::max(fewest, 2 * places_.size())));
        for (const ledger::EventId& each : before) {
            if (is_taken(each)) place_of(each) = each;
        }
    }

    std::array<std::uint8_t, 6> moment_{};  ///< the milliseconds, as an id says them
    std::vector<ledger::EventId> places_;
    std::size_t taken_ = 0;
};

}  // namespace meterbook
