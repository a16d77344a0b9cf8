#pragma once
#include <array>
#include <cstdint>
#include <vector>

#include "projections/projection.hpp"

namespace projections {

/// Where a row of a batch stands: not begun, refused by a rule, or as its command does.
enum class RowState : std::uint8_t {
    waiting,
    refused,
    requested,
    sent,
    confirmed,
    failed,
    expired,
    cancelled
};

/// One meter of a batch.
struct BatchRow {
    std::uint32_t row{};  ///< 1, 2, 3 … as they were named
    ledger::MeterId meter;
    RowState state{};
    ledger::Position command;  ///< none: it was never requested
    std::string result;        ///< what was read back, or why it was refused or failed

    static constexpr void fields(auto&& visit);
};

/// A batch, and how many of its rows stand where.
struct BatchSummary {
    ledger::BatchId batch;
    ledger::CommandKind kind{};
    ledger::Position requested;
    ledger::Instant requested_at;
    ledger::Instant expires_at;
    std::string actor;
    std::string reason;
    ledger::BatchId retry_of;  ///< empty: of none
    std::uint32_t begun{};     ///< rows
    bool is_cancelled{};
    std::vector<std::uint32_t> rows;  ///< by RowState, in its order

    std::uint32_t count(RowState state) const { return rows.at(static_cast<std::size_t>(state)); }
    bool is_finished() const {
        return count(RowState::waiting) + count(RowState::requested) + count(RowState::sent) == 0;
    }
    static constexpr void fields(auto&& visit);
};

/// Batches of commands, and the rows of each.
class Batches : public Projection {
public:
    std::string name() const override { return "batches"; }
    unsigned version() const override { return 1; }
    void fold(Table& table, const ledger::Event& event) const override;

    std::optional<BatchSummary> of(const ledger::BatchId& batch) const;
    /// Newest first; `before` none: from the newest on.
    Page<BatchSummary> list(ledger::Position before, std::size_t limit) const;
    /// In their order, from the row after `after` on.
    Page<BatchRow> rows(const ledger::BatchId& batch, std::optional<RowState> state,
                        std::uint32_t after, std::size_t limit) const;
};

}  // namespace projections

template <>
struct ledger::EnumNames<projections::RowState> {
    static constexpr std::array<std::string_view, 8> names{
        "waiting", "refused", "requested", "sent", "confirmed", "failed", "expired", "cancelled"};
};

namespace projections {

constexpr void BatchRow::fields(auto&& visit) {
    using T = BatchRow;
    using ledger::field;
    visit(field<1>("row", &T::row), field<2>("meter", &T::meter), field<3>("state", &T::state),
          field<4>("command", &T::command), field<5>("result", &T::result));
}

constexpr void BatchSummary::fields(auto&& visit) {
    using T = BatchSummary;
    using ledger::field;
    visit(field<1>("batch", &T::batch), field<2>("kind", &T::kind),
          field<3>("requested", &T::requested), field<4>("requested_at", &T::requested_at),
          field<5>("expires_at", &T::expires_at), field<6>("actor", &T::actor),
          field<7>("reason", &T::reason), field<8>("retry_of", &T::retry_of),
          field<9>("begun", &T::begun), field<10>("is_cancelled", &T::is_cancelled),
          field<11>("rows", &T::rows));
}

}  // namespace projections
