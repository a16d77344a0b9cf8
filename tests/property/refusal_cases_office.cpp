#include "tests/property/refusal_case.hpp"
#include "tests/property/refusal_records.hpp"

namespace property {

std::vector<Case> office_cases() {  // NOLINT(readability-function-size): a table
    return {{Rule::sale_must_fit_the_hoarding_limit, "amount",
             [](World& world) {
                 world.ask(SetCreditLimits{{wallet_name(0), Money{}, cents(1000)}});
                 sold(world, 999);
                 return ask(world, SellCredit{wallet_name(0), cents(2), MethodId("cash")});
             }},
            {Rule::transaction_must_be_approved, "amount",
             [](World& world) {
                 world.ask(SetApprovalLimits{{Money{}, std::nullopt}});
                 const RefundCredit wanted{sold(world, 999), cents(2), MethodId("cash")};
                 world.ask(wanted);
                 return ask(world, wanted);
             }},
            {Rule::fee_must_exist, "fee",
             [](World& world) {
                 return ask(world, AssignFee{{wallet_name(0), FeeId("NONE"), today(world), {}}});
             }},
            {Rule::fee_must_not_change_the_past, "until",
             [](World& world) {
                 const Day begin = today(world);
                 world.ask(AssignFee{{wallet_name(0), fee_name(1), begin, {}}});
                 read_days_later(world, 3);
                 world.ask(ChargeFees{wallet_name(0), begin.next()});
                 return ask(world, AssignFee{{wallet_name(0), fee_name(1), begin, begin}});
             }},
            {Rule::period_must_be_over, "through",
             [](World& world) { return ask(world, ChargeFees{wallet_name(0), today(world)}); }},
            {Rule::periods_must_close_in_order, "first",
             [](World& world) {
                 read_days_later(world, 3);
                 return ask(world, ClosePeriod{PeriodKind::day, Day{today(world).number - 1}});
             }},
            {Rule::period_must_not_be_closed_twice, "first",
             [](World& world) {
                 const Day first = today(world);
                 read_days_later(world, 1);
                 world.ask(ClosePeriod{PeriodKind::day, first});
                 return ask(world, ClosePeriod{PeriodKind::day, first});
             }},
            {Rule::till_must_be_free, "till",
             [](World& world) {
                 world.ask(OpenShift{TillId("T1"), MethodId("cash"), Money{}}, "", "li");
                 return ask(world, OpenShift{TillId("T1"), MethodId("cash"), Money{}});
             }},
            {Rule::teller_must_have_no_open_shift, "teller",
             [](World& world) {
                 world.ask(OpenShift{TillId("T1"), MethodId("cash"), Money{}});
                 return ask(world, OpenShift{TillId("T2"), MethodId("cash"), Money{}});
             }},
            {Rule::shift_must_be_open, "shift",
             [](World& world) { return ask(world, CloseShift{{1}, {}, true}); }},
            {Rule::shift_must_be_the_tellers_own, "shift",
             [](World& world) {
                 return ask(world, CloseShift{shift_of_li(world), {{MethodId("cash"), {}}}, false});
             }},
            {Rule::every_method_must_be_counted, "counts",
             [](World& world) { return ask(world, CloseShift{shift_of_li(world), {}, true}); }},
            {Rule::subject_must_be_unchanged, "if_match",
             [](World& world) {
                 const Subject subject{SubjectKind::meter, meter_name(0).text()};
                 Occasion late{world.now(), "because"};
                 late.expected = Expected{subject, Position{1}};
                 const SetThresholds wanted{{meter_name(0), cents(2), cents(1), 0}};
                 const Decision decision = decide(world.state(), wanted, late);
                 return decision ? Refusal{} : decision.error();
             }},
            {Rule::money_must_move_in_a_shift, "method", [](World& world) {
                 world.ask(ConfigureSite{with<SiteConfigured>(site(world), [](auto& each) {
                     each.counter = CounterTerms{0, {}, {}, {MethodId("cash")}};
                 })});
                 return ask(world, SellCredit{wallet_name(0), cents(1), MethodId("cash")});
             }}};
}

}  // namespace property
