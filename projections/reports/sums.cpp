#include "projections/reports/sums.hpp"

#include <algorithm>

#include "ledger/journal/big_endian.hpp"

namespace projections {
namespace {

using ledger::Bytes;
using ledger::BytesView;

constexpr std::size_t size_of_day = sizeof(std::uint32_t);

/// Small numbers are short, negative ones too.
void put_number(std::int64_t number, Bytes& out) {
    auto left = static_cast<std::uint64_t>(number) << 1U ^ static_cast<std::uint64_t>(number >> 63);
    for (; left >= 0x80; left >>= 7U) out.push_back(static_cast<char>(left | 0x80U));
    out.push_back(static_cast<char>(left));
}

std::int64_t take_number(BytesView& in) {
    std::uint64_t number = 0;
    for (unsigned shift = 0;; shift += 7) {
        ledger::ensure(!in.empty() && shift < 64, "a projection reads what it wrote");
        const auto byte = static_cast<unsigned char>(in.front());
        in.remove_prefix(1);
        number |= std::uint64_t{byte & 0x7FU} << shift;
        if (byte < 0x80) break;
    }
    return static_cast<std::int64_t>(number >> 1U ^ (~(number & 1U) + 1U));
}

/// Goes through rows that were booked in time, and what is held besides, in one order.
class Merged {
public:
    Merged(Cursor& rows, const Reach& reach, BytesView from, BytesView to)
        : rows_(rows), reach_(reach), to_(to), more_(reach.more.lower_bound(Bytes(from))) {
        rows_.seek(from);
        look();
    }

    /// False: there are no more groups.
    bool next(Bytes& group, Sums& sums) {
        const bool has_row = has_row_;
        const bool has_more = more_ != reach_.more.end() && BytesView(more_->first) < to_;
        if (!has_row && !has_more) return false;
        const BytesView stored = has_row ? group_of(key_) : BytesView();
        const bool is_stored = has_row && (!has_more || stored <= more_->first);
        group.assign(is_stored ? stored : BytesView(more_->first));  // in the memory that it has
        sums = {};
        if (has_row) take_rows(group, sums);
        if (has_more && more_->first == group) sums += (more_++)->second;
        return true;
    }

private:
    static BytesView group_of(BytesView key) { return key.substr(0, key.size() - size_of_day); }

    /// The key of a row is asked for once: this is done for every row of a report.
    void look() {
        has_row_ = rows_.is_there();
        if (!has_row_) return;
        key_ = rows_.key();
        has_row_ = key_ < to_;
    }

    void take_rows(const Bytes& group, Sums& sums) {
        while (has_row_ && group_of(key_) == group) {
            BytesView end = key_.substr(group.size());
            if (take_day(end) < reach_.before) add_written(rows_.value(), sums.counts);
            rows_.next();
            look();
        }
    }

    Cursor& rows_;
    const Reach& reach_;
    const BytesView to_;
    SumsByGroup::const_iterator more_;
    bool has_row_ = false;  ///< of these groups
    BytesView key_;         ///< of that row
};

}  // namespace

Bytes encode_sums(std::span<const std::int64_t> counts) {
    while (!counts.empty() && counts.back() == 0) counts = counts.first(counts.size() - 1);
    Bytes bytes;
    for (const std::int64_t each : counts) put_number(each, bytes);
    return bytes;
}

void add_written(BytesView bytes, std::span<std::int64_t> counts) {
    for (std::size_t i = 0; !bytes.empty(); ++i) {
        ledger::ensure(i < counts.size(), "a row has no more sums than are kept in it");
        const bool is_sum = !__builtin_add_overflow(counts[i], take_number(bytes), &counts[i]);
        ledger::ensure(is_sum, "a sum fits in 64 bits");
    }
}

void put_day(ledger::Day day, Bytes& key) { ledger::put_big_endian(in_key(day), key); }

ledger::Day take_day(BytesView& key) { return {ledger::take_big_endian<std::uint32_t>(key)}; }

void each_sum(Cursor& rows, const Reach& reach, BytesView from, BytesView to, const EachSum& each) {
    Merged merged(rows, reach, from, to);
    Bytes group;
    Sums sums;
    while (merged.next(group, sums)) {
        if (sums != Sums{}) each(group, sums);
    }
}

std::optional<Bytes> first_group(Cursor& rows, const Reach& reach, BytesView from, BytesView to) {
    Merged merged(rows, reach, from, to);
    Bytes group;
    Sums sums;
    while (merged.next(group, sums)) {
        if (sums != Sums{}) return group;
    }
    return std::nullopt;
}

Bytes behind(Bytes prefix) {
    while (!prefix.empty() && prefix.back() == '\xff') prefix.pop_back();
    ledger::ensure(!prefix.empty(), "a key begins with its kind");
    prefix.back() = static_cast<char>(static_cast<unsigned char>(prefix.back()) + 1);
    return prefix;
}

}  // namespace projections
