#include "tests/property/refusal_case.hpp"
#include "tests/property/refusal_records.hpp"

// Of commands, batches, notices, and sales to meters that deduct by themselves.

namespace property {
namespace {

RequestBatch batch(const World& world, CommandKind kind = CommandKind::trip) {
    return {BatchId("B"),
            kind,
            {meter_name(0), meter_name(1)},
            world.now() + std::chrono::hours(1),
            {}};
}

/// A sixth meter deducts by itself. It has shown purchase 17, and its account is its own.
const WalletId own_wallet("S.M9");

MeterRegistered by_itself(const World& world) {
    return with<MeterRegistered>(new_meter(world),
                                 [](auto& fresh) { fresh.mode = DeductMode::meter; });
}

void read_own(World& world, std::optional<std::uint64_t> count) {
    RecordReading shown{MeterId("M9"), world.now(), {1'000'000, {}, 1, 1}, {}, "", 0, 0};
    shown.seen.purchase_count = count;
    world.ask(shown);
}

void open_own(World& world, std::optional<std::uint64_t> count) {
    world.ask(RegisterMeter{by_itself(world)});
    world.ask(AssignTariff{{MeterId("M9"), tariff_name(0), world.now()}});
    read_own(world, count);
    world.ask(OpenAccount{AccountId("S"), CustomerId("C1"), {MeterId("M9")}});
}

SellCredit sale() { return {own_wallet, cents(1000), MethodId("cash")}; }

/// The position of what was sold, and is on its way to the meter in the event after it.
Position sold_to_meter(World& world) {
    open_own(world, 17);
    return world.ask(sale()).outcome->front().envelope.position;
}

/// Automatic cut-off, but not of anybody before the last minute of a day.
void protect_nearly_always(World& world) {
    world.ask(ConfigureSite{with<SiteConfigured>(site(world), [](auto& each) {
        each.cutoff = Cutoff::automatic;
        each.patience = CutoffTerms{0, 0, {{0, 1'439, {}}}, {}};
    })});
}

Refusal send_in_protected_hours(World& world) {
    world.ask(ConfigureSite{
        with<SiteConfigured>(site(world), [](auto& each) { each.cutoff = Cutoff::automatic; })});
    world.take(Read{0, 60, 500, 0, 0, Fault::none, 0});
    protect_nearly_always(world);
    return ask(world, ReportSent{world.state().commands.begin()->first});
}

}  // namespace

std::vector<Case> control_cases() {  // NOLINT(readability-function-size): a table
    return {
        {Rule::batch_must_be_new, "batch",
         [](World& world) {
             world.ask(batch(world));
             return ask(world, batch(world));
         }},
        {Rule::batch_must_exist, "batch",
         [](World& world) { return ask(world, AdvanceBatch{BatchId("NONE")}); }},
        {Rule::batch_must_be_under_way, "batch",
         [](World& world) {
             world.ask(batch(world, CommandKind::settings_download));  // all rows are refused
             world.ask(AdvanceBatch{BatchId("B")});
             return ask(world, CancelBatch{BatchId("B")});
         }},
        {Rule::power_must_not_be_kept, "kind",
         [](World& world) {
             requested(world, CommandKind::keep_power);
             return ask(world, request(world, CommandKind::close));
         }},
        {Rule::thresholds_must_be_set, "meter",
         [](World& world) { return ask(world, request(world, CommandKind::settings_download)); }},
        {Rule::prices_must_have_no_tiers, "kind",
         [](World& world) {
             world.ask(with<PublishTariff>(
                 new_tariff(world), [](auto& each) { each.tiers = {{Energy{1'000}, Price{1}}}; }));
             world.ask(AssignTariff{{meter_name(0), TariffId("NEW"), world.now()}});
             return ask(world, request(world, CommandKind::price_download));
         }},
        {Rule::credit_push_must_follow_a_sale, "kind",
         [](World& world) { return ask(world, request(world, CommandKind::credit_push)); }},
        {Rule::purchases_must_agree, "wallet",
         [](World& world) {
             open_own(world, 17);
             read_own(world, 20);
             world.ask(ReportPurchases{MeterId("M9"), "it shows purchase 20"});
             return ask(world, sale());
         }},
        {Rule::purchase_count_must_be_known, "wallet",
         [](World& world) {
             open_own(world, {});
             return ask(world, sale());
         }},
        {Rule::credit_must_not_be_on_the_meter, "sale",
         [](World& world) {
             const Position sale = sold_to_meter(world);
             return ask(world, RefundCredit{sale, cents(100), MethodId("cash")});
         }},
        {Rule::wallet_must_be_the_meters_own, "wallets",
         [](World& world) {
             world.ask(RegisterMeter{by_itself(world)});
             world.ask(AssignTariff{{MeterId("M9"), tariff_name(0), world.now()}});
             read_own(world, 17);
             return ask(world,
                        OpenAccount{
                            AccountId("S"), CustomerId("C1"), {MeterId("M9")}, WalletMode::pooled});
         }},
        {Rule::credit_push_must_be_finished, "command",
         [](World& world) {
             const Position sale = sold_to_meter(world);
             return ask(world, CancelCommand{sale.next()});
         }},
        {Rule::power_must_not_be_cut_now, "command", send_in_protected_hours},
        {Rule::meter_must_be_in_use, "meter",
         [](World& world) {
             world.ask(RetireMeter{{meter_name(unopened)}});
             RequestCommand wanted = request(world, CommandKind::read_now);
             wanted.meter = meter_name(unopened);
             return ask(world, wanted);
         }},
        {Rule::notice_must_be_pending, "notice",
         [](World& world) { return ask(world, ReportNoticeDelivered{{1}, ""}); }},
        {Rule::notice_text_must_be_well_formed, "text", [](World& world) {
             return ask(world,
                        SetNoticeText{{NoticeKind::arrears, NoticeLanguage::zh, "{nobody}"}});
         }}};
}

}  // namespace property
