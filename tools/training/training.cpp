// What the compiler learns from how often the ledger goes which way (ledger/trained.cmake): weeks
// of a building that is read every half hour, without disk, clock or chance, so that the same
// sources become the same program.
#include <cstdint>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <fmt/core.h>

#include "ledger/events/stored_events.hpp"
#include "ledger/request.hpp"
#include "ledger/rules/apply.hpp"
#include "ledger/rules/decide.hpp"
#include "ledger/rules/energy/look_ahead.hpp"
#include "ledger/rules/stamp.hpp"

namespace {

using namespace ledger;  // NOLINT(google-build-using-namespace): it plays the ledger

constexpr std::int64_t half_hour = 1'800'000'000;
constexpr std::int64_t midnight = 1'790'784'000'000'000;  // 2026-10-01 in Shanghai
constexpr int readings_a_day = 48;
constexpr int days = 21;
constexpr std::size_t meters_in_the_house = 120;

/// Decides, applies and writes down as the book does, on one thread, for no disk.
class Ledger {
public:
    explicit Ledger(Instant now) : now_(now) {}

    void wait_until(Instant now) { now_ = now; }

    void take(const Request& request) {
        ensure(!check_request(request), "the request is one");
        const std::string fingerprint = fingerprint_of(request);
        const Occasion occasion = occasion_of(request, state_, now_);
        Decision decision = decide(state_, request.command, occasion);
        if (!decision) throw std::logic_error(decision.error().detail);
        const Stamp stamp = stamp_for(request, occasion, fingerprint);
        Stamper stamper(state_, stamp, decision->size());
        if (written_.count() > events_of_a_frame) written_.clear();
        for (const Draft& draft : *decision) {
            const Envelope envelope = stamper.next(draft, {});
            apply(state_, envelope, draft.payload);
            written_.add(envelope, draft.payload);
        }
    }

    void take_all(const std::vector<Request>& requests) {
        LookAhead ahead(state_);
        for (std::size_t i = 0; i < requests.size() + LookAhead::depth; ++i) {
            ahead.see(i < requests.size() ? std::get_if<RecordReading>(&requests[i].command)
                                          : nullptr);
            if (i >= LookAhead::depth) take(requests[i - LookAhead::depth]);
        }
    }

private:
    static constexpr std::size_t events_of_a_frame = 1'000;

    State state_;
    StoredEvents written_;
    Instant now_;
};

/// One of the house: a third has a total alone and one price, a third counts its rates itself, and
/// of a third the book knows by the hour what was used when.
struct Tenant {
    MeterId meter;
    WalletId wallet;
    Registers registers;
    std::size_t number;

    bool has_one_price() const { return number % 3 == 0; }
    bool counts_rates() const { return number % 3 == 1; }
};

class House {
public:
    House() : ledger_({midnight}) {
        ledger_.take(by_hand(ConfigureSite{
            {"House", "Asia/Shanghai", "CNY", {MethodId("cash")}, 120, 1800, 3, Cutoff::manual}}));
        ledger_.take(by_hand(RegisterBuilding{{BuildingId("B1"), "House"}}));
        ledger_.take(by_hand(RegisterLine{{LineId("L1"),
                                           {},
                                           Transport::modbus_tcp,
                                           "127.0.0.1:502",
                                           9600,
                                           Parity::none,
                                           1,
                                           1000,
                                           {},
                                           meters_in_the_house}}));
        publish_tariffs();
        for (std::size_t i = 0; i < meters_in_the_house; ++i) move_in(i);
    }

    void live(int half_hours) {
        for (int i = 1; i <= half_hours; ++i) {
            const Instant now{midnight + i * half_hour};
            ledger_.wait_until(now);
            std::vector<Request> readings;
            for (Tenant& each : tenants_) readings.push_back(read(each, i, now));
            ledger_.take_all(readings);
            if (i % readings_a_day == 0) sell_to_each();
        }
    }

private:
    static Request by_hand(Command command) {
        return {std::move(command), {ActorKind::api, "finance", "r-1"}, "as agreed", ""};
    }

    void publish_tariffs() {
        ledger_.take(by_hand(PublishTariff{TariffId("one"),
                                           "One price",
                                           {midnight},
                                           "",
                                           {{Band::single, Price{65'000'000}}},
                                           {}}));
        ledger_.take(by_hand(PublishTariff{TariffId("hours"),
                                           "By the hour",
                                           {midnight},
                                           "",
                                           {{Band::peak, Price{110'000'000}},
                                            {Band::flat, Price{70'000'000}},
                                            {Band::valley, Price{30'000'000}}},
                                           {{0, Band::valley},
                                            {480, Band::peak},
                                            {720, Band::flat},
                                            {1080, Band::peak},
                                            {1320, Band::valley}}}));
    }

    void move_in(std::size_t number) {
        Tenant tenant{MeterId(fmt::format("meter-{:03}", number)), {}, {}, number};
        const AccountId account(fmt::format("account-{:03}", number));
        tenant.wallet = WalletId(account.text() + "." + tenant.meter.text());
        tenant.registers = {100'000, {}, 10, 1};
        if (tenant.counts_rates()) tenant.registers.rates = {0, 40'000, 30'000, 30'000};
        ledger_.take(by_hand(RegisterMeter{{tenant.meter,
                                            LineId("L1"),
                                            static_cast<std::uint32_t>(number + 1),
                                            ProfileId("acrel-ddsy1352"),
                                            fmt::format("{:012}", number),
                                            1,
                                            1,
                                            13'200,
                                            true,
                                            DeductMode::book,
                                            {BuildingId("B1"), "1", fmt::format("{}", number)},
                                            {}}}));
        const TariffId tariff(tenant.has_one_price() ? "one" : "hours");
        ledger_.take(by_hand(AssignTariff{{tenant.meter, tariff, {midnight}}}));
        ledger_.take(by_hand(SetThresholds{{tenant.meter, cents(5'000), cents(1'000), 0}}));
        ledger_.take(
            by_hand(RecordReading{tenant.meter, {midnight}, tenant.registers, {}, "", 1, 1}));
        ledger_.take(by_hand(OpenAccount{account, CustomerId("tenant"), {tenant.meter}}));
        ledger_.take(by_hand(SellCredit{tenant.wallet, cents(50'000), MethodId("cash")}));
        tenants_.push_back(std::move(tenant));
    }

    /// 0.2 to 1.1 kWh in half an hour, in the register of the band that is on.
    static Request read(Tenant& tenant, int turn, Instant now) {
        const std::uint64_t used = 20 + (static_cast<std::uint64_t>(turn) * 7 + tenant.number) % 90;
        tenant.registers.total += used;
        if (tenant.counts_rates())
            tenant.registers.rates[1 + static_cast<std::size_t>(turn) / 8 % 3] += used;
        const Observation seen{.remaining = std::nullopt,
                               .purchase_count = std::nullopt,
                               .relay_closed = true,
                               .forced = false,
                               .power_w = static_cast<std::int64_t>(used * 20),
                               .clock_offset_s = std::nullopt};
        return {RecordReading{tenant.meter, now, tenant.registers, seen, "", 1, 1},
                {ActorKind::poller, "poller", ""},
                "",
                "",
                true};
    }

    void sell_to_each() {
        for (const Tenant& each : tenants_)
            ledger_.take(by_hand(SellCredit{each.wallet, cents(2'500), MethodId("cash")}));
    }

    Ledger ledger_;
    std::vector<Tenant> tenants_;
};

}  // namespace

int main() {
    House().live(days * readings_a_day);
    return 0;
}
