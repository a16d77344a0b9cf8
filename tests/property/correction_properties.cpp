#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "ledger/rating/zone.hpp"
#include "ledger/rules/correction/what_if.hpp"
#include "tests/property/generators.hpp"
#include "tests/property/world.hpp"

// Rule 5, whole: whatever comes late, and in whatever order, is paid as if it had been known in
// time. The right history is told first; then one in which something comes late, and the two are
// held against each other to the last carried digit.

namespace property {
namespace {

using namespace ledger;

constexpr std::uint32_t whole_year = 400;

/// What a meter truly showed, oldest first, and the scene in which it did.
struct Truth {
    Scene scene;
    std::uint32_t meter;
    std::vector<RecordReading> readings;
    Instant begin;
    Instant end;
};

Truth any_truth() {
    Scene scene = *any_scene();
    scene.look_back_days = whole_year;
    World world(scene);
    Truth truth{scene, *rc::gen::inRange<std::uint32_t>(0, 4), {}, world.now(), {}};
    const auto steps = *rc::gen::nonEmpty(rc::gen::container<std::vector<Read>>(good_read()));
    for (Read step : steps) {
        step.meter = truth.meter;
        step.minutes += 1;
        if (truth.meter == 3) step.band = step.band % 2 == 0 ? 3 : 0;  // its tariff prices no flat
        const auto most = std::chrono::days(whole_year - 1);
        if (world.now() + std::chrono::minutes(step.minutes) > truth.begin + most) break;
        const Turn& turn = world.take(step);
        if (turn.outcome && std::holds_alternative<ReadingRecorded>(turn.outcome->front().payload))
            truth.readings.push_back(std::get<RecordReading>(turn.command));
    }
    truth.end = world.now() + std::chrono::minutes(1);
    RC_PRE(!truth.readings.empty());
    return truth;
}

/// A book that is told things at the end of the truth.
class Told {
public:
    explicit Told(const Truth& truth) : truth_(truth) {
        const World world(truth.scene);
        for (const Turn& turn : world.turns())
            RC_ASSERT(history_.play(turn.command, turn.occasion).has_value());
    }

    Outcome ask(const Command& command) {
        const MeterId meter = meter_name(truth_.meter);
        return history_.play(
            command,
            {truth_.end, "because", {ActorKind::person, "li", ""}, history_.past_of(meter)});
    }

    void tell(const Command& command) {
        const auto answer = ask(command);
        if (!answer) RC_LOG() << command << "\n" << answer.error();
        RC_ASSERT(answer.has_value());
    }

    void tell_all(const std::vector<RecordReading>& readings) {
        for (const RecordReading& each : readings) tell(each);
    }

    void correct() {
        tell(CorrectCharges{meter_name(truth_.meter)});
        RC_ASSERT(!history_.state().due.contains(meter_name(truth_.meter)));
    }

    void correct_perhaps() {
        if (any<bool>()) correct();
    }

    const History& history() const { return history_; }

