#include "ledger/events/groups.hpp"
#include "ledger/rules/catalogue/meter_terms.hpp"
#include "ledger/values/one_of.hpp"
#include "projections/reports/case_log.hpp"
#include "projections/reports/places.hpp"
#include "projections/reports/surroundings.hpp"
#include "projections/rows.hpp"

// "k" | batch -> u8 kind of its commands, and the name of whoever asked for them

namespace projections {
namespace {

using namespace ledger;  // NOLINT(google-build-using-namespace): every event is the ledger's

/// A case that is about one meter, where it hangs now and with the wallet it draws on.
Case about(CaseLog& log, CaseKind kind, const MeterId& meter) {
    Case begun = log.begun(kind);
    begun.meter = meter;
    begun.building = place_of(log.table(), meter).building;
    begun.wallet = wallet_of(log.table(), meter);
    return begun;
}

template <class Word>
std::string text(Word word) {
    return std::string(to_text(word));
}

template <class Fact>
constexpr bool concerns_no_case =
    is_about_operators<Fact> || is_about_places_and_prices<Fact> || is_about_people<Fact> ||
    is_about_office<Fact> || is_about_approvals<Fact> || is_about_money<Fact> ||
    is_one_of<Fact, SiteConfigured, MeterRegistered, ThresholdsSet, MeterAttached, MeterDetached,
              EnergyEstimated, ReadingCorrected, BatchCancelled, PurchasesResolved>;

template <class Fact>
    requires concerns_no_case<Fact>
void note(CaseLog&, const Fact&) {}

// --- alarms ----------------------------------------------------------------------------------

void note(CaseLog& log, const AlarmRaised& fact) {
    Case alarm = about(log, CaseKind::alarm, fact.meter);
    alarm.what = text(fact.kind);
    alarm.detail = fact.detail;
    log.put(alarm);
}

void note(CaseLog& log, const AlarmCleared& fact) {
    log.go_on(CaseKind::alarm, {fact.alarm, 0}, {"cleared"});
}

// --- contact ---------------------------------------------------------------------------------

// A meter, a line and a gateway may have the same name.
std::string open_name(const MeterId& meter) { return "m" + meter.text(); }
std::string open_name(const LineId& line) { return "l" + line.text(); }
std::string open_name(const GatewayId& gateway) { return "g" + gateway.text(); }

constexpr const char* restored = "restored";

void lose_meter(CaseLog& log, const ContactLost& fact, const MeterId& meter,
                std::uint32_t ordinal) {
    Case lost = about(log, CaseKind::contact, meter);
    lost.what = "meter";
    lost.ordinal = ordinal;
    lost.line = fact.line;
    lost.gateway = surroundings_of(log.table(), fact.line).gateway;
    lost.detail = fact.detail;
    log.set_open(CaseKind::contact, open_name(meter), log.put(lost));
}

/// A gateway is lost when the last of its lines is.
void lose_gateway(CaseLog& log, Case lost) {
    const auto around = surroundings_of(log.table(), lost.gateway);
    lost.meters.clear();
    for (const LineId& line : around.lines) {
        if (!log.open(CaseKind::contact, open_name(line))) return;
        const auto meters = surroundings_of(log.table(), line).meters;
        lost.meters.insert(lost.meters.end(), meters.begin(), meters.end());
    }
    lost.what = "gateway";
    lost.ordinal = 1;
    lost.line = {};
    log.set_open(CaseKind::contact, open_name(lost.gateway), log.put(lost));
}

void lose_line(CaseLog& log, const ContactLost& fact) {
    auto around = surroundings_of(log.table(), fact.line);
    Case lost = log.begun(CaseKind::contact);
    lost.what = "line";
    lost.line = fact.line;
    lost.gateway = around.gateway;
    lost.building = surroundings_of(log.table(), around.gateway).building;
    if (lost.building.is_empty() && !around.meters.empty())
        lost.building = place_of(log.table(), around.meters.front()).building;
    lost.detail = fact.detail;
    lost.meters = std::move(around.meters);
    log.set_open(CaseKind::contact, open_name(fact.line), log.put(lost));
    if (!lost.gateway.is_empty()) lose_gateway(log, std::move(lost));
}

void note(CaseLog& log, const ContactLost& fact) {
    if (!fact.meter.is_empty()) return lose_meter(log, fact, fact.meter, 0);
    if (fact.meters.empty()) return lose_line(log, fact);
    std::uint32_t ordinal = 0;
    for (const MeterId& meter : fact.meters) lose_meter(log, fact, meter, ordinal++);
}

void note(CaseLog& log, const ContactRestored& fact) {
    if (!fact.meter.is_empty())
        return log.end_open(CaseKind::contact, open_name(fact.meter), {restored});
    log.end_open(CaseKind::contact, open_name(fact.line), {restored});
    const GatewayId gateway = surroundings_of(log.table(), fact.line).gateway;
    if (!gateway.is_empty()) log.end_open(CaseKind::contact, open_name(gateway), {restored});
}

// --- commands --------------------------------------------------------------------------------

Bytes batch_key(const BatchId& batch) { return "k" + batch.text(); }

void note(CaseLog& log, const BatchRequested& fact) {
    log.table().put(batch_key(fact.batch),
                    Bytes(1, static_cast<char>(fact.kind)) + log.envelope().actor.name);
}

/// The rows of a batch are written by the book, for whoever asked for it.
Case row_of(CaseLog& log, const BatchId& batch, const MeterId& meter) {
    Case row = about(log, CaseKind::command, meter);
    const auto asked = log.table().get(batch_key(batch));
    ensure(asked.has_value(), "a batch is requested before its rows");
    row.what = text(static_cast<CommandKind>(asked->front()));
    row.actor = asked->substr(1);
    row.batch = batch;
    return row;
}

/// A command that never was.
void note(CaseLog& log, const BatchRowRefused& fact) {
    Case row = row_of(log, fact.batch, fact.meter);
    row.via = text(CommandCause::person);
    log.go_on(CaseKind::command, log.put(row), {"refused", true, 0, fact.detail});
}

void note(CaseLog& log, const CommandRequested& fact) {
    Case command = fact.batch.is_empty() ? about(log, CaseKind::command, fact.meter)
                                         : row_of(log, fact.batch, fact.meter);
    command.what = text(fact.kind);
    command.via = text(fact.cause);
    log.put(command);
}

void note(CaseLog& log, const CommandSent& fact) {
    log.go_on(CaseKind::command, {fact.command, 0}, {"sent", false, fact.attempt});
}

void note(CaseLog& log, const CommandConfirmed& fact) {
    log.go_on(CaseKind::command, {fact.command, 0}, {"confirmed", true, 0, fact.read_back});
}

void note(CaseLog& log, const CommandFailed& fact) {
    log.go_on(CaseKind::command, {fact.command, 0}, {"failed", true, 0, fact.cause});
}

void note(CaseLog& log, const CommandExpired& fact) {
    log.go_on(CaseKind::command, {fact.command, 0}, {"expired"});
}

void note(CaseLog& log, const CommandCancelled& fact) {
    log.go_on(CaseKind::command, {fact.command, 0}, {"cancelled", true, 0, log.envelope().reason});
}

// --- doubted readings ------------------------------------------------------------------------

/// Nobody decides about it any more: something newer is known.
const Turn overtaken{"overtaken"};

void note(CaseLog& log, const ReadingQuarantined& fact) {
    Case doubted = about(log, CaseKind::quarantine, fact.meter);
    doubted.what = text(fact.reason);
    doubted.detail = fact.detail;
    doubted.energy = energy_of(fact.registers, fact.registers.total).value_or(Energy{});
    const CaseId id = log.put(doubted);
    const auto open = log.open(CaseKind::quarantine, fact.meter.text());
    const bool is_older =
        open && doubted.occurred_at < log.of(CaseKind::quarantine, *open).occurred_at;
    if (is_older) return log.go_on(CaseKind::quarantine, id, overtaken);
    log.end_open(CaseKind::quarantine, fact.meter.text(), overtaken);
    log.set_open(CaseKind::quarantine, fact.meter.text(), id);
}

void note(CaseLog& log, const QuarantineResolved& fact) {
    const std::string how = text(fact.resolution);
    log.end_open(CaseKind::quarantine, fact.meter.text(),
                 {how.c_str(), true, 0, log.envelope().reason});
}

void note(CaseLog& log, const ReadingRecorded& fact) {
    if (fact.use == ReadingUse::late || fact.use == ReadingUse::corrects) return;
    const auto open = log.open(CaseKind::quarantine, fact.meter.text());
    if (!open) return;
    const bool is_newer =
        log.of(CaseKind::quarantine, *open).occurred_at <= log.envelope().occurred_at;
    if (is_newer) log.end_open(CaseKind::quarantine, fact.meter.text(), overtaken);
}

template <class Fact>
    requires is_one_of<Fact, MeterReplaced, RegisterRolledOver, MeterReset, TransformerRatioChanged>
void note(CaseLog& log, const Fact& fact) {
    log.end_open(CaseKind::quarantine, fact.meter.text(), overtaken);
}

void note(CaseLog& log, const MeterRetired& fact) {
    log.end_open(CaseKind::quarantine, fact.meter.text(), overtaken);
    log.end_open(CaseKind::contact, open_name(fact.meter), {"retired"});
}

// --- notices and corrections -----------------------------------------------------------------

void note(CaseLog& log, const NoticeQueued& fact) {
    Case notice = log.begun(CaseKind::notice);
    notice.what = text(fact.kind);
    notice.via = text(fact.channel);
    notice.meter = fact.meter;
    notice.building = fact.place.building;
    notice.wallet = fact.wallet;
    notice.amount = fact.balance;
    log.put(notice);
}

void note(CaseLog& log, const NoticeDelivered& fact) {
    log.go_on(CaseKind::notice, {fact.notice, 0},
              {"delivered", true, fact.attempt, fact.reference});
}

void note(CaseLog& log, const NoticeFailed& fact) {
    log.go_on(CaseKind::notice, {fact.notice, 0},
              {fact.is_final ? "failed" : "queued", fact.is_final, fact.attempt, fact.cause});
}

void note(CaseLog& log, const ChargeCorrected& fact) {
    Case corrected = about(log, CaseKind::correction, fact.meter);
    corrected.wallet = fact.wallet;
    corrected.of = fact.cause;
    corrected.since = fact.since;
    corrected.until = fact.until;
    corrected.energy = energy_in(fact.lines);
    for (const ChargeLine& line : fact.lines) corrected.amount += line.amount;
    log.put(corrected);
}

}  // namespace

void note_case(CaseLog& log, const Payload& payload) {
    std::visit([&](const auto& fact) { note(log, fact); }, payload);
}

}  // namespace projections
