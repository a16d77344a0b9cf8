#pragma once
#include <functional>

#include <gtest/gtest.h>

#include "ledger/book.hpp"
#include "ledger/rules/catalogue/site_day.hpp"
#include "tests/property/folder.hpp"
#include "tests/property/world.hpp"

// Records of the small world from which a test changes the one thing that a rule refuses.

namespace property {

using namespace ledger;

template <class Record>
Record with(Record record, const std::function<void(Record&)>& change) {
    change(record);
    return record;
}

inline const SiteConfigured& site(const World& world) { return *world.state().site; }
inline const LineRegistered& line(const World& world) {
    return world.state().lines.at(LineId("L1")).registered;
}
inline const MeterRegistered& meter(const World& world) {
    return world.state().meters.at(meter_name(0)).registered;
}
inline MeterRegistered new_meter(const World& world) {
    return with<MeterRegistered>(meter(world), [](auto& fresh) {
        fresh.meter = MeterId("M9");
        fresh.unit = 99;
    });
}

inline PublishTariff new_tariff(const World& world) {
    return {TariffId("NEW"), "new", world.now(), "", {{Band::single, Price{1}}}, {}};
}
inline PublishTariff with_bands(const World& world) {
    PublishTariff tariff = new_tariff(world);
    tariff.prices = {{Band::peak, Price{2}}, {Band::valley, Price{1}}};
    tariff.schedule = {{0, Band::valley}, {480, Band::peak}};
    return tariff;
}

/// Meter 0 shows nothing an hour later.
inline Position quarantined(World& world) {
    return world.take(Read{0, 60, 0, 0, 0, Fault::zeros, 0}).outcome->front().envelope.position;
}

/// Neither the final registers nor an estimate.
inline ReplaceMeter replacement(const World& world) {
    return {.meter = meter_name(0),
            .replaced_at = world.now(),
            .final = {},
            .estimated = {},
            .number = "N77",
            .profile = ProfileId("profile"),
            .unit = 1,
            .ct = 1,
            .pt = 1,
            .rated_power_w = 8'000,
            .has_relay = true,
            .opening = {100, {}, 1, 1}};
}

inline Position sold(World& world, std::int64_t amount_cents = 1000) {
    const Turn& turn = world.ask(SellCredit{wallet_name(0), cents(amount_cents), MethodId("cash")});
    return turn.outcome->front().envelope.position;
}
inline Position refunded(World& world, Position sale) {
    return world.ask(RefundCredit{sale, cents(100), MethodId("cash")})
        .outcome->front()
        .envelope.position;
}
inline Position reversed(World& world, Position transaction) {
    return world.ask(ReverseTransaction{transaction, false}).outcome->front().envelope.position;
}

inline Day today(const World& world) { return site_day(world.state(), world.now()); }
inline void read_days_later(World& world, std::uint32_t days) {
    world.take(Read{0, days * 1'440, 0, 0, 0, Fault::none, 0});
}
inline Position shift_of_li(World& world) {
    return world.ask(OpenShift{TillId("T1"), MethodId("cash"), Money{}}, "", "li")
        .outcome->front()
        .envelope.position;
}

inline Position requested(World& world, CommandKind kind) {
    const Instant later = world.now() + std::chrono::hours(1);
    return world.ask(RequestCommand{meter_name(0), kind, later}).outcome->front().envelope.position;
}

inline RequestCommand request(const World& world, CommandKind kind, std::uint32_t of = 0) {
    return {meter_name(of), kind, world.now() + std::chrono::hours(1)};
}

inline RecordReading reading(const World& world) {
    return {meter_name(0), world.now(), {1'000'000, {}, 1, 1}, {}, "", 0, 0};
}

/// Meter 0 is charged for an hour, and its price of the last half of it changes.
inline void make_due(World& world) {
    world.ask(ConfigureSite{
        with<SiteConfigured>(site(world), [](auto& each) { each.look_back_days = 1; })});
    world.take(Read{0, 60, 500, 0, 0, Fault::none, 0});
    world.ask(version_of(0, world.now() - std::chrono::minutes(30), 200));
}

inline Refusal use_a_key_twice(World& world) {
    const Folder folder;
    const auto book = Book::open({folder.path(), [&] { return world.now(); }, {}, 100});
    const ConfigureSite first{site(world)};
    const RegisterBuilding second{{BuildingId("B1"), "other"}};
    const auto answer = book->execute({first, {}, "", "key"});
    EXPECT_TRUE(answer.has_value());
    return book->execute({second, {}, "", "key"}).error();
}

}  // namespace property
