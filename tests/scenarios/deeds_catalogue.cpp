#include "tests/scenarios/checks.hpp"
#include "tests/scenarios/deeds.hpp"

namespace scenarios {

using namespace ledger;

namespace {

/// What holds at the counter: true where the word was about it.
bool take_counter_term(Words& words, SiteConfigured& site) {
    CounterTerms terms = site.counter.value_or(CounterTerms{});
    if (words.skip("fee")) {
        terms.service_fee_ppm = words.small_number("millionths such as 15000");
        words.expect("ppm");
    } else if (words.skip("overdraft")) {
        terms.overdraft = words.money();
    } else if (words.skip("hoarding")) {
        terms.hoarding_limit = words.money();
    } else if (words.skip("shifts")) {
        words.expect("for");
        terms.till_methods.push_back(words.name<MethodId>("a payment method"));
    } else {
        return false;
    }
    site.counter = terms;
    return true;
}

/// default tariff FLAT, or: default alarms 20.00 5.00 overload 5000 W
void take_default(Words& words, SiteConfigured& site) {
    SupplyDefaults defaults = site.defaults.value_or(SupplyDefaults{});
    if (words.skip("tariff")) {
        defaults.tariff = words.name<TariffId>("a tariff");
    } else {
        words.expect("alarms");
        const Money alarm1 = words.money();
        defaults.thresholds = {alarm1, words.money(), 0};
        if (words.skip("overload")) {
            defaults.thresholds->overload_w = words.small_number("watts");
            words.expect("W");
        }
    }
    site.defaults = defaults;
}

/// site in Europe/Berlin, cash and bank, automatic cutoff, currency EUR, margin 120,
/// back 40 days, fee 15000 ppm, overdraft 5.00, hoarding 300.00, shifts for cash,
/// default tariff FLAT, default alarms 20.00 5.00
void site(Stage& stage, Words& words) {
    SiteConfigured site{};
    words.expect("in");
    site.name = "site";
    site.zone = words.take("a time zone");
    site.currency = "CNY";
    site.plausibility_margin_percent = 120;
    site.poll_interval_s = 1800;
    site.misses_until_lost = 3;
    site.cutoff = Cutoff::manual;
    while (!words.is_done()) {
        if (words.skip("and") || take_counter_term(words, site)) continue;
        if (words.skip("default")) {
            take_default(words, site);
        } else if (words.skip("currency")) {
            site.currency = words.take("a currency such as CNY");
        } else if (words.skip("margin")) {
            site.plausibility_margin_percent = words.small_number("percent");
        } else if (words.skip("back")) {
            site.look_back_days = words.small_number("days");
            words.expect("days");
        } else if (words.peek(1) == "cutoff") {
            site.cutoff = words.one_of<Cutoff>();
            words.expect("cutoff");
        } else {
            site.payment_methods.push_back(words.name<MethodId>("a payment method"));
        }
    }
    stage.ask(ConfigureSite{site});
}

/// building B2
void building(Stage& stage, Words& words) {
    const auto name = words.name<BuildingId>("a building");
    stage.ask(RegisterBuilding{{name, "building"}});
}

/// gateway G1 in B1
void gateway(Stage& stage, Words& words) {
    const auto name = words.name<GatewayId>("a gateway");
    words.expect("in");
    stage.ask(RegisterGateway{{name, words.name<BuildingId>("a building"), "gateway"}});
}

/// line L2 at G1 baud 9600 for 30 meters
void line(Stage& stage, Words& words) {
    LineRegistered line{};
    line.line = words.name<LineId>("a line");
    line.address = "127.0.0.1:502";
    line.baud = 9600;
    line.stop_bits = 1;
    line.response_timeout_ms = 500;
    line.max_meters = 30;
    while (!words.is_done()) {
        if (words.skip("at")) {
            line.gateway = words.name<GatewayId>("a gateway");
        } else if (words.skip("baud")) {
            line.baud = words.small_number("a speed");
        } else {
            words.expect("for");
            line.max_meters = words.small_number("a number of meters");
            words.expect("meters");
        }
    }
    stage.ask(RegisterLine{line});
}

/// In watts, from 13.2 kW.
std::uint32_t power(Words& words) {
    const auto watts = words.quantity<Energy>("a power such as 13.2 kW").count();
    words.expect("kW");
    if (watts < 0 || watts > UINT32_MAX) throw Fault{"a power is 0 to 4 million kW"};
    return static_cast<std::uint32_t>(watts);
}

/// A building and a line for a meter that names none.
void make_room(Stage& stage, const MeterRegistered& meter) {
    if (!stage.state().buildings.contains(BuildingId("B1"))) {
        Words plain({"B1"});
        building(stage, plain);
    }
    if (meter.line == LineId("L1") && !stage.state().lines.contains(LineId("L1"))) {
        Words plain({"L1"});
        line(stage, plain);
    }
}

void take_meter_option(Stage& stage, Words& words, MeterRegistered& meter) {
    if (words.skip("without")) {
        words.expect("relay");
        meter.has_relay = false;
    } else if (words.skip("ratio")) {
        meter.ct = words.small_number("a ratio");
    } else if (words.skip("number")) {
        meter.number = words.take("a meter's number");
    } else if (words.skip("unit")) {
        meter.unit = words.small_number("a unit");
    } else if (words.skip("deducts")) {
        words.expect("itself");
        meter.mode = DeductMode::meter;
    } else if (words.skip("on")) {
        meter.line = words.name<LineId>("a line");
    } else {
        words.expect("step");
        stage.steps_wh[meter.meter] = words.small_number("watt-hours of a count");
        words.expect("Wh");
    }
}

/// meter M1 13.2 kW without relay deducts itself ratio 40 number N7 unit 5 on L2 step 10 Wh
///     tariff FLAT reads 1000.00 rates 1 2 3 4
void meter(Stage& stage, Words& words) {
    MeterRegistered meter{};
    meter.meter = words.name<MeterId>("a meter");
    meter.line = LineId("L1");
    meter.unit = static_cast<std::uint32_t>(stage.state().meters.size() + 1);
    meter.profile = ProfileId("profile");
    meter.ct = 1;
    meter.pt = 1;
    meter.has_relay = true;
    meter.place.building = BuildingId("B1");
    meter.rated_power_w = power(words);
    while (!words.is_done() && words.peek() != "tariff" && words.peek() != "reads")
        take_meter_option(stage, words, meter);
    make_room(stage, meter);
    stage.ask(RegisterMeter{meter});
    if (words.skip("tariff"))
        stage.ask(AssignTariff{{meter.meter, words.name<TariffId>("a tariff"), long_ago}});
    if (words.skip("reads")) show_reading(stage, meter.meter, words);
}

/// thresholds M1 20.00 5.00 overload 5000 W
void thresholds(Stage& stage, Words& words) {
    ThresholdsSet wanted;
    wanted.meter = words.name<MeterId>("a meter");
    wanted.alarm1 = words.money();
    wanted.alarm2 = words.money();
    wanted.overload_w = 0;
    if (words.skip("overload")) {
        wanted.overload_w = words.small_number("watts");
        words.expect("W");
    }
    stage.ask(SetThresholds{wanted});
}

/// retire M1 because '…'
void retire(Stage& stage, Words& words) {
    stage.ask(RetireMeter{{words.name<MeterId>("a meter")}});
}

/// back M1: it is registered as it was
void back(Stage& stage, Words& words) {
    const auto meter = words.name<MeterId>("a meter");
    const Meter* known = find(stage.state().meters, meter);
    if (known == nullptr) throw Fault{"there is no meter " + meter.text()};
    stage.ask(RegisterMeter{known->registered});
}

}  // namespace

Deeds catalogue_deeds() {
    return {{"site", site},   {"building", building},     {"gateway", gateway}, {"line", line},
            {"meter", meter}, {"thresholds", thresholds}, {"retire", retire},   {"back", back}};
}

}  // namespace scenarios
