#include "projections/office/system_log.hpp"

#include "ledger/rules/edits.hpp"
#include "projections/rows.hpp"

// "d" | position u64                   -> DeedRow
// "o" | operator | zero | position u64 -> "" for each of an operator
// "k" | kind | zero | position u64     -> "" for each of a kind

namespace projections {
namespace {

using ledger::ActorKind;
using ledger::Event;
using ledger::is_one_of;
using ledger::OperatorId;

constexpr const char* rows = "d";

/// What the door itself wrote of somebody; nothing of any other event.
template <class Fact>
constexpr std::optional<DeedKind> kind_at_the_door() {
    if constexpr (is_one_of<Fact, ledger::OperatorSignedIn, ledger::SessionEnded>)
        return DeedKind::sign_in;
    if constexpr (is_one_of<Fact, ledger::SignInRefused, ledger::RequestRefused>)
        return DeedKind::refusal;
    if constexpr (std::is_same_v<Fact, ledger::ExportTaken>) return DeedKind::taken;
    return std::nullopt;
}

/// Whoever asked for it; nobody where the book or a meter did it, or it followed by itself. A
/// command's first event is what was asked for, also where it comes of another: a refund of its
/// sale, an approval of its proposal.
std::optional<DeedRow> deed_of_actor(const Event& event, DeedKind kind) {
    const ledger::Envelope& envelope = event.envelope;
    const ledger::Actor& actor = envelope.actor;
    const bool is_by_somebody = actor.kind == ActorKind::person || actor.kind == ActorKind::api;
    const bool is_asked_for = envelope.causation.is_none() || envelope.command_events > 0;
    if (!is_by_somebody || !is_asked_for) return std::nullopt;
    const OperatorId who(OperatorId::is_well_formed(actor.name) ? actor.name : "");
    return DeedRow{event.envelope.position, kind, who, event.envelope.recorded_at};
}

template <class Fact>
std::optional<DeedRow> deed(const Event& event, const Fact& fact) {
    if constexpr (kind_at_the_door<Fact>().has_value())
        return DeedRow{event.envelope.position, *kind_at_the_door<Fact>(), fact.who,
                       event.envelope.recorded_at};
    const bool is_change = ledger::is_about_operators<Fact> || ledger::is_edit(event.payload);
    return deed_of_actor(event, is_change ? DeedKind::change : DeedKind::work);
}

ledger::Bytes list_of(const DeedFilter& filter) {
    if (!filter.who.is_empty()) return list_prefix('o', filter.who.text());
    if (filter.kind) return list_prefix('k', std::string(ledger::to_text(*filter.kind)));
    return "";
}

bool is_of(const DeedRow& row, const DeedFilter& filter) {
    return (!filter.kind || row.kind == *filter.kind) &&
           (!filter.from || row.recorded_at >= *filter.from) &&
           (!filter.until || row.recorded_at < *filter.until);
}

}  // namespace

void SystemLog::fold(Table& table, const Event& event) const {
    const auto row = std::visit([&](const auto& fact) { return deed(event, fact); }, event.payload);
    if (!row) return;
    const auto put_into = [&](char list, const std::string& name) {
        table.put(position_key(list_prefix(list, name), row->position), "");
    };
    table.put(position_key(rows, row->position), ledger::wire::encode(*row));
    if (!row->who.is_empty()) put_into('o', row->who.text());
    put_into('k', std::string(ledger::to_text(row->kind)));
}

Page<DeedRow> SystemLog::list(const DeedFilter& filter) const {
    return newest_first<DeedRow>(*live(), {rows, list_of(filter), filter.before, filter.limit},
                                 [&](const DeedRow& row) { return is_of(row, filter); });
}

}  // namespace projections
