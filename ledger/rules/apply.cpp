#include "ledger/rules/apply.hpp"

#include <algorithm>

#include "ledger/rating/zone.hpp"
#include "ledger/rules/control/carry_control.hpp"
#include "ledger/rules/correction/changed_past.hpp"
#include "ledger/rules/edits.hpp"
#include "ledger/rules/energy/draw.hpp"
#include "ledger/rules/migration/carry_migration.hpp"
#include "ledger/rules/money/approval.hpp"
#include "ledger/rules/money/credit.hpp"
#include "ledger/rules/office/carry_office.hpp"

namespace ledger {
namespace {

// --- what is to be corrected -----------------------------------------------------------------

void mark_due(State& state, const MeterId& meter, const ChangedPast& changed, Position cause) {
    if (!changed.is_any()) return;
    Due& due = state.due[meter];
    if (changed.from) due.from = std::min(*changed.from, due.from.value_or(*changed.from));
    due.before = due.before || changed.before;
    due.cause = cause;
}

/// What this fact about prices changes of what any meter was charged.
template <class Fact>
void mark_all_due(State& state, const Envelope& envelope, const Fact& fact) {
    for (const auto& [id, meter] : state.meters)
        mark_due(state, id, changed_past(state, meter, fact), envelope.position);
}

// --- catalogue -------------------------------------------------------------------------------

void carry_into(State& state, const Envelope&, const SiteConfigured& fact) { state.site = fact; }

void carry_into(State& state, const Envelope&, const BuildingRegistered& fact) {
    state.buildings[fact.building] = fact;
}

void carry_into(State& state, const Envelope&, const GatewayRegistered& fact) {
    state.gateways[fact.gateway] = fact;
}

void carry_into(State& state, const Envelope&, const LineRegistered& fact) {
    state.lines[fact.line].registered = fact;
}

void carry_into(State& state, const Envelope&, const MeterRegistered& fact) {
    Meter& meter = state.meters[fact.meter];
    if (meter.registered.meter.is_empty()) meter.supply = CommandKind::restore_prepaid;
    meter.registered = fact;
    meter.retired = {};
}

void carry_into(State& state, const Envelope& envelope, const MeterRetired& fact) {
    Meter& meter = known(state.meters, fact.meter);
    meter.retired = envelope.position;
    meter.contact_lost = {};
    meter.doubtful.reset();
}

void carry_into(State& state, const Envelope& envelope, const TariffPublished& fact) {
    mark_all_due(state, envelope, fact);
    auto& versions = state.tariffs[fact.tariff].versions;
    const auto later = std::upper_bound(
        versions.begin(), versions.end(), fact.effective_from,
        [](Instant from, const TariffVersion& each) { return from < each.terms.effective_from; });
    versions.insert(later, {envelope.position, fact});
}

void carry_into(State& state, const Envelope& envelope, const TariffAssigned& fact) {
    Meter& meter = known(state.meters, fact.meter);
    mark_due(state, fact.meter, changed_past(state, meter, fact), envelope.position);
    auto& tariffs = meter.tariffs;
    std::erase_if(tariffs, [&](const AssignedTariff& each) { return each.from >= fact.from; });
    tariffs.push_back({fact.from, fact.tariff});
}

void carry_into(State& state, const Envelope& envelope, const CalendarPublished& fact) {
    mark_all_due(state, envelope, fact);
    state.calendars[fact.calendar] = fact;
}

void carry_into(State& state, const Envelope&, const ThresholdsSet& fact) {
    known(state.meters, fact.meter).thresholds = fact;
}

// --- people ----------------------------------------------------------------------------------

void carry_into(State& state, const Envelope&, const CustomerRegistered& fact) {
    state.customers[fact.customer].registered = fact;
}

void carry_into(State& state, const Envelope& envelope, const CustomerForgotten& fact) {
    known(state.customers, fact.customer) = {{fact.customer, "", ""}, envelope.position};
}

void carry_into(State& state, const Envelope&, const AccountPrepared& fact) {
    state.prepared[fact.account] = fact;
}

void carry_into(State& state, const Envelope&, const PreparationWithdrawn& fact) {
    state.prepared.erase(fact.account);
}

void carry_into(State& state, const Envelope& envelope, const AccountOpened& fact) {
    state.prepared.erase(fact.account);
    state.accounts[fact.account] = {fact.customer, fact.wallets, {}, envelope.occurred_at, {}, {}};
}

void carry_into(State& state, const Envelope& envelope, const MeterAttached& fact) {
    Meter& meter = known(state.meters, fact.meter);
    Account& account = known(state.accounts, fact.account);
    meter.account = fact.account;
    meter.wallet = fact.wallet;
    // Who leaves and comes back within a cycle does not begin again at the lowest tier.
    const TierCount* left = find(account.left_tiers, fact.meter);
    meter.tiers = left == nullptr ? TierCount{} : *left;
    const Position reading = meter.last_good ? meter.last_good->reading : Position{};
    meter.last_good = {envelope.position, envelope.occurred_at, fact.baseline, reading};
    meter.attached = {envelope.position, envelope.occurred_at, fact.baseline, meter.tiers, reading};
    account.left_tiers.erase(fact.meter);
    account.meters.push_back(fact.meter);
    const bool is_new = !state.wallets.contains(fact.wallet);
    Wallet& wallet = state.wallets[fact.wallet];
    wallet.account = fact.account;
    if (wallet.meters.empty()) use_up_ends(state, fact.wallet);  // it does not end now
    wallet.meters.push_back(fact.meter);
    if (is_new) begin_with_limits(state, fact, wallet);
}

void carry_into(State& state, const Envelope& envelope, const MeterDetached& fact) {
    Meter& meter = known(state.meters, fact.meter);
    Account& account = known(state.accounts, fact.account);
    meter.account = {};
    meter.wallet = {};
    meter.left_at = envelope.occurred_at;
    meter.last_good = {envelope.position, envelope.occurred_at, fact.final};
    account.left_tiers[fact.meter] = meter.tiers;
    std::erase(account.meters, fact.meter);
    Wallet& wallet = known(state.wallets, fact.wallet);
    std::erase(wallet.meters, fact.meter);
    end_arrears(state, fact.wallet);
    if (wallet.meters.empty()) end_fees(wallet);
}

void settle(Wallet& wallet, Money amount) {
    wallet.balance -= amount;
    ensure(wallet.balance.is_zero(), "a settlement clears its wallet");
    wallet.credit.clear();
}

void carry_into(State& state, const Envelope& envelope, const AccountClosed& fact) {
    use_up_ends(state, fact.account);
    for (const Settlement& each : fact.settlements)
        settle(known(state.wallets, each.wallet), each.paid_out + each.rounding);
    state.accounts.erase(fact.account);
    state.closed_accounts[fact.account] = envelope.position;
}

/// Whoever was let in as the tenant before is not the one who comes: their binding ends.
void unbind_tenants(State& state, const Envelope& envelope, const AccountId& account) {
    for (auto& [who, each] : state.office.operators) {
        if (std::erase(each.accounts, account) == 0) continue;
        state.edited[{SubjectKind::operator_, who.text()}] = envelope.position;
    }
}

void carry_into(State& state, const Envelope& envelope, const AccountTransferred& fact) {
    known(state.accounts, fact.account).customer = fact.to;
    use_up_ends(state, fact.account);
    unbind_tenants(state, envelope, fact.account);
}

// --- money -----------------------------------------------------------------------------------

void carry_into(State& state, const Envelope& envelope, const CreditSold& fact) {
    Wallet& wallet = known(state.wallets, fact.wallet);
    add_credit(wallet, envelope.position, fact.amount);
    wallet.recharge_count = fact.recharge_count;
    state.receipts = fact.receipt_number;
    state.sales[envelope.position] = {fact.wallet, fact.amount, fact.method, {}, false, fact.fee};
    ensure(wallet.balance == fact.balance_after, "a sale's balance is what the book computes");
}

void carry_into(State& state, const Envelope& envelope, const CreditRefunded& fact) {
    Wallet& wallet = known(state.wallets, fact.wallet);
    withdraw_credit(wallet, fact.sale, fact.amount);
    use_up_approval(state, proposal_for(fact));
    known(state.sales, fact.sale).refunded += fact.amount;
    known(state.accounts, wallet.account).paid_back += fact.amount;
    state.refunds[envelope.position] = {fact.wallet, fact.sale, fact.amount, fact.method, false};
    ensure(wallet.balance == fact.balance_after, "a refund's balance is what the book computes");
}

void carry_into(State& state, const Envelope& envelope, const TransactionReversed& fact) {
    state.reversals[envelope.position] = fact.transaction;
    use_up_approval(state, proposal_for(fact));
    Wallet& wallet = known(state.wallets, fact.wallet);
    if (fact.kind == TransactionKind::sale) {
        undo_sale(wallet, fact.transaction, fact.amount);
        known(state.sales, fact.transaction).reversed = true;
    } else {
        Refund& refund = known(state.refunds, fact.transaction);
        refund.reversed = true;
        known(state.sales, refund.sale).refunded -= fact.amount;
        known(state.accounts, wallet.account).paid_back -= fact.amount;
        add_credit(wallet, refund.sale, fact.amount);
    }
    ensure(wallet.balance == fact.balance_after, "a reversal's balance is what the book computes");
}

void carry_into(State& state, const Envelope& envelope, const CreditTransferred& fact) {
    Wallet& from = known(state.wallets, fact.from);
    Wallet& to = known(state.wallets, fact.to);
    consume_credit(from, fact.amount);
    add_credit(to, envelope.position, fact.amount);
    ensure(from.balance == fact.from_balance_after && to.balance == fact.to_balance_after,
           "a transfer's balances are what the book computes");
}

void change_credit(Wallet& wallet, Position cause, Money amount) {
    if (amount.is_negative()) return consume_credit(wallet, -amount);
    add_credit(wallet, cause, amount);
}

void carry_into(State& state, const Envelope& envelope, const OpeningBalanceBroughtIn& fact) {
    Wallet& wallet = known(state.wallets, fact.wallet);
    change_credit(wallet, envelope.position, fact.amount);
    wallet.brought_in = envelope.position;
    ensure(wallet.balance == fact.balance_after,
           "an opening balance is added to what the book computes");
}

void carry_into(State& state, const Envelope&, const WalletSettled& fact) {
    use_up_ends(state, fact.wallet);
    Wallet& wallet = known(state.wallets, fact.wallet);
    settle(wallet, fact.paid_out + fact.rounding);
    if (fact.paid_out.is_positive())
        known(state.accounts, wallet.account).paid_back += fact.paid_out;
}

void carry_into(State& state, const Envelope& envelope, const BalanceAdjusted& fact) {
    Wallet& wallet = known(state.wallets, fact.wallet);
    change_credit(wallet, envelope.position, fact.amount);
    state.proposals.erase(fact.proposal);
    ensure(wallet.balance == fact.balance_after,
           "an adjustment's balance is what the book computes");
}

void carry_into(State& state, const Envelope& envelope, const AdjustmentProposed& fact) {
    state.proposals[envelope.position] = {fact.wallet, fact.kind, fact.amount, envelope.actor.name};
}

void carry_into(State& state, const Envelope&, const AdjustmentDeclined& fact) {
    state.proposals.erase(fact.proposal);
}

// --- energy ----------------------------------------------------------------------------------

void carry_into(State& state, const Envelope& envelope, const ReadingRecorded& fact) {
    Meter& meter = known(state.meters, fact.meter);
    if (fact.use == ReadingUse::late) return;
    if (fact.use == ReadingUse::corrects)
        return mark_due(state, fact.meter, {envelope.occurred_at, false}, envelope.position);
    if (!meter.last_good) meter.last_good.emplace();
    LastReading& last =
        *meter.last_good;  // in the memory that it has: this is done at every reading
    last.position = last.reading = envelope.position;
    last.at = envelope.occurred_at;
    last.registers = fact.registers;
    if (meter.doubtful && meter.doubtful->at <= envelope.occurred_at) meter.doubtful.reset();
    if (fact.seen.relay_closed) meter.relay_closed = fact.seen.relay_closed;
    if (!meter.purchases) meter.purchases = fact.seen.purchase_count;
    draw(state, meter, fact);
}

/// The newest of the meter waits for a person: an older one that comes late does not hide it.
void carry_into(State& state, const Envelope& envelope, const ReadingQuarantined& fact) {
    Meter& meter = known(state.meters, fact.meter);
    if (meter.doubtful && envelope.occurred_at < meter.doubtful->at) return;
    meter.doubtful = {envelope.position, envelope.occurred_at, fact.registers, fact.seen,
                      fact.reason};
}

void carry_into(State& state, const Envelope&, const QuarantineResolved& fact) {
    known(state.meters, fact.meter).doubtful.reset();
}

void carry_into(State& state, const Envelope& envelope, const ReadingCorrected& fact) {
    Meter& meter = known(state.meters, fact.meter);
    // What is compared with other registers from now on names the event that says so.
    if (meter.last_good->registers != fact.stands) meter.last_good->position = envelope.position;
    meter.last_good->registers = fact.stands;
    if (meter.account.is_empty()) return;
    if (fact.reading == meter.attached.baseline) meter.attached.registers = fact.registers;
    if (meter.last_good->at == meter.attached.at) return;
    mark_due(state, fact.meter, {envelope.occurred_at, false}, envelope.position);
}

void carry_into(State& state, const Envelope&, const ChargeCorrected& fact) {
    Meter& meter = known(state.meters, fact.meter);
    draw(state, meter, fact);
    const Zone zone = *Zone::find(state.site->zone);
    const bool is_part = !fact.wallet.is_empty() && fact.until < zone.day_of(meter.last_good->at);
    if (!is_part) return void(state.due.erase(fact.meter));
    Due& due = known(state.due, fact.meter);
    due.from = zone.at(fact.until.next());
    due.before = false;
}

void carry_into(State& state, const Envelope& envelope, const EnergyEstimated& fact) {
    Meter& meter = known(state.meters, fact.meter);
    draw(state, meter, fact);
    meter.last_good->position = envelope.position;
    meter.last_good->at = envelope.occurred_at;
}

// --- watch -----------------------------------------------------------------------------------

Position& contact_of(State& state, const LineId& line, const MeterId& meter) {
    return meter.is_empty() ? known(state.lines, line).contact_lost
                            : known(state.meters, meter).contact_lost;
}

void carry_into(State& state, const Envelope& envelope, const ContactLost& fact) {
    for (const MeterId& meter : fact.meters)
        known(state.meters, meter).contact_lost = envelope.position;
    if (!fact.meters.empty()) return;
    contact_of(state, fact.line, fact.meter) = envelope.position;
}

void carry_into(State& state, const Envelope&, const ContactRestored& fact) {
    contact_of(state, fact.line, fact.meter) = {};
}

}  // namespace

void apply(State& state, const Event& event) { apply(state, event.envelope, event.payload); }

void apply(State& state, const Envelope& envelope, const Payload& payload) {
    ensure(envelope.position == state.last.next(), "events come in the order of their positions");
    ensure(envelope.recorded_at >= state.last_recorded_at, "recorded time never goes back");
    std::uint64_t& version = state.versions[envelope.subject];
    ensure(envelope.subject_version == version + 1, "a subject's versions have no gap");

    version = envelope.subject_version;
    state.last = envelope.position;
    state.last_recorded_at = envelope.recorded_at;
    if (is_edit(payload)) state.edited[envelope.subject] = envelope.position;
    std::visit([&](const auto& fact) { carry_into(state, envelope, fact); }, payload);
    note_postings(state, envelope, payload);
}

}  // namespace ledger
