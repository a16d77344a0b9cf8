#pragma once
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "ledger/values/bytes.hpp"
#include "projections/held_row.hpp"
#include "projections/rows_by_key.hpp"

namespace projections {

/// Rows in the order of their keys, on their way to the disk or into a digest.
class SortedRows {
public:
    struct Row {
        std::uint64_t begin;  ///< of the key: nearly all are told apart by sixteen bytes
        std::uint64_t second;
        ledger::BytesView key;
        ledger::BytesView bytes;
    };

    /// So many are to come.
    void expect(std::size_t rows) { rows_.reserve(rows); }

    /// Borrows both.
    void add(ledger::BytesView key, ledger::BytesView bytes);
    void add(ledger::BytesView key, const Content& content);
    void sort();

    auto begin() const { return rows_.begin(); }
    auto end() const { return rows_.end(); }

private:
    std::vector<Row> rows_;
    std::deque<ledger::Bytes> written_;
};

/// The rows that a fold works on, in front of those that are stored: it finds what it changed
/// before that is written, and what it asked for lately. One thread.
class HeldRows {
public:
    /// A row that was searched once, to be looked at and changed. Valid until the next commit.
    template <class Row>
    class Found {
    public:
        /// Null: there is none.
        const Row* known() const { return row_.content() ? &row_.as<Row>() : nullptr; }

        /// Anew where there is none.
        Row& change() {
            if (!row_.content()) row_.say(Row{});
            rows_.note_change(row_);
            return row_.as<Row>();
        }

    private:
        friend class HeldRows;
        Found(HeldRows& rows, HeldRow& row) : rows_(rows), row_(row) {}
        HeldRows& rows_;
        HeldRow& row_;
    };

    /// Which row was asked for last in some place, so that the next who asks there need not search:
    /// it is most often the same. `Which` tells apart the rows that are asked for there. It may
    /// stand in another row of the same table, unwritten.
    template <class Row, class Which>
    class Last {
        friend class HeldRows;
        Which which_{};
        std::uint32_t generation_ = 0;
        HeldRow* row_ = nullptr;
    };

    /// Reads a row from where they are stored.
    using Stored = std::function<std::optional<ledger::Bytes>(ledger::BytesView)>;

    /// Without a store they are all kept here.
    explicit HeldRows(Stored stored = {}) : stored_(std::move(stored)) {}

    /// As Table has them.
    template <class Row>
    Found<Row> find(ledger::BytesView key) {
        return {*this, held(key, HeldRow::room_of<Row>())};
    }

    template <class Row, class Which, class KeyOf>
    Found<Row> find(Last<Row, Which>& last, const Which& which, const KeyOf& key) {
        if (last.generation_ == generation_ && last.which_ == which) {
            last.row_->was_asked_again = true;
        } else {
            last.row_ = &held(key(), HeldRow::room_of<Row>());
            last.which_ = which;
            last.generation_ = generation_;
        }
        return {*this, *last.row_};
    }

    std::optional<ledger::Bytes> get(ledger::BytesView key);
    void put(ledger::BytesView key, ledger::Bytes bytes);

    /// How many have changed since the last commit, and which: valid until that is noted.
    std::size_t changes() const { return changed_.size() + put_.size(); }
    SortedRows changed() const;

    /// Every row, where there is no store.
    SortedRows all() const;
    std::size_t count() const;

    /// How many at most, without counting them.
    std::size_t most() const { return held_.size() + put_.size(); }

    /// What has changed is stored. What was not asked for again makes room.
    void committed();

private:
    /// What was written without being looked at.
    struct PutRow {
        ledger::Bytes name;
        ledger::Bytes bytes;
        bool is_held = false;  ///< then what is held counts
        ledger::BytesView key() const { return name; }
    };

    HeldRow& held(ledger::BytesView key, std::uint16_t room);
    void note_change(HeldRow& row) {
        if (row.is_changed || !stored_) return;  // what is all kept here is nowhere written
        row.is_changed = true;
        changed_.push_back(&row);
    }
    void make_room();
    void put_back(const HeldRow& row);

    Stored stored_;
    RowsByKey<HeldRow> held_;
    RowsByKey<PutRow> put_;  ///< since the last commit; without a store, ever
    std::vector<HeldRow*> changed_;
    std::uint32_t generation_ = 1;  ///< of the rows that are held: until room is made
};

}  // namespace projections
