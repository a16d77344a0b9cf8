#include <fmt/core.h>

#include "ledger/rules/catalogue/meter_terms.hpp"
#include "ledger/values/limits.hpp"
#include "projections/explanation.hpp"

namespace projections {
namespace {

using ledger::Instant;
using ledger::to_text;
using Words = std::vector<std::string>;

/// What clocks at the site show: "2026-11-02 09:00", or "2026-11-02 09:00:44" where there are
/// seconds. In the hour that is there twice the later one is told in UTC.
std::string shown(Instant at, const ledger::Zone& zone) {
    constexpr std::int64_t micros_per_minute = 60'000'000;
    const Instant whole{at.micros - at.micros % micros_per_minute};
    const std::int64_t seconds = (at - whole).count() / 1'000'000;
    const ledger::Day day = zone.day_of(whole);
    const std::int64_t passed = (whole - zone.at(day)).count() / micros_per_minute;
    for (const std::int64_t minute : {passed, passed + 60, passed - 60}) {
        if (minute < 0 || minute >= ledger::minutes_of_a_day) continue;
        if (zone.at(day, static_cast<std::uint32_t>(minute)) != whole) continue;
        auto clock = fmt::format("{} {:02}:{:02}", to_text(day), minute / 60, minute % 60);
        return seconds == 0 ? clock : fmt::format("{}:{:02}", clock, seconds);
    }
    return to_text(at);
}

std::string stand_of(const Standing& standing) {
    const auto& registers = standing.registers;
    const auto energy = ledger::energy_of(registers, registers.total);
    return energy ? to_text(*energy) + " kWh" : fmt::format("{} counts", registers.total);
}

/// Says what happened, kind by kind.
class Narrator {
public:
    Narrator(const Explanation& told, const ledger::Zone& zone) : told_(told), zone_(zone) {}

    Words say() {
        std::visit([&](const auto& fact) { tell(fact); }, told_.event.payload);
        for (const ExplainedLine& each : told_.lines) tell_line(each);
        for (const auto& each : told_.changes) tell_change(each);
        if (told_.changes.empty()) say("No wallet has more or less by it.");
        if (!told_.adds_up)
            say("This does not add up: have the book checked with 'meterbook verify'.");
        if (!told_.event.envelope.reason.empty())
            say(fmt::format("The reason that was given: {}", told_.event.envelope.reason));
        return std::move(words_);
    }

private:
    void say(std::string sentence) { words_.push_back(std::move(sentence)); }

    static std::string named(const ledger::WalletId& wallet) {
        return wallet.is_empty() ? "another wallet" : "wallet " + wallet.text();
    }

    std::string when() const { return shown(told_.event.envelope.occurred_at, zone_); }

    // --- money -------------------------------------------------------------------------------

    void tell(const ledger::CreditSold& fact) {
        say(fmt::format("On {} {} was paid by {}, receipt {}.", when(),
                        to_text(fact.amount + fact.fee), fact.method.text(), fact.receipt_number));
        if (!fact.fee.is_zero())
            say(fmt::format("{} of it is the service fee, {} is credit.", to_text(fact.fee),
                            to_text(fact.amount)));
    }
    void tell(const ledger::CreditRefunded& fact) {
        say(fmt::format("On {} {} of the sale of event {} was paid back by {}.", when(),
                        to_text(fact.amount), fact.sale.number, fact.method.text()));
    }
    void tell(const ledger::TransactionReversed& fact) {
        say(fmt::format("On {} the {} of event {}, {} by {}, was undone.", when(),
                        to_text(fact.kind), fact.transaction.number, to_text(fact.amount),
                        fact.method.text()));
    }
    void tell(const ledger::CreditTransferred& fact) {
        say(fmt::format("On {} {} was moved from {} to {}.", when(), to_text(fact.amount),
                        named(fact.from), named(fact.to)));
    }
    void tell(const ledger::FeeCharged& fact) {
        say(fmt::format("On {} fee {} was charged for {} to {}: {}.", when(), fact.fee.text(),
                        to_text(fact.from), to_text(fact.until), to_text(fact.amount)));
    }
    void tell(const ledger::BalanceAdjusted& fact) {
        say(fmt::format("On {} an adjustment ({}) of {} was approved, which event {} proposed.",
                        when(), to_text(fact.kind), to_text(fact.amount), fact.proposal.number));
    }
    void tell(const ledger::AccountClosed& fact) {
        say(fmt::format("On {} account {} was closed.", when(), fact.account.text()));
        for (const auto& each : fact.settlements)
            say(
                fmt::format("Wallet {}: {} was {} by {}, and {}, less than a cent, stays with the "
                            "house.",
                            each.wallet.text(),
                            to_text(each.paid_out.is_negative() ? -each.paid_out : each.paid_out),
                            each.paid_out.is_negative() ? "collected" : "paid out",
                            each.method.text(), to_text(each.rounding)));
    }

