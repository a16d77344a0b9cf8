#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/property/generators.hpp"
#include "tests/property/world.hpp"

// Rule 5: however readings are split, repeated, late or reordered, the same is paid within one
// tariff version. The readings of one meter are truths; what arrives of them, and when, is chance.

namespace property {
namespace {

using namespace ledger;

/// What the meter truly showed, oldest first, and the scene in which it did.
struct Truth {
    Scene scene;
    std::uint32_t meter;
    std::vector<RecordReading> readings;
};

/// Meters whose charge does not depend on estimates: one price, or rate registers.
Truth any_truth() {
    const Scene scene = *any_scene();
    const auto meter = *rc::gen::elementOf(std::vector<std::uint32_t>{0, 1, 3});
    World world(scene);
    Truth truth{scene, meter, {}};
    auto steps = *rc::gen::nonEmpty(rc::gen::container<std::vector<Read>>(good_read()));
    steps.front().minutes %= 40'000;
    for (Read step : steps) {
        step.meter = meter;
        step.minutes += 1;
        const auto all = std::chrono::days(300);  // within one cycle of yearly tiers
        if (world.now() + std::chrono::minutes(step.minutes) > beginning_of(scene) + all) break;
        if (meter == 3) step.band = step.band % 2 == 0 ? 3 : 0;  // its tariff prices no flat
        truth.readings.push_back(std::get<RecordReading>(world.take(step).command));
    }
    return truth;
}

/// Everything is asked at the end of the truth, so that nothing comes from the future.
History told_in_order(const Truth& truth, const std::vector<RecordReading>& arrivals) {
    History history;
    const World world(truth.scene);
    for (const Turn& turn : world.turns())
        RC_ASSERT(history.play(turn.command, turn.occasion).has_value());
    const Instant end = truth.readings.back().read_at;
    for (const RecordReading& reading : arrivals)
        RC_ASSERT(history.play(reading, {end, ""}).has_value());
    return history;
}

struct Paid {
    Money balance;
    std::int64_t carry;
    friend bool operator==(const Paid&, const Paid&) = default;
    friend std::ostream& operator<<(std::ostream& out, const Paid& paid) {
        return out << paid.balance << " and " << paid.carry;
    }
};

Paid paid(const Truth& truth, const std::vector<RecordReading>& arrivals) {
    const History history = told_in_order(truth, arrivals);
    const Wallet& wallet = history.state().wallets.at(wallet_name(truth.meter));
    return {wallet.balance, wallet.carry};
}

RC_GTEST_PROP(Rule5, SplittingReadingsNeverChangesWhatIsPaid, ()) {
    const Truth truth = any_truth();
    std::vector<RecordReading> some;
    for (const RecordReading& reading : truth.readings)
        if (any<bool>()) some.push_back(reading);
    some.push_back(truth.readings.back());
    RC_ASSERT(paid(truth, some) == paid(truth, truth.readings));
    RC_ASSERT(paid(truth, {truth.readings.back()}) == paid(truth, truth.readings));
}

RC_GTEST_PROP(Rule5, RepeatingReadingsNeverChangesWhatIsPaid, ()) {
    const Truth truth = any_truth();
    std::vector<RecordReading> doubled;
    for (const RecordReading& reading : truth.readings) {
        for (int times = *rc::gen::inRange(1, 4); times > 0; --times) doubled.push_back(reading);
        const auto earlier = *rc::gen::inRange<std::size_t>(0, truth.readings.size());
        if (truth.readings[earlier].read_at <= reading.read_at)
            doubled.push_back(truth.readings[earlier]);
    }
    RC_ASSERT(paid(truth, doubled) == paid(truth, truth.readings));
}

RC_GTEST_PROP(Rule5, ReorderingReadingsNeverChangesWhatIsPaid, ()) {
    const Truth truth = any_truth();
    auto shuffled = truth.readings;
    for (std::size_t i = shuffled.size(); i > 1; --i)
        std::swap(shuffled[i - 1], shuffled[*rc::gen::inRange<std::size_t>(0, i)]);
    RC_ASSERT(paid(truth, shuffled) == paid(truth, truth.readings));
}

RC_GTEST_PROP(Rule5, LateReadingsAreKeptAndChargeNothingThemselves, ()) {
    const Truth truth = any_truth();
    const std::vector<RecordReading> backwards(truth.readings.rbegin(), truth.readings.rend());
    const History history = told_in_order(truth, backwards);
    std::size_t late = 0;
    for (const Event& event : history.events()) {
        const auto* fact = std::get_if<ReadingRecorded>(&event.payload);
        const bool is_late =
            fact != nullptr && (fact->use == ReadingUse::late || fact->use == ReadingUse::corrects);
        if (!is_late) continue;
        ++late;
        RC_ASSERT((fact->lines.empty() && fact->wallet.is_empty()));
    }
    RC_ASSERT(late == truth.readings.size() - 1);
}

RC_GTEST_PROP(Rule5, TheWholeIsChargedExactlyOnce, ()) {
    const Truth truth = any_truth();
    const History history = told_in_order(truth, truth.readings);
    const Registers& last = truth.readings.back().registers;
    std::int64_t in_lines = 0;
    Registers baseline{};
    for (const Event& event : history.events()) {
        const auto* attached = std::get_if<MeterAttached>(&event.payload);
        if (attached != nullptr && attached->meter == meter_name(truth.meter))
            baseline = attached->baseline;
        const auto* fact = std::get_if<ReadingRecorded>(&event.payload);
        if (fact == nullptr || fact->meter != meter_name(truth.meter)) continue;
        in_lines += energy_in(fact->lines).count();
    }
    RC_ASSERT(in_lines ==
              static_cast<std::int64_t>((last.total - baseline.total) * last.step_wh * last.ratio));
}

}  // namespace
}  // namespace property
