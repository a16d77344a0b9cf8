#pragma once
#include <cstdint>
#include <cstring>
#include <memory>
#include <vector>

#include "ledger/values/bytes.hpp"
#include "ledger/values/name_hash.hpp"

namespace projections {

/// Rows in memory, each by its `key()`. A row stays where it is until all of them are dropped. One
/// thread. Open addressing, and a hash beside each place: where a row is not, none is looked at.
template <class Row>
class RowsByKey {
public:
    RowsByKey() = default;
    ~RowsByKey() = default;
    RowsByKey(const RowsByKey&) = delete;
    RowsByKey& operator=(const RowsByKey&) = delete;
    RowsByKey(RowsByKey&&) noexcept = default;
    RowsByKey& operator=(RowsByKey&&) noexcept = default;

    /// What a key is found by; whoever asks more than once computes it once.
    static std::uint64_t hash_of(ledger::BytesView key) { return ledger::hash_of_name(key); }

    Row* find(ledger::BytesView key, std::uint64_t hash) {
        return places_.empty() ? nullptr : places_[place_of(key, hash)].row;
    }
    Row* find(ledger::BytesView key) { return find(key, hash_of(key)); }

    /// One whose key is not there yet.
    Row& add(std::unique_ptr<Row> row) {
        const std::uint64_t hash = hash_of(row->key());
        return add(std::move(row), hash);
    }
    Row& add(std::unique_ptr<Row> row, std::uint64_t hash) {
        if (2 * (rows_.size() + 1) > places_.size()) widen();
        Place& place = places_[place_of(row->key(), hash)];
        place = {hash, rows_.emplace_back(std::move(row)).get()};
        return *place.row;
    }

    std::size_t size() const { return rows_.size(); }
    auto begin() { return rows_.begin(); }
    auto end() { return rows_.end(); }
    auto begin() const { return rows_.begin(); }
    auto end() const { return rows_.end(); }

private:
    struct Place {
        std::uint64_t hash = 0;
        Row* row = nullptr;
    };

    /// Where it is, or would be: there are twice as many places as rows, a power of two.
    std::size_t place_of(ledger::BytesView key, std::uint64_t hash) const {
        const std::size_t mask = places_.size() - 1;
        std::size_t at = hash & mask;
        while (places_[at].row != nullptr && !is_at(at, key, hash)) at = (at + 1) & mask;
        return at;
    }

    bool is_at(std::size_t at, ledger::BytesView key, std::uint64_t hash) const {
        return places_[at].hash == hash && is_same(places_[at].row->key(), key);
    }

    /// In place, eight bytes at once: keys are short, and where the hash is the same they are.
    static bool is_same(ledger::BytesView one, ledger::BytesView other) {
        constexpr std::size_t word = sizeof(std::uint64_t);
        if (one.size() != other.size()) return false;
        if (one.size() < word) return one == other;
        const auto differs = [&](std::size_t at) {
            std::uint64_t here = 0;
            std::uint64_t there = 0;
            std::memcpy(&here, one.data() + at, word);
            std::memcpy(&there, other.data() + at, word);
            return here != there;
        };
        for (std::size_t at = 0; at + word < one.size(); at += word) {
            if (differs(at)) return false;
        }
        return !differs(one.size() - word);
    }

    void widen() {
        constexpr std::size_t fewest = 64;
        const std::vector<Place> before = std::move(places_);
        places_.assign(before.empty() ? fewest : 2 * before.size(), {});
        const std::size_t mask = places_.size() - 1;
        for (const Place& each : before) {
            if (each.row == nullptr) continue;
            std::size_t at = each.hash & mask;
            while (places_[at].row != nullptr) at = (at + 1) & mask;
            places_[at] = each;
        }
    }

    std::vector<std::unique_ptr<Row>> rows_;
    std::vector<Place> places_;
};

}  // namespace projections
