#pragma once
#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
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
        const Place added(id);
        if (added.moment() != moment_) {
            moment_ = added.moment();
            taken_ = 0;
        }
        if (2 * (taken_ + 1) > places_.size()) grow();
        Place& place = place_of(added);
        if (place == added) return false;
        place = added;
        ++taken_;
        return true;
    }

    /// Asks for the memory of the place where it would stand, and does not wait for it.
    void look_ahead(const ledger::EventId& id) const {
        if (!places_.empty()) ledger::fetch(&places_[first_place_of(Place(id))]);
    }

private:
    /// An id as two words, which are held against others at once; zero: none.
    struct Place {
        std::array<std::uint64_t, 2> words{};

        Place() = default;
        explicit Place(const ledger::EventId& id)
            : words(std::bit_cast<std::array<std::uint64_t, 2>>(id.bytes)) {}

        /// The milliseconds, as an id says them in its first six bytes.
        std::uint64_t moment() const {
            constexpr std::array<std::uint8_t, 8> first_six{0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
            return words[0] & std::bit_cast<std::uint64_t>(first_six);
        }
        friend bool operator==(const Place& one, const Place& other) {
            return one.words[0] == other.words[0] && one.words[1] == other.words[1];
        }
    };

    /// Where it stands, or would.
    Place& place_of(const Place& id) {
        std::size_t at = first_place_of(id);
        while (is_taken(places_[at]) && places_[at] != id) at = (at + 1) & (places_.size() - 1);
        return places_[at];
    }

    /// Of as many as a power of two.
    std::size_t first_place_of(const Place& id) const {
        const auto bytes = std::bit_cast<std::array<char, sizeof id.words>>(id.words);
        return ledger::hash_of_name({bytes.data(), bytes.size()}) & (places_.size() - 1);
    }

    bool is_taken(const Place& place) const {
        return place.moment() == moment_ && place != Place();
    }

    void grow() {
        constexpr std::size_t fewest = 64;
        const auto before =
            std::exchange(places_, std::vector<Place>(std::max(fewest, 2 * places_.size())));
        for (const Place& each : before) {
            if (is_taken(each)) place_of(each) = each;
        }
    }

    std::uint64_t moment_ = 0;
    std::vector<Place> places_;
    std::size_t taken_ = 0;
};

}  // namespace meterbook
