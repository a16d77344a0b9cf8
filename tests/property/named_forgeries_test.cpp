#include <map>

#include "ledger/rules/stamp.hpp"
#include "ledger/values/limits.hpp"
#include "tests/property/refusal_records.hpp"
#include "tests/property/written.hpp"

// For each law an event that breaks it and no law before it. What a verifier says of a forged log
// is what is said here.

namespace property {
namespace {

/// The same with another payload.
template <class Fact>
Written forged(const Turn& turn, const std::function<void(Fact&)>& change) {
    Written forgery = written_in<Fact>(turn);
    change(std::get<Fact>(forgery.event.payload));
    return forgery;
}

Written readdressed(const Turn& turn, const std::function<void(Envelope&)>& change) {
    Written forgery = written_in<CreditSold>(turn);
    change(forgery.event.envelope);
    return forgery;
}

/// What nobody asked for, in an envelope in which nothing is wrong.
Written invented(const World& world, Payload payload) {
    const Actor teller{ActorKind::person, "zhang", ""};
    const Stamp stamp{world.now(), teller, "because", "", ""};
    std::vector<Draft> drafts;
    drafts.push_back({std::move(payload), world.now(), {}});
    auto events = ledger::stamp(world.state(), std::move(drafts), stamp, [] { return Entropy{}; });
    return {world.state(), std::move(events.front())};
}

const Turn& sale(World& world) {
    return world.ask(SellCredit{wallet_name(0), cents(1000), MethodId("cash")});
}

const Turn& use(World& world) { return world.take(Read{0, 60, 500, 0, 0, Fault::none, 0}); }

const Turn& transfer(World& world) {
    sold(world);
    return world.ask(TransferCredit{wallet_name(0), wallet_name(1), cents(100)});
}

const Turn& adjustment(World& world) {
    const Turn& proposed =
        world.ask(ProposeAdjustment{wallet_name(0), AdjustmentKind::correction, cents(100)});
    const Position proposal = proposed.outcome->front().envelope.position;
    return world.ask(ApproveAdjustment{proposal}, "because", "li");
}

const Turn& closed_shift(World& world) {
    const Position shift = shift_of_li(world);
    return world.ask(CloseShift{shift, {{MethodId("cash"), Money{}}}, true});
}

const Turn& closed_period(World& world) {
    sold(world);
    const Day first = today(world);
    read_days_later(world, 1);
    return world.ask(ClosePeriod{PeriodKind::day, first});
}

Written remembered_again(World& world) {
    const CustomerRegistered person{CustomerId("C7"), "sealed name", "sealed phone"};
    world.ask(RegisterCustomer{person});
    world.ask(ForgetCustomer{person.customer});
    return invented(world, person);
}

Written brought_in_again(World& world) {
    world.ask(BringInBalance{wallet_name(0), {cents(5), "old", "1"}});
    OpeningBalanceBroughtIn again{};
    again.wallet = wallet_name(0);
    again.amount = cents(5);
    again.balance_after = cents(10);
    return invented(world, again);
}

Written with_credit_lost(World& world) {
    sold(world);
    Written forgery = written_in<CreditSold>(sale(world));
    known(forgery.before.wallets, wallet_name(0)).credit.clear();
    return forgery;
}

CommandRequested command(CommandKind kind, BatchId batch) {
    return {meter_name(0), kind, CommandCause::person, latest_instant, std::move(batch), {}};
}

using Forge = std::function<Written(World&)>;

std::map<Law, Forge> envelopes() {
    const auto of_sale = [](const std::function<void(Envelope&)>& change) {
        return [change](World& world) { return readdressed(sale(world), change); };
    };
    return {
        {Law::positions_have_no_gap,
         of_sale([](auto& envelope) { envelope.position = envelope.position.next(); })},
        {Law::recorded_time_never_goes_back,
         of_sale([](auto& envelope) { envelope.recorded_at = Instant{1}; })},
        {Law::subject_is_what_the_payload_is_about,
         of_sale([](auto& envelope) { envelope.subject.id = wallet_name(1).text(); })},
        {Law::subject_versions_have_no_gap,
         of_sale([](auto& envelope) { ++envelope.subject_version; })},
        {Law::envelope_is_whole, of_sale([](auto& envelope) { envelope.schema = 2; })},
        {Law::values_are_possible,
         of_sale([](auto& envelope) { envelope.occurred_at = Instant{-1}; })},
    };
}

std::map<Law, Forge> money() {
    const auto of_sale = [](const std::function<void(CreditSold&)>& change) {
        return [change](World& world) { return forged<CreditSold>(sale(world), change); };
    };
    return {
        {Law::open_credit_is_the_balance, with_credit_lost},
        {Law::balance_after_is_computed,
         of_sale([](auto& fact) { fact.balance_after += cents(1); })},
        {Law::receipt_numbers_have_no_gap, of_sale([](auto& fact) { ++fact.receipt_number; })},
        {Law::recharge_counts_have_no_gap, of_sale([](auto& fact) { ++fact.recharge_count; })},
        {Law::fee_is_what_the_site_or_plan_says, of_sale([](auto& fact) { fact.fee += cents(1); })},
        {Law::amounts_are_positive, of_sale([](auto& fact) { fact.amount = -fact.amount; })},
        {Law::refund_is_within_unconsumed_credit,
         [](World& world) {
             const RefundCredit wanted{sold(world), cents(100), MethodId("cash")};
             return forged<CreditRefunded>(world.ask(wanted),
                                           [](auto& fact) { fact.amount += cents(1000); });
         }},
        {Law::reversal_is_whole_and_once,
         [](World& world) {
             const ReverseTransaction wanted{sold(world), false};
             return forged<TransactionReversed>(world.ask(wanted),
                                                [](auto& fact) { fact.amount -= cents(1); });
         }},
        {Law::transfer_is_within_credit,
         [](World& world) {
             return forged<CreditTransferred>(transfer(world),
                                              [](auto& fact) { fact.amount += cents(1000); });
         }},
        {Law::adjustment_is_what_another_proposed,
         [](World& world) {
             return forged<BalanceAdjusted>(adjustment(world),
                                            [](auto& fact) { fact.amount += cents(1); });
         }},
        {Law::large_transactions_are_approved_by_another,
         [](World& world) {
             return invented(world, TransactionApproved{Position{1}, wallet_name(0)});
         }},
        {Law::opening_balance_is_brought_in_once, brought_in_again},
        {Law::shift_is_counted_as_it_was_taken,
         [](World& world) {
             return forged<ShiftClosed>(closed_shift(world),
                                        [](auto& fact) { fact.counts.at(0).expected += cents(1); });
         }},
        {Law::period_says_what_was_posted,
         [](World& world) {
             return forged<PeriodClosed>(closed_period(world),
                                         [](auto& fact) { fact.figures.at(0).debit += cents(1); });
         }},
    };
}

std::map<Law, Forge> energy() {
    const auto of_reading = [](const std::function<void(ReadingRecorded&)>& change) {
        return [change](World& world) { return forged<ReadingRecorded>(use(world), change); };
    };
    return {
        {Law::tariff_versions_have_no_gap,
         [](World& world) {
             return forged<TariffPublished>(world.ask(new_tariff(world)),
                                            [](auto& fact) { ++fact.version; });
         }},
        {Law::reading_follows_the_last_good_one,
         of_reading([](auto& fact) { fact.previous = Position{1}; })},
        {Law::energy_is_neither_lost_nor_invented,
         of_reading([](auto& fact) { fact.lines.at(0).energy += Energy{1}; })},
        {Law::charge_is_what_the_terms_say,
         of_reading([](auto& fact) { fact.lines.at(0).amount += Money{1}; })},
    };
}

std::map<Law, Forge> the_rest() {
    return {
        {Law::event_speaks_of_known_things,
         [](World& world) {
             return invented(world, TariffAssigned{meter_name(0), TariffId("NONE"), world.now()});
         }},
        {Law::command_is_pending,
         [](World& world) { return invented(world, CommandSent{Position{1}, meter_name(0), 1}); }},
        {Law::forgotten_customer_stays_forgotten, remembered_again},
        {Law::batch_rows_come_in_order,
         [](World& world) { return invented(world, command(CommandKind::trip, BatchId("NONE"))); }},
        {Law::notice_is_pending,
         [](World& world) {
             return invented(world, NoticeDelivered{Position{1}, wallet_name(0), 1, ""});
         }},
        {Law::purchase_counts_have_no_gap,
         [](World& world) { return invented(world, command(CommandKind::credit_push, {})); }},
        {Law::an_administrator_remains,
         [](World& world) { return invented(world, RoleDefined{RoleId("other"), {}}); }},
        {Law::signing_keys_follow_each_other,
         [](World& world) { return invented(world, SigningKeyRotated{"one", "another", ""}); }},
    };
}

TEST(Laws, NameEachForgeryByTheLawThatItBreaks) {
    std::map<Law, Forge> forgeries = envelopes();
    for (auto& more : {money(), energy(), the_rest()}) forgeries.insert(more.begin(), more.end());
    for (std::size_t number = 0; number < EnumNames<Law>::names.size(); ++number) {
        const auto law = static_cast<Law>(number);
        // Its two sides are computed from one amount of the event: nobody can write them apart.
        if (law == Law::postings_sum_to_zero) continue;
        ASSERT_TRUE(forgeries.contains(law)) << to_text(law) << ": think of a forgery";
        World world({Cutoff::manual, 0, 0});
        const Written forgery = forgeries.at(law)(world);
        const auto breach =
            find_breach(forgery.before, forgery.event, past_in(world.history().events()));
        ASSERT_TRUE(breach) << to_text(law);
        EXPECT_EQ(to_text(breach->law), to_text(law)) << breach->detail;
    }
}

// --- envelopes, and lists that nothing can be computed with ----------------------------------

void expect_law(const Written& forgery, Law law, const std::string& why) {
    const auto breach = find_breach(forgery.before, forgery.event, past_in({}));
    ASSERT_TRUE(breach) << why;
    EXPECT_EQ(to_text(breach->law), to_text(law)) << why;
}

TEST(Laws, HoldThatAnEnvelopeIsWhole) {
    World world({Cutoff::manual, 0, 0});
    const Written sound = written_in<CreditSold>(sale(world));
    EXPECT_FALSE(find_breach(sound.before, sound.event, past_in({})));
    const auto expect_named = [&](const char* why, const std::function<void(Envelope&)>& change) {
        Written forgery = sound;
        change(forgery.event.envelope);
        expect_law(forgery, Law::envelope_is_whole, why);
    };
    expect_named("no schema", [](auto& envelope) { envelope.schema = 0; });
    expect_named("no id", [](auto& envelope) { envelope.event_id = {}; });
    expect_named("an id of another time", [](auto& envelope) { ++envelope.event_id.bytes[3]; });
    expect_named("an effect before its cause",
                 [](auto& envelope) { envelope.causation = envelope.position; });
    expect_named("news from tomorrow", [](auto& envelope) {
        envelope.occurred_at = envelope.recorded_at + std::chrono::hours(24);
    });
    expect_named("a key of no command", [](auto& envelope) { envelope.idempotency_key = "k"; });
    expect_named("a command of no key", [](auto& envelope) { envelope.fingerprint = "f"; });
}

TEST(Laws, HoldThatTheSiteGivesWhatItSaysAndNoticesAreToldByTemplates) {
    World world({Cutoff::manual, 0, 0});
    const auto changed = with<SiteConfigured>(
        site(world), [](auto& fact) { fact.defaults = SupplyDefaults{TariffId("NONE"), {}}; });
    expect_law(invented(world, changed), Law::event_speaks_of_known_things, "a default tariff");
    expect_law(invented(world, NoticeTextSet{NoticeKind::arrears, NoticeLanguage::zh, "{nobody}"}),
               Law::values_are_possible, "a text that cannot be filled in");
    world.take(Read{unopened, 60, 500, 0, 0, Fault::none, 0});
    const Turn& opened =
        world.ask(OpenAccount{AccountId("A2"), CustomerId("C7"), {meter_name(unopened)}});
    expect_law(forged<MeterAttached>(
                   opened, [](auto& fact) { fact.limits = WalletLimits{cents(9'999), {}}; }),
               Law::event_speaks_of_known_things, "limits that the site gives to nobody");
}

TEST(Laws, HoldThatAReasonIsGivenForMoneyThatIsPaidBack) {
    World world({Cutoff::manual, 0, 0});
    const Position first = sold(world);
    Written forgery =
        written_in<CreditRefunded>(world.ask(RefundCredit{first, cents(100), MethodId("cash")}));
    EXPECT_FALSE(find_breach(forgery.before, forgery.event, past_in({})));
    forgery.event.envelope.reason.clear();
    expect_law(forgery, Law::envelope_is_whole, "a refund");
}

TEST(Laws, HoldThatWalletsThatEndTogetherAreLookedAtTogether) {
    World world({Cutoff::manual, 0, 0});
    sold(world);
    world.ask(SellCredit{wallet_name(1), cents(500), MethodId("cash")});
    for (std::uint32_t meter = 0; meter < meter_count; ++meter)
        world.take(Read{meter, 0, 0, 0, 0, Fault::none, 0});
    Written closing = written_in<AccountClosed>(
        world.ask(CloseAccount{AccountId("A1"), MethodId("bank")}, "moves out"));
    auto& above = closing.before.office.approval_limits.refund_above;
    above = cents(1500);
    EXPECT_FALSE(find_breach(closing.before, closing.event, past_in({})));
    above = cents(1499);
    expect_law(closing, Law::large_transactions_are_approved_by_another, "both together");
    known(closing.before.accounts, AccountId("A1")).paid_back = cents(1);
    above = cents(1500);
    expect_law(closing, Law::large_transactions_are_approved_by_another, "with a refund before");
}

TEST(Laws, HoldThatNothingIsToldOfABookThatHasNoSite) {
    World world({Cutoff::manual, 0, 0});
    Written forgery = written_in<CreditSold>(sale(world));
    forgery.before.site.reset();
    expect_law(forgery, Law::event_speaks_of_known_things, "a sale");
}

TEST(Laws, HoldThatAnAlarmThatIsClearedWasOn) {
    World world({Cutoff::manual, 0, 0});
    quarantined(world);
    Written forgery = written_in<AlarmCleared>(use(world));
    EXPECT_FALSE(find_breach(forgery.before, forgery.event, past_in({})));
    std::get<AlarmCleared>(forgery.event.payload).alarm = Position{1};
    expect_law(forgery, Law::event_speaks_of_known_things, "event 1 is no alarm");
}

TEST(Laws, HoldThatACorrectedReadingShowsWhatItsMeterHas) {
    World world({Cutoff::manual, 0, 0});
    world.ask(ConfigureSite{
        with<SiteConfigured>(site(world), [](auto& each) { each.look_back_days = 1; })});
    const Event read = use(world).outcome->front();
    Registers registers = std::get<ReadingRecorded>(read.payload).registers;
    --registers.total;
    const std::vector<Event> events = world.history().events();
    Occasion occasion{world.now(), "because"};
    occasion.past = world.history().past_of(meter_name(0));
    auto drafts =
        decide(world.state(), CorrectReading{read.envelope.position, registers}, occasion);
    ASSERT_TRUE(drafts) << drafts.error().detail;
    const Payload sound = drafts->front().payload;
    const auto breach_of = [&](const std::function<void(Registers&)>& change) {
        auto fact = std::get<ReadingCorrected>(sound);
        change(fact.registers);
        fact.stands = fact.registers;
        Written forgery = invented(world, fact);
        forgery.event.envelope.occurred_at = read.envelope.occurred_at;
        return find_breach(forgery.before, forgery.event, past_in(events));
    };
    EXPECT_FALSE(breach_of([](auto&) {}));
    EXPECT_TRUE(breach_of([](auto& each) { each.rates.push_back(2); }));
    EXPECT_TRUE(breach_of([](auto& each) { each.step_wh = 10; }));
    EXPECT_TRUE(breach_of([](auto& each) { each.total = UINT64_MAX; }));
    EXPECT_TRUE(breach_of([](auto& each) { each.rates.resize(6); }));
}

TEST(Laws, HoldThatAReadingHasNoMoreRegistersThanAnyMeter) {
    World world({Cutoff::manual, 0, 0});
    Written forgery = written_in<ReadingRecorded>(use(world));
    std::get<ReadingRecorded>(forgery.event.payload).registers.rates.resize(most_rates + 1);
    expect_law(forgery, Law::values_are_possible, "six rates");
}

TEST(Laws, HoldThatATariffHasAPriceForAllThatItSays) {
    World world({Cutoff::manual, 0, 0});
    const auto expect_named = [&](const char* why,
                                  const std::function<void(TariffPublished&)>& change) {
        Written forgery = written_in<TariffPublished>(world.ask(with<PublishTariff>(
            with_bands(world), [&](auto& each) { each.tariff = TariffId(why); })));
        EXPECT_FALSE(find_breach(forgery.before, forgery.event, past_in({})));
        change(std::get<TariffPublished>(forgery.event.payload));
        expect_law(forgery, Law::values_are_possible, why);
    };
    expect_named("NO-PRICES", [](auto& fact) { fact.prices.clear(); });
    expect_named("NO-MORNING", [](auto& fact) { fact.schedule.front().from_minute = 1; });
    expect_named("NO-SLOTS", [](auto& fact) { fact.rules.push_back(DayRule{}); });
    expect_named("NO-ORDER",
                 [](auto& fact) { fact.tiers = {{Energy{2}, Price{1}}, {Energy{1}, Price{1}}}; });
}

TEST(Laws, HoldThatACalendarHasEachDayOnceAndInOrder) {
    const World world({Cutoff::manual, 0, 0});
    const CalendarDay day{Day{20'000}, SpecialDay::holiday};
    const CalendarPublished twice{CalendarId("NEW"), "new", {day, day}};
    expect_law(invented(world, twice), Law::values_are_possible, "a day twice");
}

TEST(Laws, HoldThatAFeeOfTheHouseIsNoMoreThanHalf) {
    const World world({Cutoff::manual, 0, 0});
    const auto all = with<SiteConfigured>(site(world), [](auto& each) {
        each.counter = CounterTerms{highest_service_fee_ppm + 1, {}, {}, {}};
    });
    expect_law(invented(world, all), Law::values_are_possible, "more than half");
}

TEST(Laws, HoldThatWhoIsChargedPays) {
    World world({Cutoff::manual, 0, 0});
    Written forgery = written_in<ReadingRecorded>(use(world));
    std::get<ReadingRecorded>(forgery.event.payload).use = ReadingUse::unbilled;
    expect_law(forgery, Law::charge_is_what_the_terms_say, "charged, and called unbilled");
}

}  // namespace
}  // namespace property
