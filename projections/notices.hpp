#pragma once
#include <array>
#include <cstdint>

#include "projections/projection.hpp"

namespace projections {

enum class NoticeState : std::uint8_t { queued, delivered, failed };

/// What a customer was told, or will be.
struct NoticeRow {
    ledger::Position notice;
    ledger::NoticeQueued facts{};
    NoticeState state{};
    std::uint32_t attempts{};
    ledger::Instant changed_at;
    std::string result;     ///< what the other side calls it, or why it failed last
    ledger::Position text;  ///< of the book, that it was told by; none: the built-in one

    static constexpr void fields(auto&& visit);
};

/// Which notices, and from where on: those that are queued oldest first, all others newest first.
struct NoticeFilter {
    ledger::WalletId wallet;  ///< empty: any
    std::optional<NoticeState> state;
    ledger::Position cursor;  ///< none: from the beginning
    std::size_t limit = 100;
};

/// Every notice to a customer.
class Notices : public Projection {
public:
    std::string name() const override { return "notices"; }
    unsigned version() const override { return 1; }
    void fold(Table& table, const ledger::Event& event) const override;

    std::optional<NoticeRow> of(ledger::Position notice) const;
    Page<NoticeRow> list(const NoticeFilter& filter) const;

private:
    Page<NoticeRow> list_queued(const NoticeFilter& filter) const;
};

}  // namespace projections

template <>
struct ledger::EnumNames<projections::NoticeState> {
    static constexpr std::array<std::string_view, 3> names{"queued", "delivered", "failed"};
};

namespace projections {

constexpr void NoticeRow::fields(auto&& visit) {
    using T = NoticeRow;
    using ledger::field;
    visit(field<1>("notice", &T::notice), field<2>("facts", &T::facts),
          field<3>("state", &T::state), field<4>("attempts", &T::attempts),
          field<5>("changed_at", &T::changed_at), field<6>("result", &T::result),
          field<7>("text", &T::text));
}

}  // namespace projections
