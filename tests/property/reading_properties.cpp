#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "ledger/values/limits.hpp"
#include "tests/property/generators.hpp"
#include "tests/property/reading_oracle.hpp"
#include "tests/property/refusal_records.hpp"
#include "tests/property/world.hpp"

// Every reading of every story is judged and priced a second time by the oracle.

namespace property {
namespace {

using namespace ledger;

/// What the book made of a reading.
Fate fate_of(const Outcome& outcome) {
    if (!outcome) return Fate::refused;
    if (outcome->empty()) return Fate::nothing;
    const auto* recorded = std::get_if<ReadingRecorded>(&outcome->front().payload);
    if (recorded == nullptr) return Fate::quarantined;
    switch (recorded->use) {
        case ReadingUse::charged:
            return Fate::charged;
        case ReadingUse::unbilled:
            return Fate::unbilled;
        case ReadingUse::late:
        case ReadingUse::corrects:
            return Fate::late;
        case ReadingUse::opening:
            return Fate::opening;
    }
    return Fate::nothing;
}

/// Calls `look(verdict, turn, its first event)` for every reading that was asked of the book.
template <class Look>
void each_reading(const World& world, Look&& look) {
    ReadingOracle oracle;
    for (const Turn& turn : world.turns()) {
        if (const auto* reading = std::get_if<RecordReading>(&turn.command))
            look(oracle.judge(*reading, std::max(turn.occasion.now, turn.before.last_recorded_at)),
                 turn);
        if (!turn.outcome) continue;
        for (const Event& event : *turn.outcome) oracle.see(event);
    }
}

const ReadingRecorded& recorded_in(const Turn& turn) {
    return std::get<ReadingRecorded>(turn.outcome->front().payload);
}

Money charged(const ReadingRecorded& fact) {
    Money sum;
    for (const ChargeLine& line : fact.lines) sum += line.amount;
    return sum;
}

RC_GTEST_PROP(Readings, AreJudgedAsTheDesignSays, (const Story& story)) {
    const World world = told(story);
    RC_LOG() << protocol_of(world);
    each_reading(world, [](const Verdict& verdict, const Turn& turn) {
        RC_ASSERT(static_cast<int>(fate_of(turn.outcome)) == static_cast<int>(verdict.fate));
        if (verdict.fate != Fate::quarantined) return;
        const auto& fact = std::get<ReadingQuarantined>(turn.outcome->front().payload);
        RC_ASSERT(fact.reason == verdict.reason);
        RC_ASSERT(fact.registers == std::get<RecordReading>(turn.command).registers);
    });
}

RC_GTEST_PROP(Readings, AreChargedToTheLastMicroUnit, (const Story& story)) {
    const World world = told(story);
    RC_LOG() << protocol_of(world);
    each_reading(world, [](const Verdict& verdict, const Turn& turn) {
        if (verdict.fate != Fate::charged) return;
        RC_ASSERT(charged(recorded_in(turn)) == verdict.posted.amount);
        RC_ASSERT(recorded_in(turn).carry_after == verdict.posted.carry);
    });
}

RC_GTEST_PROP(Readings, PutEnergyWhereItsPriceIs, (const Story& story)) {
    const World world = told(story);
    RC_LOG() << protocol_of(world);
    each_reading(world, [](const Verdict& verdict, const Turn& turn) {
        if (verdict.fate != Fate::charged) return;
        auto expected = verdict.cost.by_band;
        for (const ChargeLine& line : recorded_in(turn).lines) {
            if (line.tier == 0)
                expected[{line.tariff, line.band, line.price}] -= line.energy.count();
        }
        for (const auto& [where, left] : expected) RC_ASSERT(left == 0);
    });
}

RC_GTEST_PROP(Readings, PutEnergyInTheTierInWhichItWasUsed, (const Story& story)) {
    const World world = told(story);
    RC_LOG() << protocol_of(world);
    each_reading(world, [](const Verdict& verdict, const Turn& turn) {
        if (verdict.fate != Fate::charged) return;
        auto expected = verdict.cost.by_tier;
        for (const ChargeLine& line : recorded_in(turn).lines) {
            if (line.tier > 0) expected[{line.tariff, line.tier}] -= line.energy.count();
        }
        for (const auto& [where, left] : expected) RC_ASSERT(left == 0);
    });
}

RC_GTEST_PROP(Readings, PutEstimatedEnergyOnTheDayOfTheSite, (const Story& story)) {
    const World world = told(story);
    RC_LOG() << protocol_of(world);
    each_reading(world, [](const Verdict& verdict, const Turn& turn) {
        auto expected = verdict.cost.by_day;
        if (expected.empty()) return;
        for (const ChargeLine& line : recorded_in(turn).lines) {
            if (line.band != Band::single)
                expected[{line.day.number, line.band}] -= line.energy.count();
        }
        for (const auto& [where, left] : expected) RC_ASSERT(left == 0);
    });
}

/// Nothing is ever clamped, skipped or defaulted in silence (rule 8).
RC_GTEST_PROP(Readings, LoseNoEnergy, (const Story& story)) {
    const World world = told(story);
    RC_LOG() << protocol_of(world);
    each_reading(world, [](const Verdict& verdict, const Turn& turn) {
        if (verdict.fate != Fate::charged && verdict.fate != Fate::unbilled) return;
        RC_ASSERT(energy_in(recorded_in(turn).lines).count() == verdict.total_wh);
    });
}

RC_GTEST_PROP(Readings, ChargeNothingWhereNothingIsCharged, (const Story& story)) {
    const World world = told(story);
    RC_LOG() << protocol_of(world);
    each_reading(world, [](const Verdict& verdict, const Turn& turn) {
        if (verdict.fate == Fate::charged) return;
        for (const auto& [id, wallet] : turn.before.wallets) {
            RC_ASSERT(turn.after.wallets.at(id).balance == wallet.balance);
            RC_ASSERT(turn.after.wallets.at(id).carry == wallet.carry);
        }
    });
}

/// Whatever a meter shows and a person says of it: it is charged to the last digit, or refused.
RC_GTEST_PROP(Readings, OfAnySizeAreChargedWithinTheArithmeticOrNotAtAll, ()) {
    World world({Cutoff::manual, 0, 0});
    world.ask(with<PublishTariff>(new_tariff(world), [&](auto& each) {
        each.tariff = tariff_name(0);
        each.prices = {{Band::single, highest_price}};
    }));
    const Registers before = world.state().meters.at(meter_name(0)).last_good->registers;
    world.take(Read{0, 60, 0, 0, 0, Fault::none, 0});
    const auto most = static_cast<std::uint64_t>(most_energy.count());
    const auto at_once = static_cast<std::uint64_t>(most_energy_at_once.count());
    Registers shown = before;
    shown.total = *rc::gen::oneOf(rc::gen::inRange<std::uint64_t>(before.total, most),
                                  rc::gen::inRange<std::uint64_t>(at_once - 9, at_once + 99'999));
    RecordReading reading{meter_name(0), world.now(), shown, {}, "", 0, 0};
    world.take(Read{1, 60, 0, 0, 0, Fault::none, 0});
    reading.read_at = world.now();
    const Turn& doubtful = world.ask(reading);
    const Position waits = doubtful.outcome->front().envelope.position;
    const Turn& turn = world.ask(ResolveQuarantine{waits, Resolution::accepted, {}});
    const Money balance = world.state().wallets.at(wallet_name(0)).balance;
    RC_ASSERT((balance >= -most_money_at_once && balance <= most_money_at_once));
    if (!turn.outcome) return;
    const auto& fact = std::get<ReadingRecorded>(turn.outcome->at(1).payload);
    RC_ASSERT((energy_in(fact.lines) <= most_energy_at_once));
}

RC_GTEST_PROP(Readings, LeaveACarryOfLessThanAMicroUnit, (const Story& story)) {
    const World world = told(story);
    for (const Event& event : world.history().events()) {
        const auto* fact = std::get_if<ReadingRecorded>(&event.payload);
        if (fact != nullptr) RC_ASSERT((fact->carry_after >= 0 && fact->carry_after <= 99'999));
    }
    for (const auto& [id, wallet] : world.state().wallets)
        RC_ASSERT((wallet.carry >= 0 && wallet.carry <= 99'999));
}

}  // namespace
}  // namespace property
