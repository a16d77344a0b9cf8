#include "projections/commands.hpp"

#include "ledger/events/wire.hpp"
#include "ledger/journal/big_endian.hpp"

// "c" | position u64 -> CommandRow

namespace projections {
namespace {

using namespace ledger;  // NOLINT(google-build-using-namespace): every event is the ledger's

Bytes command_key(Position command) {
    Bytes key = "c";
    put_big_endian(command.number, key);
    return key;
}

CommandRow row_in(BytesView bytes) {
    auto row = wire::decode<CommandRow>(bytes);
    ensure(row.has_value(), "a projection reads what it wrote");
    return std::move(*row);
}

/// Moves a known command on to its next state.
void move_on(Table& table, const Envelope& envelope, Position command, CommandState state,
             const std::string& result) {
    const auto known = table.get(command_key(command));
    ensure(known.has_value(), "a command is requested before anything becomes of it");
    CommandRow row = row_in(*known);
    row.state = state;
    row.changed_at = envelope.occurred_at;
    if (state == CommandState::sent) ++row.attempts;
    if (!result.empty()) row.result = result;
    table.put(command_key(command), wire::encode(row));
}

template <class Fact>
constexpr bool is_no_command =
    is_one_of<Fact, SiteConfigured, BuildingRegistered, GatewayRegistered, LineRegistered,
              MeterRegistered, TariffPublished, TariffAssigned, ThresholdsSet, CustomerRegistered,
              CalendarPublished, AccountOpened, MeterAttached, MeterDetached, AccountClosed,
              AccountTransferred, CreditTransferred, BalanceAdjusted, AdjustmentProposed,
              AdjustmentDeclined, CreditSold, CreditRefunded, TransactionReversed, ReadingRecorded,
              ReadingQuarantined, QuarantineResolved, MeterReset, TransformerRatioChanged,
              MeterReplaced, RegisterRolledOver, EnergyEstimated, AlarmRaised, AlarmCleared,
              ContactLost, ContactRestored, CreditLimitsSet, FeePublished, FeeAssigned, FeeCharged,
              ShiftOpened, ShiftClosed, PeriodClosed, CustomerForgotten, AccountPrepared,
              PreparationWithdrawn, OpeningBalanceBroughtIn, WalletSettled, ReadingCorrected,
              ChargeCorrected, BatchRequested, BatchRowRefused, BatchCancelled, PurchasesResolved,
              NoticeQueued, NoticeDelivered, NoticeFailed>;

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
    table.put(command_key(row.command), wire::encode(row));
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
    const auto row = live()->find(command_key(command));
    return row ? std::optional(row_in(*row)) : std::nullopt;
}

Page<CommandRow> Commands::list(const CommandFilter& filter) const {
    Page<CommandRow> page;
    const Position newest{filter.before.is_none() ? UINT64_MAX : filter.before.number - 1};
    live()->descend("c", command_key(newest), [&](BytesView, BytesView value) {
        CommandRow row = row_in(value);
        const bool wanted = (filter.meter.is_empty() || row.meter == filter.meter) &&
                            (!filter.state || row.state == *filter.state);
        if (!wanted) return true;
        if (page.rows.size() == filter.limit) {
            page.next = std::to_string(page.rows.back().command.number);
            return false;
        }
        page.rows.push_back(std::move(row));
        return true;
    });
    return page;
}

}  // namespace projections
