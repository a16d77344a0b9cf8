#include <algorithm>
#include <functional>

#include <gtest/gtest.h>

#include "ledger/book.hpp"
#include "ledger/rules/state_codec.hpp"
#include "tests/property/folder.hpp"
#include "tests/property/refusal_case.hpp"
#include "tests/property/refusal_records.hpp"
#include "tests/property/world.hpp"

// Every rule says no at least once, in the order in which they stand, about the field that is
// wrong. A new rule without a case here fails.

namespace property {
namespace {

using namespace ledger;

std::vector<Case> joined(std::vector<Case> cases, std::vector<Case> more) {
    for (Case& each : more) cases.push_back(std::move(each));
    std::stable_sort(cases.begin(), cases.end(),
                     [](const Case& a, const Case& b) { return a.rule < b.rule; });
    return cases;
}

const std::vector<Case> cases = joined(
    {{Rule::site_must_be_configured, "site",
      [](World&) {
          return refusal_of(History().play(RegisterBuilding{{BuildingId("B1"), "one"}}, {}));
      }},
     {Rule::building_must_exist, "building",
      [](World& world) {
          return ask(world, RegisterGateway{{GatewayId("G1"), BuildingId("B9"), "box"}});
      }},
     {Rule::gateway_must_exist, "gateway",
      [](World& world) {
          return ask(world, RegisterLine{with<LineRegistered>(
                                line(world), [](auto& each) { each.gateway = GatewayId("G9"); })});
      }},
     {Rule::line_must_exist, "line",
      [](World& world) { return ask(world, ReportContact{LineId("L9"), {}}); }},
     {Rule::meter_must_exist, "meter",
      [](World& world) {
          return ask(world, ReportContactLost{LineId("L1"), MeterId("M9"), 3, ""});
      }},
     {Rule::tariff_must_exist, "tariff",
      [](World& world) {
          return ask(world, AssignTariff{{meter_name(0), TariffId("NONE"), world.now()}});
      }},
     {Rule::account_must_exist, "account",
      [](World& world) {
          return ask(world, AttachMeter{AccountId("NONE"), meter_name(unopened)});
      }},
     {Rule::wallet_must_exist, "wallet",
      [](World& world) {
          return ask(world, SellCredit{wallet_name(unopened), cents(100), MethodId("cash")});
      }},
     {Rule::transaction_must_exist, "transaction",
      [](World& world) { return ask(world, ReverseTransaction{{1}, false}); }},
     {Rule::name_must_be_well_formed, "building",
      [](World& world) { return ask(world, RegisterBuilding{{BuildingId("a b"), "one"}}); }},
     {Rule::value_must_be_in_range, "baud",
      [](World& world) {
          return ask(world, RegisterLine{with<LineRegistered>(line(world),
                                                              [](auto& each) { each.baud = 1; })});
      }},
     {Rule::zone_must_be_known, "zone",
      [](World& world) {
          return ask(world, ConfigureSite{with<SiteConfigured>(
                                site(world), [](auto& each) { each.zone = "Mars/Olympus"; })});
      }},
     {Rule::meter_must_be_new, "meter",
      [](World& world) {
          return ask(world, RegisterMeter{with<MeterRegistered>(
                                meter(world), [](auto& each) { each.number = "other"; })});
      }},
     {Rule::account_must_be_new, "account",
      [](World& world) {
          return ask(world, OpenAccount{AccountId("A1"), CustomerId("C2"), {meter_name(unopened)}});
      }},
     {Rule::unit_must_be_free_on_its_line, "unit",
      [](World& world) {
          return ask(world, RegisterMeter{with<MeterRegistered>(
                                new_meter(world), [](auto& each) { each.unit = 1; })});
      }},
     {Rule::line_must_have_room, "line",
      [](World& world) {
          world.ask(RegisterLine{with<LineRegistered>(
              line(world), [](auto& each) { each.max_meters = meter_count; })});
          return ask(world, RegisterMeter{new_meter(world)});
      }},
     {Rule::thresholds_must_descend, "alarm2",
      [](World& world) {
          return ask(world, SetThresholds{{meter_name(0), cents(1), cents(2), 0}});
      }},
     {Rule::prices_must_cover_every_band, "prices",
      [](World& world) {
          return ask(world, with<PublishTariff>(with_bands(world),
                                                [](auto& each) { each.prices.pop_back(); }));
      }},
     {Rule::schedule_must_start_at_midnight, "schedule",
      [](World& world) {
          return ask(world, with<PublishTariff>(with_bands(world), [](auto& each) {
                         each.schedule[0].from_minute = 1;
                     }));
      }},
     {Rule::past_must_be_within_look_back, "effective_from",
      [](World& world) {
          world.take(Read{0, 60, 500, 0, 0, Fault::none, 0});
          return ask(world, with<PublishTariff>(new_tariff(world), [&](auto& each) {
                         each.tariff = tariff_name(0);
                         each.effective_from = world.now() - Duration(1);
                     }));
      }},
     {Rule::tiers_must_ascend, "tiers.above",
      [](World& world) {
          return ask(world, with<PublishTariff>(new_tariff(world), [](auto& each) {
                         each.tiers = {{Energy{200}, Price{1}}, {Energy{200}, Price{2}}};
                     }));
      }},
     {Rule::calendar_must_exist, "calendar",
      [](World& world) {
          return ask(world, with<PublishTariff>(with_bands(world), [](auto& each) {
                         each.schedule = {{0, Band::peak}};
                         each.rules = {{{101}, {1231}, DayKind::holiday, {}, {{0, Band::valley}}}};
                     }));
      }},
     {Rule::meter_must_be_unattached, "meters",
      [](World& world) {
          return ask(world, OpenAccount{AccountId("A2"), CustomerId("C2"), {meter_name(0)}});
      }},
     {Rule::meter_must_have_been_read, "meters",
      [](World& world) {
          world.ask(RegisterMeter{new_meter(world)});
          return ask(world, OpenAccount{AccountId("A2"), CustomerId("C2"), {MeterId("M9")}});
      }},
     {Rule::meter_must_have_a_price, "meters",
      [](World& world) {
          world.ask(RegisterMeter{new_meter(world)});
          world.ask(
              with<RecordReading>(reading(world), [](auto& each) { each.meter = MeterId("M9"); }));
          return ask(world, OpenAccount{AccountId("A2"), CustomerId("C2"), {MeterId("M9")}});
      }},
     {Rule::meter_must_be_attached, "meter",
      [](World& world) { return ask(world, DetachMeter{AccountId("A1"), meter_name(unopened)}); }},
     {Rule::final_reading_must_be_fresh, "meter",
      [](World& world) {
          world.take(Read{.meter = 1,
                          .minutes = 61,
                          .permille = 0,
                          .band = 0,
                          .drift = 0,
                          .fault = Fault::none,
                          .power_w = 0});
          return ask(world, CloseAccount{AccountId("A1"), MethodId("cash")});
      }},
     {Rule::customer_must_be_another, "customer",
      [](World& world) { return ask(world, TransferAccount{AccountId("A1"), CustomerId("C1")}); }},
     {Rule::wallets_must_differ, "to",
      [](World& world) {
          return ask(world, TransferCredit{wallet_name(0), wallet_name(0), cents(1)});
      }},
     {Rule::transfer_must_not_exceed_credit, "amount",
      [](World& world) {
          sold(world, 100);
          return ask(world, TransferCredit{wallet_name(0), wallet_name(1), cents(101)});
      }},
     {Rule::adjustment_must_change_the_balance, "amount",
      [](World& world) {
          return ask(world, ProposeAdjustment{wallet_name(0), AdjustmentKind::goodwill, Money{}});
      }},
     {Rule::proposal_must_be_open, "proposal",
      [](World& world) { return ask(world, ApproveAdjustment{{1}}); }},
     {Rule::approver_must_be_another, "proposal",
      [](World& world) {
          const Turn& proposed =
              world.ask(ProposeAdjustment{wallet_name(0), AdjustmentKind::goodwill, cents(100)});
          return ask(world, ApproveAdjustment{proposed.outcome->front().envelope.position});
      }},
     {Rule::amount_must_be_positive, "amount",
      [](World& world) {
          return ask(world, SellCredit{wallet_name(0), Money{}, MethodId("cash")});
      }},
     {Rule::amount_must_be_whole_cents, "amount",
      [](World& world) {
          return ask(world, SellCredit{wallet_name(0), Money{10'001}, MethodId("cash")});
      }},
     {Rule::method_must_be_configured, "method",
      [](World& world) {
          return ask(world, SellCredit{wallet_name(0), cents(100), MethodId("shells")});
      }},
     {Rule::refund_must_not_exceed_unconsumed_credit, "amount",
      [](World& world) {
          const Position sale = sold(world);
          return ask(world, RefundCredit{sale, cents(1001), MethodId("cash")});
      }},
     {Rule::reversed_sale_must_not_be_refunded, "sale",
      [](World& world) {
          const Position sale = sold(world);
          reversed(world, sale);
          return ask(world, RefundCredit{sale, cents(1), MethodId("cash")});
      }},
     {Rule::reversal_must_not_be_reversed, "transaction",
      [](World& world) {
          const Position reversal = reversed(world, sold(world));
          return ask(world, ReverseTransaction{reversal, true});
      }},
     {Rule::transaction_must_not_be_reversed_twice, "transaction",
      [](World& world) {
          const Position refund = refunded(world, sold(world));
          reversed(world, refund);
          return ask(world, ReverseTransaction{refund, true});
      }},
     {Rule::refunded_sale_must_not_be_reversed, "transaction",
      [](World& world) {
          const Position sale = sold(world);
          refunded(world, sale);
          return ask(world, ReverseTransaction{sale, true});
      }},
     {Rule::reversal_must_not_leave_debt, "transaction",
      [](World& world) {
          const Position sale = sold(world, 1);
          world.take(Read{.meter = 0,
                          .minutes = 60,
                          .permille = 500,
                          .band = 0,
                          .drift = 0,
                          .fault = Fault::none,
                          .power_w = 0});
          return ask(world, ReverseTransaction{sale, false});
      }},
     {Rule::reading_must_not_be_in_the_future, "read_at",
      [](World& world) {
          return ask(world, with<RecordReading>(reading(world), [](auto& each) {
                         each.read_at = each.read_at + Duration(1);
                     }));
      }},
     {Rule::quarantine_must_be_open, "reading",
      [](World& world) { return ask(world, ResolveQuarantine{{1}, Resolution::rejected, {}}); }},
     {Rule::quarantine_must_allow_it, "resolution",
      [](World& world) {
          return ask(world, ResolveQuarantine{quarantined(world), Resolution::accepted, {}});
      }},
     {Rule::registers_must_fit, "registers",
      [](World& world) {
          return ask(world, ResolveQuarantine{quarantined(world), Resolution::corrected, {}});
      }},
     {Rule::replacement_must_follow_the_last_reading, "replaced_at",
      [](World& world) {
          return ask(world, with<ReplaceMeter>(replacement(world), [&](auto& each) {
                         each.replaced_at = world.now() - std::chrono::hours(1);
                     }));
      }},
     {Rule::final_reading_or_estimate_must_be_given, "final",
      [](World& world) { return ask(world, replacement(world)); }},
     {Rule::meter_must_have_a_relay, "meter",
      [](World& world) { return ask(world, request(world, CommandKind::trip, 3)); }},
     {Rule::keep_power_outranks_trip, "kind",
      [](World& world) {
          const Position keep = requested(world, CommandKind::keep_power);
          world.ask(ReportConfirmed{keep, true, "kept"});
          return ask(world, request(world, CommandKind::trip));
      }},
     {Rule::command_must_be_pending, "command",
      [](World& world) { return ask(world, ReportSent{{1}}); }},
     {Rule::command_must_not_be_pending_twice, "kind",
      [](World& world) {
          requested(world, CommandKind::trip);
          return ask(world, request(world, CommandKind::trip));
      }},
     {Rule::expiry_must_be_in_the_future, "expires_at",
      [](World& world) {
          return ask(world, RequestCommand{meter_name(0), CommandKind::trip, world.now()});
      }},
     {Rule::reason_must_be_given, "reason",
      [](World& world) { return ask_silently(world, request(world, CommandKind::trip)); }},
     {Rule::idempotency_key_must_keep_its_command, "idempotency_key", use_a_key_twice},
     {Rule::correction_must_be_done, "meter",
      [](World& world) {
          make_due(world);
          return ask(world, DetachMeter{AccountId("A1"), meter_name(0)});
      }},
     {Rule::reading_must_be_correctable, "reading",
      [](World& world) { return ask(world, CorrectReading{{1}, reading(world).registers}); }},
     {Rule::past_must_be_whole, "meter",
      [](World& world) {
          make_due(world);
          return decide(world.state(), CorrectCharges{meter_name(0)}, {world.now(), ""}).error();
      }}},
    joined(people_cases(), joined(office_cases(), joined(operator_cases(), control_cases()))));

class Refusals : public testing::TestWithParam<Rule> {};

TEST_P(Refusals, SayWhichRuleAndWhichField) {
    const auto found = std::find_if(cases.begin(), cases.end(),
                                    [](const Case& each) { return each.rule == GetParam(); });
    ASSERT_NE(found, cases.end()) << "no case provokes " << to_text(GetParam());
    World world({Cutoff::manual, 0, 0});
    const Refusal refusal = found->provoke(world);
    EXPECT_EQ(refusal.rule, GetParam()) << refusal.detail;
    EXPECT_EQ(refusal.field, found->field) << refusal.detail;
    EXPECT_NE(refusal.detail.find(": "), std::string::npos) << "no way out: " << refusal.detail;
}

std::vector<Rule> every_rule() {
    std::vector<Rule> rules;
    for (std::size_t i = 0; i < EnumNames<Rule>::names.size(); ++i)
        rules.push_back(static_cast<Rule>(i));
    return rules;
}

INSTANTIATE_TEST_SUITE_P(EveryRule, Refusals, testing::ValuesIn(every_rule()),
                         [](const auto& each) { return std::string(to_text(each.param)); });

TEST(RefusalCases, OfAReversalOutliveASnapshot) {
    World world({Cutoff::manual, 0, 0});
    const Position reversal = reversed(world, sold(world));
    const auto reread = decode_state(encode(world.state()));
    ASSERT_TRUE(reread);
    const auto answer = decide(*reread, ReverseTransaction{reversal, true}, {world.now(), "why"});
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().rule, Rule::reversal_must_not_be_reversed);
}

TEST(RefusalCases, AreOneARule) {
    EXPECT_EQ(std::adjacent_find(cases.begin(), cases.end(),
                                 [](const Case& a, const Case& b) { return a.rule == b.rule; }),
              cases.end());
}

}  // namespace

void break_rule(World& world, Rule rule) {
    if (rule == Rule::idempotency_key_must_keep_its_command) return;  // takes a book on a disk
    const auto found = std::find_if(cases.begin(), cases.end(),
                                    [&](const Case& each) { return each.rule == rule; });
    if (found != cases.end()) found->provoke(world);
}

}  // namespace property
