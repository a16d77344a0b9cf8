#include "projections/reports/case_log.hpp"

#include "projections/key.hpp"
#include "projections/rows.hpp"

namespace projections {
namespace {

using ledger::Bytes;
using ledger::Position;

Bytes key_of(char row, CaseKind kind, Position position) {
    return position_key({row, static_cast<char>(kind)}, position);
}

Bytes key_of(char row, CaseKind kind, const CaseId& id) {
    Bytes key = key_of(row, kind, id.position);
    ledger::put_big_endian(id.ordinal, key);
    return key;
}

Key open_key(CaseKind kind, const std::string& name) {
    return Key('o', static_cast<char>(kind), name);
}

}  // namespace

Bytes case_key(CaseKind kind, Position position) { return key_of('c', kind, position); }
Bytes steps_key(CaseKind kind, Position position) { return key_of('s', kind, position); }

Case CaseLog::begun(CaseKind kind) const {
    Case found;
    found.kind = kind;
    found.position = envelope().position;
    found.actor = envelope().actor.name;
    found.reason = envelope().reason;
    found.recorded_at = envelope().recorded_at;
    found.occurred_at = envelope().occurred_at;
    return found;
}

CaseId CaseLog::put(const Case& begun) {
    const CaseId id{begun.position, begun.ordinal};
    table_.put(key_of('c', begun.kind, id), ledger::wire::encode(begun));
    return id;
}

void CaseLog::go_on(CaseKind kind, const CaseId& id, const Turn& turn) {
    const CaseStep step{
        envelope().position,   turn.state, turn.is_over, turn.attempt, envelope().occurred_at,
        envelope().actor.name, turn.result};
    table_.put(position_key(key_of('s', kind, id), step.position), ledger::wire::encode(step));
}

std::optional<CaseId> CaseLog::open(CaseKind kind, const std::string& name) const {
    const auto* known = table_.known<CaseId>(open_key(kind, name));
    const bool is_open = known != nullptr && !known->position.is_none();
    return is_open ? std::optional(*known) : std::nullopt;
}

void CaseLog::set_open(CaseKind kind, const std::string& name, const CaseId& id) {
    table_.change<CaseId>(open_key(kind, name)) = id;
}

void CaseLog::end_open(CaseKind kind, const std::string& name, const Turn& turn) {
    const auto id = open(kind, name);
    if (!id) return;
    go_on(kind, *id, turn);
    set_open(kind, name, {});
}

const Case& CaseLog::of(CaseKind kind, const CaseId& id) const {
    const auto* known = table_.known<Case>(key_of('c', kind, id));
    ledger::ensure(known != nullptr, "a case is written before what refers to it");
    return *known;
}

}  // namespace projections
