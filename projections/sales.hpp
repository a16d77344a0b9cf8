#pragma once
#include <vector>

#include "projections/projection.hpp"

namespace projections {

enum class TransactionType : std::uint8_t { sale, refund, reversal };

/// A sale, a refund or a reversal, with what became of it since.
struct TransactionRow {
    ledger::Position position;
    TransactionType type{};
    ledger::WalletId wallet;
    ledger::Money amount;  ///< that the wallet has more or less
    ledger::MethodId method;
    ledger::Instant occurred_at;
    std::string actor;
    std::string reason;
    std::uint64_t receipt_number{};  ///< of a sale
    std::uint64_t recharge_count{};  ///< of a sale
    ledger::Money balance_after;
    ledger::Position of;           ///< the sale that was refunded, what was reversed
    ledger::Money refunded;        ///< of a sale
    ledger::Position reversed_by;  ///< none: it stands
    ledger::Money fee;             ///< of a sale, or of the sale that was reversed
    ledger::Money paid;            ///< what changed hands: amount and fee together
    ledger::Position shift;        ///< of the actor, at that time; none: there was none

    static constexpr void fields(auto&& visit);
};

/// Which transactions, newest first, and from where on.
struct TransactionFilter {
    std::optional<TransactionType> type;
    ledger::WalletId wallet;  ///< empty: any
    ledger::Position shift;   ///< none: any, or no shift
    ledger::Position before;  ///< none: from the newest on
    std::size_t limit = 100;
};

/// Every sale, refund and reversal.
class Sales : public Projection {
public:
    std::string name() const override { return "sales"; }
    unsigned version() const override { return 3; }
    void fold(Table& table, const ledger::Event& event) const override;

    std::optional<TransactionRow> of(ledger::Position transaction) const;
    Page<TransactionRow> list(const TransactionFilter& filter) const;
};

}  // namespace projections

template <>
struct ledger::EnumNames<projections::TransactionType> {
    static constexpr std::array<std::string_view, 3> names{"sale", "refund", "reversal"};
};

namespace projections {

constexpr void TransactionRow::fields(auto&& visit) {
    using T = TransactionRow;
    using ledger::field;
    visit(field<1>("position", &T::position), field<2>("type", &T::type),
          field<3>("wallet", &T::wallet), field<4>("amount", &T::amount),
          field<5>("method", &T::method), field<6>("occurred_at", &T::occurred_at),
          field<7>("actor", &T::actor), field<8>("reason", &T::reason),
          field<9>("receipt_number", &T::receipt_number),
          field<10>("recharge_count", &T::recharge_count),
          field<11>("balance_after", &T::balance_after), field<12>("of", &T::of),
          field<13>("refunded", &T::refunded), field<14>("reversed_by", &T::reversed_by),
          field<15>("fee", &T::fee), field<16>("paid", &T::paid), field<17>("shift", &T::shift));
}

}  // namespace projections
