#include "ledger/keys/seal.hpp"
#include "tests/scenarios/deeds.hpp"

namespace scenarios {

using namespace ledger;

namespace {

/// customer ZHANG 'Zhang San': sealed, as whoever asks the rules does it
void customer(Stage& stage, Words& words) {
    const auto id = words.name<CustomerId>("a customer");
    const Bytes name = seal(SealKey{}, id.text(), words.take("a name"));
    stage.ask(RegisterCustomer{{id, name, ""}});
}

/// forget ZHANG because '…'
void forget(Stage& stage, Words& words) {
    stage.ask(ForgetCustomer{words.name<CustomerId>("a customer")});
}

/// old 12.34 from 'OLD' as 'R7'
OldBalance old_balance(Words& words) {
    OldBalance balance{words.money(), "", ""};
    words.expect("from");
    balance.source = words.take("an older system");
    if (words.skip("as")) balance.reference = words.take("what it was called there");
    return balance;
}

/// | M1 tariff T alarms 20 5 old 12.34 from 'OLD' as 'R7'
SupplyTerms terms_of(Words& words) {
    SupplyTerms terms{};
    terms.meter = words.name<MeterId>("a meter");
    if (words.skip("tariff")) terms.tariff = words.name<TariffId>("a tariff");
    if (words.skip("alarms")) {
        const Money first = words.money();
        terms.thresholds = WarningLines{first, words.money(), 0};
    }
    if (words.skip("old")) terms.old_balance = old_balance(words);
    return terms;
}

/// prepare A1 of ZHANG with M1, and rows
void prepare(Stage& stage, Words& words) { stage.ask(PrepareAccount{account_of(words)}); }

/// | M1 reads 1050.00 at 2026-05-01 08:00
Baseline baseline_of(Stage& stage, Words& words) {
    const auto meter = words.name<MeterId>("a meter");
    words.expect("reads");
    RecordReading reading = reading_of(stage, meter, words);
    return {meter, reading.read_at, std::move(reading.registers)};
}

/// open prepared A1, and rows of readings
void open_prepared(Stage& stage, Words& words) {
    words.expect("prepared");
    OpenPrepared wanted{words.name<AccountId>("an account")};
    while (words.skip("|")) wanted.baselines.push_back(baseline_of(stage, words));
    stage.ask(wanted);
}

/// withdraw A1 because '…'
void withdraw(Stage& stage, Words& words) {
    stage.ask(WithdrawPreparation{words.name<AccountId>("an account")});
}

/// bring 12.34 from 'OLD' as 'R7' into A1.M1 because '…'
void bring(Stage& stage, Words& words) {
    OldBalance balance = old_balance(words);
    words.expect("into");
    stage.ask(BringInBalance{words.name<WalletId>("a wallet"), std::move(balance)});
}

}  // namespace

AccountPrepared account_of(Words& words) {
    AccountPrepared plan{};
    plan.account = words.name<AccountId>("an account");
    words.expect("of");
    plan.customer = words.name<CustomerId>("a customer");
    if (words.skip("pooled")) plan.wallets = WalletMode::pooled;
    words.expect("with");
    plan.meters.push_back(words.name<MeterId>("a meter"));
    while (words.skip("and")) plan.meters.push_back(words.name<MeterId>("a meter"));
    while (words.skip("|")) plan.terms.push_back(terms_of(words));
    return plan;
}

Deeds people_deeds() {
    return {{"customer", customer},  {"forget", forget},     {"prepare", prepare},
            {"open", open_prepared}, {"withdraw", withdraw}, {"bring", bring}};
}

}  // namespace scenarios
