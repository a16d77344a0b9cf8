#include "projections/commands.hpp"

#include "ledger/events/groups.hpp"
#include "projections/rows.hpp"

// "c" | position u64                -> CommandRow
// "m" | meter | zero | position u64 -> "" for each of a meter

namespace projections {
namespace {

using namespace ledger;  // NOLINT(google-build-using-namespace): every event is the ledger's

constexpr const char* rows = "c";

/// Moves a known command on to its next state.
void move_on(Table& table, const Envelope& envelope, Position command, CommandState state,
             const std::string& result) {
    auto& row = known_row<CommandRow>(table, rows, command);
    row.state = state;
    row.changed_at = envelope.occurred_at;
    if (state == CommandState::sent) ++row.attempts;
    if (!result.empty()) row.result = result;
}

template <class Fact>
constexpr bool is_no_command =
    is_about_operators<Fact> || is_about_places_and_prices<Fact> || is_about_people<Fact> ||
    is_about_office<Fact> || is_about_approvals<Fact> || is_about_alarms<Fact> ||
    is_about_notices<Fact> || is_about_money<Fact> || is_about_meters<Fact> ||
    is_about_batches<Fact> || is_one_of<Fact, SiteConfigured, PurchasesResolved>;

template <class Fact>
    requires is_no_command<Fact>
void follow(Table&, const Envelope&, const Fact&) {}

void follow(Table& table, const Envelope& envelope, const CommandRequested& fact) {
    CommandRow row;
    row.command = envelope.position;
    row.meter = fact.meter;
    row.kind = fact.kind;
    row.cause = fact.cause;
    row.requested_at = row.changed_at = envelope.occurred_at;
    row.expires_at = fact.expires_at;
    row.reason = envelope.reason;
    row.batch = fact.batch;
    table.put(position_key(rows, row.command), wire::encode(row));
    table.put(position_key(list_prefix('m', row.meter.text()), row.command), "");
}

void follow(Table& table, const Envelope& envelope, const CommandSent& fact) {
    move_on(table, envelope, fact.command, CommandState::sent, {});
}

void follow(Table& table, const Envelope& envelope, const CommandConfirmed& fact) {
    move_on(table, envelope, fact.command, CommandState::confirmed, fact.read_back);
}

void follow(Table& table, const Envelope& envelope, const CommandFailed& fact) {
    move_on(table, envelope, fact.command, CommandState::failed, fact.cause);
}

void follow(Table& table, const Envelope& envelope, const CommandExpired& fact) {
    move_on(table, envelope, fact.command, CommandState::expired, {});
}

void follow(Table& table, const Envelope& envelope, const CommandCancelled& fact) {
    move_on(table, envelope, fact.command, CommandState::cancelled, envelope.reason);
}

}  // namespace

void Commands::fold(Table& table, const Event& event) const {
    std::visit([&](const auto& fact) { follow(table, event.envelope, fact); }, event.payload);
}

std::optional<CommandRow> Commands::of(Position command) const {
    return row_of<CommandRow>(*live(), rows, command);
}

Page<CommandRow> Commands::list(const CommandFilter& filter) const {
    Listing listing{rows, "", filter.before, filter.limit};
    if (!filter.meter.is_empty()) listing.list = list_prefix('m', filter.meter.text());
    return newest_first<CommandRow>(*live(), listing, [&](const CommandRow& row) {
        return !filter.state || row.state == *filter.state;
    });
}

}  // namespace projections
