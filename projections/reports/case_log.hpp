#pragma once
#include <optional>

#include "ledger/events/event.hpp"
#include "projections/reports/cases.hpp"
#include "projections/table.hpp"

// "c" | kind u8 | position u64 | ordinal u32                -> Case
// "s" | kind u8 | position u64 | ordinal u32 | position u64 -> CaseStep
// "o" | kind u8 | name                                      -> CaseId that is open of it

namespace projections {

/// Which case of a kind: the event that began it, and its place among those that this began.
struct CaseId {
    ledger::Position position;
    std::uint32_t ordinal{};

    static constexpr void fields(auto&& visit) {
        visit(ledger::field<1>("position", &CaseId::position),
              ledger::field<2>("ordinal", &CaseId::ordinal));
    }
};

/// What an event did to a case that had begun before.
struct CaseStep {
    ledger::Position position;
    std::string state;
    bool is_over{};
    std::uint32_t attempt{};
    ledger::Instant at;
    std::string actor;
    std::string result;

    static constexpr void fields(auto&& visit) {
        using T = CaseStep;
        using ledger::field;
        visit(field<1>("position", &T::position), field<2>("state", &T::state),
              field<3>("is_over", &T::is_over), field<4>("attempt", &T::attempt),
              field<5>("at", &T::at), field<6>("actor", &T::actor), field<7>("result", &T::result));
    }
};

/// How a case goes on.
struct Turn {
    const char* state;
    bool is_over = true;
    std::uint32_t attempt = 0;
    std::string result{};
};

/// Writes down what one event does to cases. For the fold's thread.
class CaseLog {
public:
    CaseLog(Table& table, const ledger::Event& event) : table_(table), event_(event) {}

    Table& table() { return table_; }
    const ledger::Envelope& envelope() const { return event_.envelope; }

    /// A case of this event, with what the event's head says of it.
    Case begun(CaseKind kind) const;
    CaseId put(const Case& begun);
    void go_on(CaseKind kind, const CaseId& id, const Turn& turn);

    /// That is open of a meter, a line or a gateway: at most one of a kind and name.
    std::optional<CaseId> open(CaseKind kind, const std::string& name) const;
    void set_open(CaseKind kind, const std::string& name, const CaseId& id);
    /// Nothing where none is open.
    void end_open(CaseKind kind, const std::string& name, const Turn& turn);
    const Case& of(CaseKind kind, const CaseId& id) const;

private:
    Table& table_;
    const ledger::Event& event_;
};

ledger::Bytes case_key(CaseKind kind, ledger::Position position);
ledger::Bytes steps_key(CaseKind kind, ledger::Position position);

/// What the event means for cases: each family of events in a file of its own.
void note_case(CaseLog& log, const ledger::Payload& payload);

}  // namespace projections
