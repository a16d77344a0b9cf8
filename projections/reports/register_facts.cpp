#include "projections/reports/register_facts.hpp"

#include "ledger/events/groups.hpp"
#include "ledger/rules/catalogue/meter_terms.hpp"
#include "ledger/rules/postings.hpp"
#include "ledger/values/one_of.hpp"
#include "projections/rows.hpp"

// "m" | meter       -> as below
// "w" | wallet      -> its credit
// "k" | command u64 -> the count that a sale on its way to a meter carries
// "e" | reading u64 -> 1 where it begins what a meter counts, 2 where it is the last before a jump;
//                      then the ratio of other transformers, where it is the last before them

namespace projections {
namespace {

using namespace ledger;  // NOLINT(google-build-using-namespace): every event is the ledger's

// In the numbers of a meter: what adds up, then what was seen last. A count is kept with one added,
// so that zero says that there is none.
constexpr std::size_t registered = 0;
constexpr std::size_t set_anew = 1;
constexpr std::size_t booked = 2;
constexpr std::size_t estimated = 3;
constexpr std::size_t shown = 4;
constexpr std::size_t deducts = 5;
constexpr std::size_t counted = 6;
constexpr std::size_t seen_at = 7;
constexpr std::size_t has_remaining = 8;
constexpr std::size_t remaining = 9;
constexpr std::size_t balance = 10;
constexpr std::size_t count_seen = 11;
constexpr std::size_t count_then = 12;
constexpr std::size_t last_reading = 13;

constexpr std::int64_t begins = 1;
constexpr std::int64_t ends = 2;
constexpr std::size_t scaled_to = 1;  ///< behind these, in the numbers of a reading

Key key_of(const MeterId& meter) { return Key(of_meters, meter); }
Key key_of(const WalletId& wallet) { return Key('w', wallet); }
Key command_key(Position command) { return Key('k', command); }
Key edge_key(Position reading) { return Key('e', reading); }

std::int64_t& at(Sums& sums, std::size_t index) { return sums.counts.at(index); }

Energy energy(const Registers& registers) {
    const auto total = energy_of(registers, registers.total);
    ensure(total.has_value(), "registers in an event fit into energy");
    return *total;
}

std::int64_t stand(const Sums& sums) { return sums.counts[registered] + sums.counts[set_anew]; }

std::int64_t kept(std::optional<std::uint64_t> count) {
    return count ? static_cast<std::int64_t>(*count) + 1 : 0;
}

template <class How>
void change(const GrowingSums& all, const MeterId& meter, How&& how) {
    how(all.change(key_of(meter)));
}

/// To these registers, which is counted as one of `registered` and `set_anew`.
void move(Sums& sums, std::size_t why, const Registers& registers) {
    const std::int64_t now = energy(registers).count();
    at(sums, why) += now - stand(sums);
    at(sums, shown) = now;
}

/// What is read next is compared with something else than the reading before.
void cut(const GrowingSums& all, Sums& sums) {
    const Position reading{static_cast<std::uint64_t>(sums.counts[last_reading])};
    if (reading.is_none()) return;
    at(all.change(edge_key(reading)), 0) |= ends;
    at(sums, last_reading) = 0;
}

/// What was read last counts as so much from now on.
void scale(const GrowingSums& all, const Sums& sums, std::uint32_t ratio) {
    const Position reading{static_cast<std::uint64_t>(sums.counts[last_reading])};
    if (reading.is_none()) return;
    at(all.change(edge_key(reading)), scaled_to) = ratio;
}

template <class Fact>
constexpr bool leaves_registers =
    is_about_operators<Fact> || is_about_places_and_prices<Fact> || is_about_people<Fact> ||
    is_about_office<Fact> || is_about_approvals<Fact> || is_about_alarms<Fact> ||
    is_about_notices<Fact> || is_about_money<Fact> || is_about_batches<Fact> ||
    is_one_of<Fact, SiteConfigured, ThresholdsSet, QuarantineResolved, CommandSent, CommandFailed,
              CommandExpired, CommandCancelled, MeterRetired>;

template <class Fact>
    requires leaves_registers<Fact>
void note(const GrowingSums&, const Envelope&, const Fact&) {}

void note(const GrowingSums& all, const Envelope&, const MeterRegistered& fact) {
    change(all, fact.meter,
           [&](Sums& sums) { at(sums, deducts) = fact.mode == DeductMode::meter ? 1 : 0; });
}

/// What the meter says of its credit is held against the book's as it is behind this event.
void see_credit(const GrowingSums& all, const Envelope& envelope, const ReadingRecorded& fact,
                Sums& sums) {
    if (at(sums, counted) == 0) at(sums, counted) = kept(fact.seen.purchase_count);
    if (at(sums, deducts) == 0) return;
    at(sums, seen_at) = envelope.occurred_at.micros;
    at(sums, has_remaining) = fact.seen.remaining ? 1 : 0;
    at(sums, remaining) = fact.seen.remaining.value_or(Money{}).count();
    at(sums, balance) = fact.wallet.is_empty() ? 0 : all.get(key_of(fact.wallet)).counts[0];
    at(sums, count_seen) = kept(fact.seen.purchase_count);
    at(sums, count_then) = at(sums, counted);
}

void note(const GrowingSums& all, const Envelope& envelope, const ReadingRecorded& fact) {
    const bool is_newest = fact.use != ReadingUse::late && fact.use != ReadingUse::corrects;
    change(all, fact.meter, [&](Sums& sums) {
        at(sums, booked) += energy_in(fact.lines).count();
        if (!is_newest) return;
        const bool is_first = fact.use == ReadingUse::opening;
        move(sums, is_first ? set_anew : registered, fact.registers);
        at(sums, last_reading) = static_cast<std::int64_t>(envelope.position.number);
        if (is_first) at(all.change(edge_key(envelope.position)), 0) = begins;
        see_credit(all, envelope, fact, sums);
    });
}

void note(const GrowingSums& all, const Envelope&, const ReadingQuarantined& fact) {
    const auto total = energy_of(fact.registers, fact.registers.total);
    if (!total) return;  // beyond what any meter shows: it says nothing
    change(all, fact.meter, [&](Sums& sums) { at(sums, shown) = total->count(); });
}

Registers with_ratio(Registers registers, std::int64_t ratio) {
    registers.ratio = static_cast<std::uint32_t>(ratio);
    return registers;
}

/// By how much more the total jumps at this reading, or from it to what follows.
std::int64_t jumped_more(const Sums& edge, const ReadingCorrected& fact) {
    const std::int64_t more = energy(fact.registers).count() - energy(fact.before).count();
    const std::int64_t into = (edge.counts[0] & begins) != 0 ? more : 0;
    if ((edge.counts[0] & ends) != 0) return into - more;
    const std::int64_t ratio = edge.counts[scaled_to];
    if (ratio == 0) return into;
    return into + energy(with_ratio(fact.registers, ratio)).count() -
           energy(with_ratio(fact.before, ratio)).count() - more;
}

/// Between two others, a reading only divides what was counted. Where a jump leads to it or away
/// from it, that is another, and what the total does not gain by it was counted.
void note(const GrowingSums& all, const Envelope&, const ReadingCorrected& fact) {
    const Sums edge = all.get(edge_key(fact.reading));
    change(all, fact.meter, [&](Sums& sums) {
        at(sums, set_anew) += jumped_more(edge, fact);
        move(sums, registered, fact.stands);
    });
}

void note(const GrowingSums& all, const Envelope&, const ChargeCorrected& fact) {
    change(all, fact.meter, [&](Sums& sums) { at(sums, booked) += energy_in(fact.lines).count(); });
}

void note(const GrowingSums& all, const Envelope&, const EnergyEstimated& fact) {
    change(all, fact.meter, [&](Sums& sums) {
        at(sums, booked) += energy_in(fact.lines).count();
        at(sums, estimated) += fact.energy.count();
    });
}

/// It went on to the end of its digits, and from there to where it stands; or a rate register did,
/// and the total goes on as ever. The reading before it divides what was counted, like any other.
void note(const GrowingSums& all, const Envelope&, const RegisterRolledOver& fact) {
    const auto round = energy_of(fact.registers, fact.modulus);
    ensure(round.has_value(), "registers in an event fit into energy");
    change(all, fact.meter, [&](Sums& sums) {
        at(sums, last_reading) = 0;
        at(sums, booked) += energy_in(fact.lines).count();
        const bool is_round = energy(fact.registers).count() < stand(sums);
        if (is_round) at(sums, set_anew) -= round->count();
        move(sums, registered, fact.registers);
    });
}

/// The reading before it goes on being what the next one is compared with.
void note(const GrowingSums& all, const Envelope&, const MeterAttached& fact) {
    change(all, fact.meter, [&](Sums& sums) { move(sums, set_anew, fact.baseline); });
}

void note(const GrowingSums& all, const Envelope&, const MeterDetached& fact) {
    change(all, fact.meter, [&](Sums& sums) {
        cut(all, sums);
        move(sums, registered, fact.final);
    });
}

void note(const GrowingSums& all, const Envelope&, const MeterReplaced& fact) {
    change(all, fact.meter, [&](Sums& sums) {
        cut(all, sums);
        move(sums, set_anew, fact.opening);
        at(sums, counted) = 0;
    });
}

void note(const GrowingSums& all, const Envelope&, const MeterReset& fact) {
    change(all, fact.meter, [&](Sums& sums) {
        cut(all, sums);
        move(sums, set_anew, fact.after);
    });
}

/// The counts stay, and go on from the reading before them.
void note(const GrowingSums& all, const Envelope&, const TransformerRatioChanged& fact) {
    change(all, fact.meter, [&](Sums& sums) {
        scale(all, sums, fact.registers.ratio);
        move(sums, set_anew, fact.registers);
    });
}

void note(const GrowingSums& all, const Envelope& envelope, const CommandRequested& fact) {
    if (!fact.cargo || !fact.cargo->purchase) return;
    at(all.change(command_key(envelope.position)), 0) = kept(fact.cargo->purchase->count);
}

void note(const GrowingSums& all, const Envelope&, const CommandConfirmed& fact) {
    if (fact.kind != CommandKind::credit_push) return;
    const std::int64_t count = all.get(command_key(fact.command)).counts[0];
    change(all, fact.meter, [&](Sums& sums) { at(sums, counted) = count; });
}

void note(const GrowingSums& all, const Envelope&, const PurchasesResolved& fact) {
    change(all, fact.meter, [&](Sums& sums) { at(sums, counted) = kept(fact.purchase_count); });
}

std::optional<std::uint64_t> count_in(const Sums& sums, std::size_t index) {
    if (sums.counts[index] == 0) return std::nullopt;
    return static_cast<std::uint64_t>(sums.counts[index] - 1);
}

std::optional<CreditSeen> credit_in(const Sums& sums) {
    if (sums.counts[deducts] == 0 || sums.counts[seen_at] == 0) return std::nullopt;
    CreditSeen seen{Instant{sums.counts[seen_at]},
                    {},
                    Money{sums.counts[balance]},
                    count_in(sums, count_seen),
                    count_in(sums, count_then)};
    if (sums.counts[has_remaining] != 0) seen.remaining = Money{sums.counts[remaining]};
    return seen;
}

}  // namespace

void note_registers(const GrowingSums& sums, const Event& event) {
    for (const Side& each : entered(event.payload)) {
        if (each.account.of == BookAccount::Of::wallet)
            at(sums.change(Key('w', each.account.name)), 0) -= each.amount.count();
    }
    std::visit([&](const auto& fact) { note(sums, event.envelope, fact); }, event.payload);
}

RegisterTurnover turnover_of(const Sums& before, const Sums& behind) {
    const auto more = [&](std::size_t index) {
        return Energy{behind.counts[index] - before.counts[index]};
    };
    RegisterTurnover found;
    found.opening = Energy{stand(before)};
    found.registered = more(registered);
    found.set_anew = more(set_anew);
    found.booked = more(booked);
    found.estimated = more(estimated);
    found.shown = Energy{behind.counts[shown]};
    found.credit = credit_in(behind);
    return found;
}

}  // namespace projections
