#include "tests/property/generators.hpp"

#include "tests/property/world.hpp"

namespace property {
namespace {

template <class T>
T pick(T least, T beyond) {
    return *rc::gen::inRange<T>(least, beyond);
}

std::uint32_t any_meter() { return pick<std::uint32_t>(0, 5); }

std::uint32_t any_minutes() {
    return *rc::gen::weightedOneOf<std::uint32_t>(
        {{8, rc::gen::inRange<std::uint32_t>(0, 180)},
         {3, rc::gen::inRange<std::uint32_t>(0, 4'320)},
         {1, rc::gen::inRange<std::uint32_t>(0, 40'000)}});
}

/// Ahead, or back: a little, or so far that the site no longer looks there.
std::int64_t any_minutes_ahead() {
    return *rc::gen::weightedOneOf<std::int64_t>(
        {{4, rc::gen::inRange<std::int64_t>(-200, 2'000)},
         {4, rc::gen::inRange<std::int64_t>(-20'000, 0)},
         {1, rc::gen::inRange<std::int64_t>(-100'000, 0)}});
}

Read read_with(Fault fault) {
    const std::uint32_t drift = pick(0, 8) == 0 ? pick<std::uint32_t>(0, 3'000) : 0;
    return {
        .meter = any_meter(),
        .minutes = any_minutes(),
        .permille = pick<std::uint32_t>(0, 1'001),
        .band = pick<std::uint32_t>(0, 4),
        .drift = drift,
        .fault = fault,
        .power_w = pick(0, 8) == 0 ? pick<std::int32_t>(-400, 0) : pick<std::int32_t>(0, 12'000),
        .clock_offset_s = pick(0, 8) == 0 ? pick<std::int32_t>(-600, 600) : 0};
}

Fault any_fault() {
    if (pick(0, 3) != 0) return Fault::none;
    return any<Fault>();
}

std::int64_t any_cents() {
    return *rc::gen::weightedOneOf<std::int64_t>(
        {{8, rc::gen::inRange<std::int64_t>(1, 20'000)},
         {1, rc::gen::inRange<std::int64_t>(-5, 5)},
         {1, rc::gen::inRange<std::int64_t>(0, 200'000'000)}});
}

// --- commands of strangers: any values, but often names that exist ---------------------------

void settle(ledger::MeterId& id) { id = meter_name(any_meter()); }
void settle(ledger::WalletId& id) { id = wallet_name(any_meter()); }
void settle(ledger::TariffId& id) { id = tariff_name(pick<std::uint32_t>(0, tariff_count)); }
void settle(ledger::AccountId& id) { id = ledger::AccountId("A" + std::to_string(pick(1, 3))); }
void settle(ledger::CustomerId& id) { id = ledger::CustomerId("C" + std::to_string(pick(1, 4))); }
void settle(ledger::LineId& id) { id = ledger::LineId("L1"); }
void settle(ledger::BuildingId& id) { id = ledger::BuildingId("B1"); }
void settle(ledger::MethodId& id) { id = ledger::MethodId("cash"); }
void settle(ledger::ProfileId& id) { id = ledger::ProfileId("profile"); }
void settle(ledger::Position& at) { at = {pick<std::uint64_t>(0, 120)}; }
void settle(ledger::Instant& at) {
    at = beginning_of({{}, 0, pick<std::uint32_t>(0, season_count)}) +
         std::chrono::minutes(pick(-20'000, 50'000));
}
void settle(ledger::FeeId& id) { id = fee_name(pick<std::uint32_t>(0, fee_count)); }
void settle(ledger::TillId& id) { id = ledger::TillId("T" + std::to_string(pick(1, 3))); }
void settle(ledger::Day& day) { day = {pick<std::int64_t>(20'500, 20'700)}; }
void settle(ledger::Price& price) { price = ledger::Price{pick<std::int64_t>(0, 200'000'000)}; }
void settle(std::uint32_t& number) { number = pick<std::uint32_t>(0, 400); }
void settle(std::uint64_t& number) { number = pick<std::uint64_t>(0, 100'000'000); }

template <class T>
void settle(T& value) {
    if constexpr (ledger::Described<T>) {
        ledger::for_each_field(value, [](const auto&, auto& inner) {
            if (pick(0, 5) != 0) settle(inner);
        });
    } else if constexpr (requires {
                             value.begin()->price;
                             value.begin()->band;
                         }) {
        for (auto& each : value) settle(each);
    }
}

Step any_command() {
    auto command = any<ledger::Command>();
    std::visit([](auto& each) { settle(each); }, command);
    return Ask{std::move(command)};
}

Step office_step() {
    const auto maybe = [](std::int64_t most) {
        return pick(0, 2) == 0 ? std::nullopt : std::optional(pick<std::int64_t>(-1, most));
    };
    switch (pick(0, 9)) {
        case 0:
            return Limit{any_meter(), pick<std::int64_t>(-1, 2'000), maybe(40'000)};
        case 1:
            return Levy{pick<std::uint32_t>(0, fee_count), pick<std::int64_t>(0, 5'000),
                        pick<std::int64_t>(-10, 40)};
        case 2:
        case 3:
            return Oblige{any_meter(), pick<std::uint32_t>(0, fee_count),
                          pick<std::int64_t>(-3, 10), maybe(50), any<bool>()};
        case 4:
        case 5:
            return Bill{any_meter(), pick<std::int64_t>(0, 10)};
        case 6:
            return TakeTill{pick<std::uint32_t>(0, 2), pick<std::uint32_t>(0, 3),
                            pick<std::int64_t>(-1, 20'000)};
        case 7:
            return CountTill{pick<std::uint32_t>(0, 3), pick<std::int64_t>(-3, 4), pick(0, 6) == 0,
                             pick(0, 4) == 0, any<bool>()};
        default:
            return EndPeriod{any<ledger::PeriodKind>(), pick(0, 6) == 0 ? 1 : 0};
    }
}

Step money_or_reading() {
    switch (pick(0, 6)) {
        case 0:
            return Sell{any_meter(), any_cents()};
        case 1:
            return PayBack{pick<std::uint32_t>(0, 12), any<Share>(), pick<std::uint32_t>(0, 101)};
        case 2:
            return Undo{pick<std::uint32_t>(0, 16), any<bool>()};
        default:
            return read_with(any_fault());
    }
}

Step control_step() {
    switch (pick(0, 8)) {
        case 6:
            return Retire{any_meter(), any<bool>()};
        case 7:
            return Darken{pick<std::uint32_t>(1, 32)};
        case 3:
            return Meddle{any<bool>()};
        case 0:
            return Gather{pick<std::uint32_t>(1, 32), any<ledger::CommandKind>(), any<bool>()};
        case 1:
            return Tell{pick<std::uint32_t>(0, 6), any<Telling>()};
        default:
            return Lapse{pick<std::uint32_t>(1, 900)};
    }
}

Step rarer_step() {
    switch (pick(0, 37)) {
        case 35:
        case 36:
            return Oversee{pick<std::uint32_t>(0, 12), any<ledger::ProposedType>(),
                           pick<std::int64_t>(0, 3'000), pick<std::uint32_t>(0, 4)};
        case 28:
        case 29:
        case 30:
        case 31:
            return control_step();
        case 22:
        case 23:
            return Rekey{any_meter(), pick<std::uint32_t>(0, 6), pick<std::int64_t>(-3'000, 3'000)};
        case 24:
        case 25:
        case 26:
        case 27:
            return Recharge{pick<std::uint32_t>(1, 60)};
        case 14:
            return Swap{any_meter(), any<bool>(), pick<std::uint32_t>(0, 20'000)};
        case 15:
        case 16:
        case 17:
            return Mend{any_meter(), any<Remedy>(), pick<std::uint32_t>(0, 20'000)};
        case 9:
            return Transfer{any_meter(), any_meter(), any_cents()};
        case 10:
            return Adjust{any_meter(), any<ledger::AdjustmentKind>(),
                          pick<std::int64_t>(-20'000'000, 20'000'000), any<SecondLook>()};
        case 11:
            return Leave{any_meter(), pick(0, 4) != 0, any<Left>()};
        case 12:
            return Join{any_meter()};
        case 13:
            return MoveOut{any<ledger::WalletMode>()};
        case 18:
            return Plan{any<ledger::WalletMode>(), pick(0, 4) == 0,
                        pick<std::int64_t>(-20'000'000, 20'000'000)};
        case 19:
            return BringIn{any_meter(), pick<std::int64_t>(-20'000'000, 20'000'000)};
        case 20:
        case 21:
            return Name{pick<std::uint32_t>(1, 12), pick<std::uint32_t>(0, 3), pick(0, 3) == 0};
        case 0:
            return Reprice{pick<std::uint32_t>(0, tariff_count), any_minutes_ahead(),
                           pick<std::uint32_t>(50, 200)};
        case 1:
            return Switch{any_meter(), pick<std::uint32_t>(0, tariff_count), any_minutes_ahead()};
        case 2:
            return Warn{any_meter(), pick<std::int64_t>(-10, 5'000),
                        pick<std::int64_t>(-10, 3'000)};
        case 3:
            return Want{any_meter(), any<ledger::CommandKind>()};
        case 4:
            return Contact{any_meter(), any<bool>()};
        default:
            return Dispatch{pick<std::uint32_t>(0, 5), any<Progress>()};
    }
}

}  // namespace

rc::Gen<Step> operator_step() {
    return rc::gen::exec([]() -> Step {
        const auto who = pick<std::uint32_t>(0, 5);
        switch (pick(0, 4)) {
            case 0:
                return Entitle{pick<std::uint32_t>(0, 6), any<std::uint64_t>()};
            case 1:
            case 2:
                return Admit{who, pick<std::uint32_t>(0, 10), pick<std::uint32_t>(0, 1)};
            default:
                return Hire{who, pick<std::uint32_t>(0, 6), pick(0, 4) == 0, pick(0, 4) == 0};
        }
    });
}

rc::Gen<Step> any_step() {
    return rc::gen::exec([]() -> Step {
        const int dice = pick(0, 24);
        if (dice >= 18 && dice < 20) return any_command();
        if (dice >= 20 && dice < 22) return office_step();
        if (dice == 22) return *operator_step();
        return dice < 12 ? money_or_reading() : rarer_step();
    });
}

rc::Gen<Step> money_step() { return rc::gen::exec(money_or_reading); }

rc::Gen<Read> good_read() {
    return rc::gen::exec([] { return read_with(Fault::none); });
}

rc::Gen<Scene> any_scene() {
    return rc::gen::exec([] {
        Scene scene{any<ledger::Cutoff>(), pick<std::uint32_t>(0, zone_count),
                    pick<std::uint32_t>(0, season_count), pick<std::uint32_t>(0, counter_count),
                    pick<std::uint32_t>(0, 60)};
        scene.patience = pick<std::uint32_t>(0, patience_count);
        scene.tells = any<bool>();
        if (pick(0, 4) > 0) return scene;
        scene.slip = any<ledger::Rule>();
        scene.patience = 0;
        scene.tells = false;
        scene.counter = scene.look_back_days = 0;  // the slips are of a plain site
        return scene;
    });
}

std::ostream& operator<<(std::ostream& out, const Step& step) {
    std::visit(
        [&](const auto& each) {
            using T = std::remove_cvref_t<decltype(each)>;
            out << T::name << ' ';
            if constexpr (std::is_same_v<T, Ask>) {
                out << each.command;
            } else {
                out << each;
            }
        },
        step);
    return out;
}

std::ostream& operator<<(std::ostream& out, const Story& story) {
    out << "in " << story.scene;
    for (const Step& step : story.steps) out << "\n  " << step;
    return out;
}

}  // namespace property

namespace rc {

Gen<property::Scene> Arbitrary<property::Scene>::arbitrary() { return property::any_scene(); }

Gen<property::Story> Arbitrary<property::Story>::arbitrary() {
    return gen::map(gen::pair(property::any_scene(),
                              gen::container<std::vector<property::Step>>(property::any_step())),
                    [](std::pair<property::Scene, std::vector<property::Step>> parts) {
                        return property::Story{parts.first, std::move(parts.second)};
                    });
}

}  // namespace rc
