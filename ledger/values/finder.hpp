#pragma once
#include <algorithm>
#include <cstddef>
#include <functional>
#include <utility>
#include <vector>

namespace ledger {

/// Finds the entries of a std::map by the hashes of their keys. The hashes lie side by side in one
/// table, because a search in a large book costs what it touches of memory: the table once, and
/// then the entry itself. Points into the map; not thread-safe.
template <class Entry>
class Finder {
public:
    /// The entry of this key, or null.
    template <class Key>
    const Entry* find(const Key& key) const {
        const std::size_t place = place_of(key);
        return place == slots_.size() ? nullptr : &slots_[place].entry;
    }

    /// An entry whose key is not here yet.
    void add(Entry entry) {
        if (2 * (taken_ + 1) > slots_.size()) grow();
        put({hash_of(entry->first), entry});
    }

    /// Of an entry that is here. Its slot stays taken, so that searches go on behind it.
    template <class Key>
    void remove(const Key& key) {
        slots_[place_of(key)] = {removed, {}};
    }

    void swap(Finder& other) noexcept {
        slots_.swap(other.slots_);
        std::swap(taken_, other.taken_);
    }

private:
    static constexpr std::size_t free = 0;
    static constexpr std::size_t removed = 1;
    static constexpr std::size_t fewest_slots = 16;

    struct Slot {
        std::size_t hash = free;
        Entry entry{};
    };

    template <class Key>
    static std::size_t hash_of(const Key& key) {
        return std::max(std::hash<Key>{}(key), removed + 1);
    }

    /// The number of the slots is a power of two, and half of them are free: a search ends soon.
    std::size_t after(std::size_t place) const { return (place + 1) & (slots_.size() - 1); }

    template <class Key>
    std::size_t place_of(const Key& key) const {
        if (slots_.empty()) return slots_.size();
        const std::size_t hash = hash_of(key);
        std::size_t place = hash & (slots_.size() - 1);
        for (; slots_[place].hash != free; place = after(place)) {
            if (slots_[place].hash == hash && slots_[place].entry->first == key) return place;
        }
        return slots_.size();
    }

    void put(Slot slot) {
        std::size_t place = slot.hash & (slots_.size() - 1);
        while (slots_[place].hash != free) place = after(place);
        slots_[place] = slot;
        ++taken_;
    }

    /// Twice as many for as many as are there; those that were removed are left behind.
    void grow() {
        const auto is_there = [](const Slot& each) { return each.hash > removed; };
        const auto there = std::count_if(slots_.begin(), slots_.end(), is_there);
        std::size_t wanted = fewest_slots;
        while (wanted < 4 * static_cast<std::size_t>(there + 1)) wanted *= 2;
        const std::vector<Slot> before = std::exchange(slots_, std::vector<Slot>(wanted));
        taken_ = 0;
        for (const Slot& each : before) {
            if (is_there(each)) put(each);
        }
    }

    std::vector<Slot> slots_;
    std::size_t taken_ = 0;  ///< by entries, and by those that were removed
};

}  // namespace ledger
