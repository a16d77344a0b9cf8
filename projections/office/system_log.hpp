#pragma once
#include "projections/projection.hpp"

namespace projections {

/// What somebody did, as the office sorts it.
enum class DeedKind : std::uint8_t {
    sign_in,  ///< came or went
    refusal,  ///< did not get in, or may not do what was asked
    taken,    ///< took a list or a report away as a file
    change,   ///< edited what describes the site, its people and its prices
    work      ///< anything else that was asked for: money, power, readings keyed in
};

/// One line of the system log. What happened stands in the event.
struct DeedRow {
    ledger::Position position;
    DeedKind kind{};
    ledger::OperatorId who;  ///< empty: a name that no operator has
    ledger::Instant recorded_at;

    static constexpr void fields(auto&& visit) {
        using T = DeedRow;
        using ledger::field;
        visit(field<1>("position", &T::position), field<2>("kind", &T::kind),
              field<3>("operator", &T::who), field<4>("recorded_at", &T::recorded_at));
    }
};

struct DeedFilter {
    ledger::OperatorId who;  ///< empty: everybody
    std::optional<DeedKind> kind;
    std::optional<ledger::Instant> from;   ///< recorded then or later
    std::optional<ledger::Instant> until;  ///< recorded before
    ledger::Position before;               ///< none: from the newest on
    std::size_t limit;
};

/// Whatever people and programs did through the door, and were refused there. What the book, its
/// clerks and the meters do by themselves is not in it, nor what follows from a deed by itself.
class SystemLog : public Projection {
public:
    std::string name() const override { return "system_log"; }
    unsigned version() const override { return 2; }
    void fold(Table& table, const ledger::Event& event) const override;

    /// Newest first.
    Page<DeedRow> list(const DeedFilter& filter) const;
};

}  // namespace projections

template <>
struct ledger::EnumNames<projections::DeedKind> {
    static constexpr std::array<std::string_view, 5> names{"sign_in", "refusal", "export", "change",
                                                           "work"};
};