    /// Balance, carry and tiers: all that a charge leaves behind.
    std::tuple<Money, std::int64_t, TierCount> left() const {
        const Wallet& wallet = history_.state().wallets.at(wallet_name(truth_.meter));
        return {wallet.balance, wallet.carry,
                history_.state().meters.at(meter_name(truth_.meter)).tiers};
    }

private:
    const Truth& truth_;
    History history_;
};

void expect_same(const Told& late, const Told& plain) {
    const auto [balance, carry, tiers] = late.left();
    const auto [plain_balance, plain_carry, plain_tiers] = plain.left();
    RC_LOG() << balance << " and " << carry << ", " << tiers << " came late, in time "
             << plain_balance << " and " << plain_carry << ", " << plain_tiers << "\n";
    for (const Event& event : late.history().events()) {
        if (event.envelope.position.number > 20) RC_LOG() << event.payload << "\n";
    }
    RC_ASSERT(balance == plain_balance);
    RC_ASSERT(carry == plain_carry);
    RC_ASSERT(tiers == plain_tiers);
}

/// Versions and assignments that begin somewhere within the truth, in the order of publishing.
std::vector<Command> any_prices(const Truth& truth) {
    std::vector<Command> commands;
    const auto minutes = (truth.end - truth.begin).count() / 60'000'000;
    for (int left = *rc::gen::inRange(1, 4); left > 0; --left) {
        // A tariff without a flat band would leave some readings without a price.
        const auto tariff =
            *rc::gen::elementOf(truth.meter == 3 ? std::vector<std::uint32_t>{2}
                                                 : std::vector<std::uint32_t>{0, 1, 3, 4});
        const Instant from =
            truth.begin + std::chrono::minutes(*rc::gen::inRange<std::int64_t>(-60, minutes));
        if (any<bool>()) {
            commands.emplace_back(version_of(tariff, from, *rc::gen::inRange(50U, 200U)));
        } else {
            commands.emplace_back(
                AssignTariff{{meter_name(truth.meter), tariff_name(tariff), from}});
        }
    }
    return commands;
}

RC_GTEST_PROP(Corrections, MakeReadingsThatComeLateCostWhatTheyCostInTime, ()) {
    const Truth truth = any_truth();
    const std::vector<Command> prices = any<bool>() ? any_prices(truth) : std::vector<Command>{};
    Told plain(truth);
    Told late(truth);
    for (const Command& each : prices) {
        plain.tell(each);
        late.tell(each);
    }
    plain.tell_all(truth.readings);
    auto shuffled = truth.readings;
    for (std::size_t i = shuffled.size(); i > 1; --i)
        std::swap(shuffled[i - 1], shuffled[*rc::gen::inRange<std::size_t>(0, i)]);
    for (const RecordReading& each : shuffled) {
        late.tell(each);
        late.correct_perhaps();
    }
    late.correct();
    expect_same(late, plain);
}

RC_GTEST_PROP(Corrections, MakePricesThatAreKnownLateCostWhatTheyCostInTime, ()) {
    const Truth truth = any_truth();
    const std::vector<Command> prices = any_prices(truth);
    Told plain(truth);
    for (const Command& each : prices) plain.tell(each);
    plain.tell_all(truth.readings);
    Told late(truth);
    const auto told = *rc::gen::inRange<std::size_t>(0, truth.readings.size());
    const auto middle = truth.readings.begin() + static_cast<std::ptrdiff_t>(told);
    late.tell_all({truth.readings.begin(), middle});
    for (const Command& each : prices) {
        late.tell(each);
        late.correct_perhaps();
    }
    late.tell_all({middle, truth.readings.end()});
    late.correct();
    expect_same(late, plain);
}

RC_GTEST_PROP(Corrections, MakeWrongReadingsCostWhatTheRightOnesCost, ()) {
    const Truth truth = any_truth();
    Told plain(truth);
    plain.tell_all(truth.readings);
    Told late(truth);
    const auto wrong = *rc::gen::inRange<std::size_t>(0, truth.readings.size());
    Position keyed;
    for (std::size_t i = 0; i < truth.readings.size(); ++i) {
        RecordReading reading = truth.readings[i];
        const auto& last = late.history().state().meters.at(reading.meter).last_good->registers;
        const auto between = [](std::uint64_t least, std::uint64_t most) {
            return *rc::gen::inRange<std::uint64_t>(least, most + 1);
        };
        if (i == wrong) {
            reading.registers.total = between(last.total, reading.registers.total);
            for (std::size_t rate = 0; rate < last.rates.size(); ++rate)
                reading.registers.rates[rate] =
                    between(last.rates[rate], reading.registers.rates[rate]);
        }
        const auto answer = late.ask(reading);
        RC_PRE(answer && std::holds_alternative<ReadingRecorded>(answer->front().payload));
        if (i == wrong) keyed = answer->front().envelope.position;
    }
    late.tell(CorrectReading{keyed, truth.readings[wrong].registers});
    late.correct();
    expect_same(late, plain);
}

/// Keyed wrongly, between what was told last and what the meter showed next.
Registers misread(const Registers& least, const Registers& most) {
    const auto between = [](std::uint64_t from, std::uint64_t to) {
        return *rc::gen::inRange<std::uint64_t>(from, to + 1);
    };
    Registers wrong = least;
    wrong.total = between(least.total, most.total);
    for (std::size_t i = 0; i < least.rates.size(); ++i)
        wrong.rates[i] = between(least.rates[i], most.rates[i]);
    return wrong;
}

/// None: it is doubted, or says nothing new.
Position recorded_as(const Outcome& answer) {
    const bool is_good = answer && !answer->empty() &&
                         std::holds_alternative<ReadingRecorded>(answer->front().payload);
    return is_good ? answer->front().envelope.position : Position{};
}

/// Tells some of the truth, one reading of it wrongly; what is left is still to be told.
std::vector<Command> tell_badly(Told& told, const Truth& truth) {
    const std::vector<RecordReading>& readings = truth.readings;
    const auto wrong = *rc::gen::inRange<std::size_t>(0, readings.size() - 1);
    std::vector<Command> left;
    for (std::size_t i = 0; i < readings.size(); ++i) {
        RecordReading reading = readings[i];
        const auto& last = told.history().state().meters.at(reading.meter).last_good->registers;
        if (i == wrong) reading.registers = misread(last, readings[i + 1].registers);
        const bool is_late = i != wrong && i + 1 < readings.size() && any<bool>();
        const Position recorded = is_late ? Position{} : recorded_as(told.ask(reading));
        RC_PRE(is_late || i <= wrong || !recorded.is_none());  // a person would have to say more
        if (recorded.is_none())
            left.emplace_back(readings[i]);
        else if (i == wrong)
            left.emplace_back(CorrectReading{recorded, readings[i].registers});
    }
    return left;
}

RC_GTEST_PROP(Corrections, MakeOneBillOfLateReadingsAndWrongOnesInWhateverOrder, ()) {
    const Truth truth = any_truth();
    RC_PRE(truth.readings.size() > 2);
    Told plain(truth);
    plain.tell_all(truth.readings);
    Told late(truth);
    std::vector<Command> left = tell_badly(late, truth);
    for (std::size_t i = left.size(); i > 1; --i)
        std::swap(left[i - 1], left[*rc::gen::inRange<std::size_t>(0, i)]);
    for (const Command& each : left) {
        late.tell(each);
        late.correct_perhaps();
    }
    late.correct();
    expect_same(late, plain);
}

RC_GTEST_PROP(Corrections, CostWhatAWhatIfSaid, ()) {
    const Truth truth = any_truth();
    const auto tariff = truth.meter == 0 ? 0U : truth.meter == 1 ? 1U : truth.meter == 2 ? 4U : 2U;
    Told told(truth);
    told.tell_all(truth.readings);
    const State& state = told.history().state();
    const MeterId meter = meter_name(truth.meter);
    const Zone zone = *Zone::find(state.site->zone);
    const Days days{zone.day_of(truth.begin), zone.day_of(truth.end)};
    RC_PRE(is_concerned(state, state.meters.at(meter), tariff_name(tariff), days));
    PublishTariff wanted = version_of(tariff, zone.at(days.from), *rc::gen::inRange(50U, 200U));
    const auto drafts = decide(state, wanted, {truth.end, ""});
    RC_ASSERT(drafts.has_value());
    const auto said = difference_under(*excerpt_for(state, meter), meter,
                                       std::get<TariffPublished>(drafts->front().payload), days,
                                       *told.history().past_of(meter));
    RC_ASSERT(said.has_value());
    const Money before = state.wallets.at(wallet_name(truth.meter)).balance;
    told.tell(wanted);
    told.correct();
    const Money charged = before - state.wallets.at(wallet_name(truth.meter)).balance;
    const Money apart = charged - *said;  // the carry that was there decides the last micro-unit
    RC_ASSERT((apart.is_zero() || apart == Money{1} || apart == Money{-1}));
}

RC_GTEST_PROP(Corrections, AreDoneOnce, (const Story& story)) {
    World world = told(story);  // an odd number settles nothing by hand
    world.take(Recharge{1'001});
    for (const auto& [meter, each] : world.state().due)
        RC_ASSERT(world.state().meters.at(meter).alarms.contains(AlarmKind::correction_waits));
    const State before = world.state();
    world.take(Recharge{1'001});
    RC_ASSERT(world.state() == before);
}

RC_GTEST_PROP(Corrections, TakeBackNoMoreThanWasCharged, (const Story& story)) {
    World world = told(story);
    world.take(Recharge{1000});
    RC_LOG() << protocol_of(world);
    std::map<std::tuple<MeterId, WalletId, Position, Band, Day, Price, std::uint32_t>, Energy> left;
    for (const Event& event : world.history().events()) {
        std::visit(
            [&](const auto& fact) {
                if constexpr (requires { fact.tiers_after; }) {
                    for (const ChargeLine& line : fact.lines)
                        left[{fact.meter, fact.wallet, line.tariff, line.band, line.day, line.price,
                              line.tier}] += line.energy;
                }
            },
            event.payload);
    }
    for (const auto& [where, energy] : left) {
        // Remainders are signed, and so are the surcharges on them and what nobody pays for.
        const bool is_plain = std::get<Band>(where) == Band::single &&
                              std::get<std::uint32_t>(where) == 0 &&
                              !std::get<WalletId>(where).is_empty();
        RC_ASSERT((!is_plain || !energy.is_negative()));
    }
}

}  // namespace
}  // namespace property
