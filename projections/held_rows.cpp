#include "projections/held_rows.hpp"

#include <algorithm>
#include <cstring>
#include <tuple>

#include "ledger/rules/energy/look_ahead.hpp"

namespace projections {
namespace {

using ledger::Bytes;
using ledger::BytesView;

/// Room is made when there are so many, for half of them at least: a few megabytes.
constexpr std::size_t most_held = 32'768;

/// Eight bytes from there on as a number: keys are in the order of these.
std::uint64_t word_at(BytesView key, std::size_t at) {
    std::uint64_t word = 0;
    if (at < key.size())
        std::memcpy(&word, key.data() + at, std::min(sizeof word, key.size() - at));
    return __builtin_bswap64(word);
}

/// Each of them, and the memory of those that come next is asked for: they lie anywhere.
void each_ahead(const auto& rows, const auto& take) {
    constexpr std::ptrdiff_t ahead = 8;
    for (auto row = rows.begin(); row != rows.end(); ++row) {
        if (rows.end() - row > ahead) ledger::fetch(row[ahead].get());
        take(**row);
    }
}

}  // namespace

void SortedRows::add(BytesView key, BytesView bytes) {
    rows_.push_back({word_at(key, 0), word_at(key, sizeof(std::uint64_t)), key, bytes});
}

void SortedRows::add(BytesView key, const Content& content) {
    add(key, BytesView(written_.emplace_back(content.bytes())));
}

void SortedRows::sort() {
    std::ranges::sort(rows_, [](const Row& a, const Row& b) {
        return std::tie(a.begin, a.second, a.key) < std::tie(b.begin, b.second, b.key);
    });
}

std::optional<Bytes> HeldRows::get(BytesView key) {
    if (const PutRow* row = put_.find(key); row != nullptr && !row->is_held) return row->bytes;
    const auto* row = find<Bytes>(key).known();
    return row == nullptr ? std::nullopt : std::optional(*row);
}

void HeldRows::put(BytesView key, Bytes bytes) {
    const std::uint64_t hash = RowsByKey<HeldRow>::hash_of(key);
    if (HeldRow* row = held_.find(key, hash)) {
        row->say(std::move(bytes));
        return note_change(*row);
    }
    if (PutRow* row = put_.find(key, hash)) {
        row->bytes = std::move(bytes);
        return;
    }
    put_.add(std::make_unique<PutRow>(Bytes(key), std::move(bytes)), hash);
}

HeldRow& HeldRows::held(BytesView key, std::uint16_t room) {
    const std::uint64_t hash = RowsByKey<HeldRow>::hash_of(key);
    if (HeldRow* row = held_.find(key, hash)) {
        row->was_asked_again = true;
        return *row;
    }
    PutRow* put = put_.find(key, hash);
    auto bytes = put == nullptr && stored_ ? stored_(key) : std::nullopt;
    HeldRow& added = held_.add(HeldRow::with(key, room), hash);
    if (bytes) added.say(std::move(*bytes));
    if (put == nullptr) return added;
    put->is_held = true;
    added.say(put->bytes);
    note_change(added);
    return added;
}

SortedRows HeldRows::changed() const {
    SortedRows rows;
    for (const auto& each : put_) {
        if (!each->is_held) rows.add(each->name, each->bytes);
    }
    for (const HeldRow* each : changed_) rows.add(each->key(), *each->content());
    rows.sort();
    return rows;
}

SortedRows HeldRows::all() const {
    SortedRows rows;
    rows.expect(most());
    each_ahead(put_, [&](const PutRow& row) {
        if (!row.is_held) rows.add(row.name, row.bytes);
    });
    each_ahead(held_, [&](const HeldRow& row) {
        if (row.content() != nullptr) rows.add(row.key(), *row.content());
    });
    rows.sort();
    return rows;
}

std::size_t HeldRows::count() const {
    const auto held =
        std::ranges::count_if(held_, [](const auto& each) { return each->content() != nullptr; });
    const auto put = std::ranges::count_if(put_, [](const auto& each) { return !each->is_held; });
    return static_cast<std::size_t>(held + put);
}

void HeldRows::committed() {
    for (HeldRow* each : changed_) each->is_changed = false;
    changed_.clear();
    if (stored_) put_ = {};
    if (held_.size() >= most_held) make_room();
}

void HeldRows::make_room() {
    RowsByKey<HeldRow> asked_again;
    for (std::unique_ptr<HeldRow>& each : held_) {
        if (each->was_asked_again && 2 * asked_again.size() < most_held) {
            each->was_asked_again = false;
            asked_again.add(std::move(each));
        } else if (!stored_) {
            put_back(*each);
        }
    }
    held_ = std::move(asked_again);
    ++generation_;
}

void HeldRows::put_back(const HeldRow& row) {
    if (row.content() == nullptr) return;
    PutRow* known = put_.find(row.key());
    if (known == nullptr) known = &put_.add(std::make_unique<PutRow>(Bytes(row.key())));
    known->bytes = row.content()->bytes();
    known->is_held = false;
}

}  // namespace projections
