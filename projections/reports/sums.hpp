#pragma once
#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>

#include "ledger/values/bytes.hpp"
#include "ledger/values/day.hpp"
#include "projections/key.hpp"
#include "projections/table_view.hpp"

namespace projections {

/// Whole numbers that are added up side by side: counts, micro-units, watt-hours, as whoever keeps
/// them says. A sum that leaves 64 bits stops the process.
template <std::size_t width>
struct SumsOf {
    std::array<std::int64_t, width> counts{};

    SumsOf& operator+=(const SumsOf& other) {
        for (std::size_t i = 0; i < width; ++i) add(i, other.counts[i]);
        return *this;
    }
    void add(std::size_t index, std::int64_t more) {
        std::int64_t& sum = counts.at(index);
        ledger::ensure(!__builtin_add_overflow(sum, more, &sum), "a sum fits in 64 bits");
    }
    friend bool operator==(const SumsOf&, const SumsOf&) = default;
};

/// As many as any row has.
using Sums = SumsOf<31>;

/// Numbers from the left, as long as there is one behind that is not zero.
ledger::Bytes encode_sums(std::span<const std::int64_t> counts);
/// Adds to them what was written, as many numbers at most.
void add_written(ledger::BytesView bytes, std::span<std::int64_t> counts);

template <std::size_t width>
struct RowForm<SumsOf<width>> {
    static ledger::Bytes bytes(const SumsOf<width>& row) { return encode_sums(row.counts); }
    static SumsOf<width> row(ledger::BytesView bytes) {
        SumsOf<width> row;
        add_written(bytes, row.counts);
        return row;
    }
};
inline Sums sums_in(ledger::BytesView bytes) { return RowForm<Sums>::row(bytes); }

/// A day in a key. No event is older than 1970: what is asked from before then begins there.
inline std::uint32_t in_key(ledger::Day day) {
    return static_cast<std::uint32_t>(std::clamp<std::int64_t>(day.number, 0, UINT32_MAX));
}

/// What the events of one day come to, by the key of a group: of a day that is known in part.
using SumsByGroup = std::map<ledger::Bytes, Sums>;

/// Rows are kept by group and by the day on which they were booked: | group | booked u32 | -> Sums.
/// No group's key is the beginning of another's. So what was known on any day can be added up.
template <class... Part>
Sums& booked_sums(Table& table, ledger::Day booked, const Part&... group) {
    return table.change<Sums>(Key(group..., in_key(booked)));
}

/// What was known: everything booked before a day, and some of that day.
struct Reach {
    ledger::Day before{UINT32_MAX};  ///< at first everything
    SumsByGroup more{};
};

/// Calls `each` for every group from `from` until before `to`, in the order of their keys.
using EachSum = std::function<void(ledger::BytesView group, const Sums& sums)>;
void each_sum(Cursor& rows, const Reach& reach, ledger::BytesView from, ledger::BytesView to,
              const EachSum& each);

/// The first of these groups; nothing: there is none.
std::optional<ledger::Bytes> first_group(Cursor& rows, const Reach& reach, ledger::BytesView from,
                                         ledger::BytesView to);

void put_day(ledger::Day day, ledger::Bytes& key);
ledger::Day take_day(ledger::BytesView& key);

/// The first key that is behind everything beginning with this.
ledger::Bytes behind(ledger::Bytes prefix);

}  // namespace projections
