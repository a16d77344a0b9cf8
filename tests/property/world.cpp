#include "tests/property/world.hpp"

#include <algorithm>
#include <sstream>

namespace property {

using namespace ledger;

namespace {

constexpr std::array<std::uint32_t, meter_count> rated_power_w{8'000, 400'000, 8'000, 20'000,
                                                               8'000};
constexpr std::array<std::uint32_t, meter_count> ratios{1, 40, 1, 1, 1};
constexpr std::array<std::uint32_t, meter_count> tariffs{0, 1, 4, 2, 3};

const Observation nothing_seen{};

}  // namespace

MeterId meter_name(std::uint32_t meter) {
    return MeterId("M" + std::to_string(meter % meter_count));
}
WalletId wallet_name(std::uint32_t meter) { return WalletId("A1." + meter_name(meter).text()); }
std::string zone_name(std::uint32_t zone) {
    constexpr std::array names{"Asia/Shanghai", "Europe/Berlin", "America/New_York"};
    return names[zone % zone_count];
}
Instant beginning_of(const Scene& scene) {
    constexpr std::array texts{"2026-07-01T01:10:00Z", "2026-03-28T10:00:00Z",
                               "2026-10-24T05:07:00Z", "2026-03-07T12:00:00Z",
                               "2026-10-31T20:30:00Z"};
    return *instant_from_text(texts[scene.season % season_count]);
}

World::World(const Scene& scene) : deducts_(scene.deducts), now_(beginning_of(scene)) {
    register_site(scene);
    publish_fees();
    ask(calendar());
    for (std::uint32_t tariff = 0; tariff < tariff_count; ++tariff)
        publish(tariff, now_ - std::chrono::hours(240), 100);
    for (std::uint32_t meter = 0; meter < meter_count; ++meter) register_meter(meter);
    OpenAccount opening{AccountId("A1"), CustomerId("C1"), {}};
    for (std::uint32_t meter = 0; meter < unopened; ++meter)
        opening.meters.push_back(meter_name(meter));
    ensure(ask(opening).outcome.has_value(), "the world begins with an open account");
}

void World::register_site(const Scene& scene) {
    ask(ConfigureSite{{.name = "site",
                       .zone = zone_name(scene.zone),
                       .currency = "CNY",
                       .payment_methods = {MethodId("cash"), MethodId("bank")},
                       .plausibility_margin_percent = 120,
                       .poll_interval_s = 1800,
                       .misses_until_lost = 3,
                       .cutoff = scene.cutoff,
                       .counter = counter_of(scene),
                       .look_back_days = scene.look_back_days,
                       .patience = patience_of(scene),
                       .notices = notices_of(scene)}});
    ask(RegisterBuilding{{BuildingId("B1"), "building"}});
    ask(RegisterLine{{.line = LineId("L1"),
                      .gateway = {},
                      .transport = Transport::modbus_tcp,
                      .address = "127.0.0.1:502",
                      .baud = 9600,
                      .parity = Parity::none,
                      .stop_bits = 1,
                      .response_timeout_ms = 500,
                      .poll_interval_s = {},
                      .max_meters = 30}});
}

void World::register_meter(std::uint32_t meter) {
    Device& device = devices_[meter];
    const bool has_rates = meter == 1 || meter == 3;
    device.ratio = ratios[meter];
    device.number = "N" + std::to_string(meter);
    device.step_wh = has_rates ? 10 : 1;
    device.total_wh = 1'000'000 + 777 * meter;
    if (has_rates) device.rate_wh = {100'003, 300'007, 400'001, 200'009};
    device.seen_at = now_;
    ask(RegisterMeter{{.meter = meter_name(meter),
                       .line = LineId("L1"),
                       .unit = meter + 1,
                       .profile = ProfileId("profile"),
                       .number = device.number,
                       .ct = device.ratio,
                       .pt = 1,
                       .rated_power_w = rated_power_w[meter],
                       .has_relay = meter != 3,
                       .mode = deducts_ && meter == 0 ? DeductMode::meter : DeductMode::book,
                       .place = {BuildingId("B1"), "1", "101"},
                       .poll_interval_s = {}}});
    ask(AssignTariff{
        {meter_name(meter), tariff_name(tariffs[meter]), now_ - std::chrono::hours(48)}});
    device.shown.push_back(show(meter));
    ask(device.shown.back());
}

void World::publish(std::uint32_t tariff, Instant from, std::uint32_t percent) {
    ask(version_of(tariff, from, percent));
}

const Turn& World::ask(const Command& command, const std::string& reason,
                       const std::string& asker) {
    const Occasion occasion{now_, reason, {ActorKind::person, asker, ""}, past_for(command)};
    State before = state();
    Outcome outcome = history_.play(command, occasion);
    turns_.push_back({std::move(before), command, occasion, std::move(outcome), state()});
    return turns_.back();
}

/// What a command about a meter's past brings along.
Past World::past_for(const Command& command) const {
    if (const auto* charges = std::get_if<CorrectCharges>(&command))
        return history_.past_of(charges->meter);
    const auto* reading = std::get_if<CorrectReading>(&command);
    if (reading == nullptr || reading->reading.is_none() || reading->reading > state().last)
        return {};
    const Event& event = history_.events()[reading->reading.number - 1];
    const auto* fact = std::get_if<ReadingRecorded>(&event.payload);
    return fact == nullptr ? Past{} : history_.past_of(fact->meter);
}

const Turn& World::take(const Step& step) {
    return std::visit([&](const auto& each) -> const Turn& { return this->act(each); }, step);
}

RecordReading World::show(std::uint32_t meter) const {
    const Device& device = devices_[meter];
    const std::int64_t unit = std::int64_t{device.step_wh} * device.ratio;
    Registers registers{
        static_cast<std::uint64_t>(device.total_wh / unit), {}, device.step_wh, device.ratio};
    for (const std::int64_t rate : device.rate_wh)
        registers.rates.push_back(static_cast<std::uint64_t>(rate / unit));
    Observation seen = nothing_seen;
    if (deducts_ && meter == 0) seen.purchase_count = purchases_;
    return {.meter = meter_name(meter),
            .read_at = now_,
            .registers = std::move(registers),
            .seen = seen,
            .number_seen = device.number,
            .ct_seen = device.ratio,
            .pt_seen = 1};
}

/// Most of the energy goes to one rate register, the rest to the next.
void World::count(Device& device, const Read& step, std::int64_t rated_w) const {
    const std::int64_t minutes = (now_ - device.seen_at).count() / 60'000'000;
    const std::int64_t used = minutes * rated_w / 60 * step.permille / 1000;
    device.total_wh += used + std::min<std::int64_t>(step.drift, used / 10);  // still plausible
    if (device.rate_wh.empty()) return;
    const std::size_t rates = device.rate_wh.size();
    device.rate_wh[step.band % rates] += used - used / 3;
    device.rate_wh[(step.band + 1) % rates] += used / 3;
}

void World::spoil(RecordReading& reading, const Device& device, const Read& step) const {
    Registers& registers = reading.registers;
    const auto& shown = device.shown;
    switch (step.fault) {
        case Fault::none:
        case Fault::delayed:
        case Fault::foreign:
            return;
        case Fault::repeated:
            reading = shown.back();
            return;
        case Fault::late:
            reading = shown[step.minutes % shown.size()];
            return;
        case Fault::contradicting:
            reading.read_at = shown.back().read_at - Duration(1 + step.minutes);
            registers.total += 1 + step.permille;
            return;
        case Fault::zeros:
            registers.total = 0;
            std::fill(registers.rates.begin(), registers.rates.end(), 0);
            return;
        case Fault::went_back:
            registers.total = shown.back().registers.total - 1;
            return;
        case Fault::spike:
            registers.total += 1'000'000'000;
            return;
        case Fault::rate_spike:
            if (!registers.rates.empty()) registers.rates[step.band % 4] += 1'000'000'000;
            return;
        case Fault::other_shape:
            registers.step_wh *= 10;
            return;
        case Fault::other_number:
            reading.number_seen = "N99";
            return;
        case Fault::other_ratio:
            reading.ct_seen = 77;
            return;
        case Fault::from_the_future:
            reading.read_at = now_ + std::chrono::seconds(1 + step.minutes);
            return;
    }
}

const Turn& World::act(const Read& step) {
    const std::uint32_t meter = step.meter % meter_count;
    Device& device = devices_[meter];
    now_ = now_ + std::chrono::minutes(step.minutes);
    count(device, step, rated_power_w[meter]);
    device.seen_at = now_;
    RecordReading reading = show(meter);
    if (step.power_w != 0) reading.seen.power_w = step.power_w;
    if (step.clock_offset_s != 0) reading.seen.clock_offset_s = step.clock_offset_s;
    spoil(reading, device, step);
    const bool is_good = step.fault == Fault::none || step.fault == Fault::delayed;
    if (is_good) device.shown.push_back(reading);
    if (step.fault == Fault::delayed) return turns_.back();  // comes as a late one, or never
    if (step.fault == Fault::foreign) {
        const bool is_elsewhere = step.minutes % 2 == 0;
        const auto reason =
            is_elsewhere ? QuarantineReason::wrong_gateway : QuarantineReason::wrong_clock;
        return ask(QuarantineReading{
            reading, reason, is_elsewhere ? "it hangs elsewhere" : "its clock cannot be right"});
    }
    return ask(reading);
}

const Turn& World::act(const Sell& step) {
    return ask(SellCredit{wallet_of(step.meter), cents(step.amount_cents), MethodId("cash")}, "");
}

const Turn& World::act(const PayBack& step) {
    const Position sale = nth_of<CreditSold>(step.sale);
    Money left;
    for (const auto& [id, wallet] : state().wallets) {
        if (const Money* open = find(wallet.credit, sale)) left = *open;
    }
    const Money all = cents(left.count() / 10'000);
    Money amount = cents(all.count() / 10'000 * step.percent / 100);
    if (step.share != Share::some) amount = all;
    if (step.share == Share::a_micro_more) amount += Money{1};
    if (step.share == Share::a_cent_more) amount += cents(1);
    return ask(RefundCredit{sale, amount, MethodId("bank")});
}

const Turn& World::act(const Undo& step) {
    const Position transaction =
        nth_of<CreditSold, CreditRefunded, TransactionReversed>(step.transaction);
    return ask(ReverseTransaction{transaction, step.debt_allowed});
}

const Turn& World::act(const Reprice& step) {
    publish(step.tariff, now_ + std::chrono::minutes(step.minutes_ahead), step.percent);
    return turns_.back();
}

const Turn& World::act(const Switch& step) {
    return ask(AssignTariff{{meter_name(step.meter), tariff_name(step.tariff),
                             now_ + std::chrono::minutes(step.minutes_ahead)}});
}

const Turn& World::act(const Warn& step) {
    return ask(SetThresholds{
        {meter_name(step.meter), cents(step.alarm1_cents), cents(step.alarm2_cents), 10'000}});
}

const Turn& World::act(const Want& step) {
    return ask(RequestCommand{meter_name(step.meter), step.kind, now_ + std::chrono::hours(6)});
}

const Turn& World::act(const Dispatch& step) {
    const auto& waiting = state().commands;
    if (waiting.empty()) return ask(ReportSent{{step.command}});
    const auto chosen =
        std::next(waiting.begin(), static_cast<std::ptrdiff_t>(step.command % waiting.size()));
    const Position command = chosen->first;
    if (chosen->second.kind == CommandKind::credit_push) return push(command, step);
    const bool closes = chosen->second.kind != CommandKind::trip;
    switch (step.progress) {
        case Progress::sent:
            return ask(ReportSent{command});
        case Progress::confirmed:
            return ask(ReportConfirmed{command, closes, "read back"});
        case Progress::failed:
            return ask(ReportFailed{command, "no answer"});
        case Progress::expired:
            return ask(ExpireCommand{command});
        case Progress::cancelled:
            return ask(CancelCommand{command});
    }
    return turns_.back();
}

const Turn& World::act(const Contact& step) {
    if (step.lost) return ask(ReportContactLost{LineId("L1"), meter_name(step.meter), 3, "silent"});
    return ask(ReportContact{LineId("L1"), meter_name(step.meter)});
}

const Turn& World::act(const Ask& step) { return ask(step.command); }

World begun(const Scene& scene) {
    World world(scene);
    if (scene.slip) break_rule(world, *scene.slip);
    return world;
}

World told(const Story& story) {
    World world = begun(story.scene);
    for (const Step& step : story.steps) world.take(step);
    return world;
}

std::string protocol_of(const World& world) {
    std::ostringstream out;
    for (const Turn& turn : world.turns()) {
        out << to_text(turn.occasion.now) << ' ' << turn.command << '\n';
        if (!turn.outcome) {
            out << "    refused: " << turn.outcome.error() << '\n';
            continue;
        }
        for (const Event& event : *turn.outcome)
            out << "    " << event.envelope.position << ' ' << event.payload << '\n';
    }
    return out.str();
}

}  // namespace property