    // --- energy ------------------------------------------------------------------------------

    void tell(const ledger::ReadingRecorded& fact) {
        if (fact.use == ledger::ReadingUse::opening)
            return say(
                fmt::format("Meter {} was read for the first time on {}: {}. What it counted "
                            "before costs nobody.",
                            fact.meter.text(), when(), stand_of(*told_.after)));
        if (fact.use == ledger::ReadingUse::late || fact.use == ledger::ReadingUse::corrects)
            return say(fmt::format(
                "A reading of meter {} of {} came late: its energy stands in "
                "event {}{}.",
                fact.meter.text(), when(), fact.previous.number,
                fact.use == ledger::ReadingUse::late ? ""
                                                     : ", and what it changes in a correction"));
        tell_use(fact.meter, "");
        if (fact.use == ledger::ReadingUse::unbilled)
            say("The meter belonged to no account, so nobody pays for it.");
    }
    void tell(const ledger::RegisterRolledOver& fact) {
        tell_use(fact.meter,
                 fmt::format(" Its registers went through zero at {} counts.", fact.modulus));
    }
    void tell(const ledger::EnergyEstimated& fact) {
        say(fmt::format("What meter {} used from {} to {} was estimated: {} kWh.",
                        fact.meter.text(), shown(fact.since, zone_), when(), to_text(fact.energy)));
    }

    void tell(const ledger::ReadingCorrected& fact) {
        say(fmt::format("The reading of meter {} of {} (event {}) was wrong, and was put right.",
                        fact.meter.text(), when(), fact.reading.number));
    }
    void tell(const ledger::ChargeCorrected& fact) {
        say(fmt::format(
            "What meter {} was charged for {} to {} was charged again, because of "
            "event {}: energy below zero takes back what was charged at that price.",
            fact.meter.text(), to_text(fact.since), to_text(fact.until), fact.cause.number));
    }
    void tell(const ledger::OpeningBalanceBroughtIn& fact) {
        say(fmt::format("On {} {} was brought in from {}, where it was called '{}'.", when(),
                        to_text(fact.amount), fact.source, fact.reference));
    }
    void tell(const ledger::WalletSettled& fact) {
        say(
            fmt::format("On {} wallet {} was settled: {} by {}, and {}, less than a cent, stays "
                        "with the house.",
                        when(), fact.wallet.text(), to_text(fact.paid_out), fact.method.text(),
                        to_text(fact.rounding)));
    }

    void tell_use(const ledger::MeterId& meter, const std::string& more) {
        if (!told_.before || !told_.after) return;
        say(fmt::format(
            "Meter {} stood at {} on {} (event {}) and at {} on {}: {} kWh were used.{}",
            meter.text(), stand_of(*told_.before), shown(told_.before->at, zone_),
            told_.before->position.number, stand_of(*told_.after), when(), to_text(told_.used),
            more));
    }

    /// Whatever else there is: by its name.
    template <class Fact>
    void tell(const Fact&) {
        say(fmt::format("On {}: {}.", when(), Fact::event_name));
    }

    // --- lines -------------------------------------------------------------------------------

    static std::string what_of(const ledger::ChargeLine& line) {
        std::string energy = to_text(line.energy) + " kWh";
        if (line.tier > 0) return fmt::format("{} of it in tier {}", energy, line.tier);
        if (line.band == ledger::Band::single) return energy;
        return fmt::format("{} of {}", energy, to_text(line.band));
    }

    void tell_line(const ExplainedLine& each) {
        const auto& line = each.line;
        if (!each.terms)
            return say(fmt::format("{} {}: {}, which nobody pays.", to_text(line.day),
                                   what_of(line), to_text(line.basis)));
        say(fmt::format("{} {} ({}) × {} = {}, by version {} of tariff {}, in force since {}.",
                        to_text(line.day), what_of(line), to_text(line.basis), to_text(line.price),
                        to_text(each.exact), each.terms->version, each.terms->name,
                        shown(each.terms->effective_from, zone_)));
        say(fmt::format("With {} carried in that is {}: {} is charged, and {} carried on.",
                        to_text(each.carried_in), to_text(each.carried_in + each.exact),
                        to_text(line.amount), to_text(each.carried_out)));
    }

    void tell_change(const ledger::WalletChange& change) {
        const bool is_less = change.amount.is_negative();
        say(fmt::format("Wallet {} has {} {} by it.", change.wallet.text(),
                        to_text(is_less ? -change.amount : change.amount),
                        is_less ? "less" : "more"));
    }

    const Explanation& told_;
    const ledger::Zone& zone_;
    Words words_;
};

}  // namespace

Words sentences(const Explanation& explanation, const ledger::Zone& zone) {
    return Narrator(explanation, zone).say();
}

}  // namespace projections
