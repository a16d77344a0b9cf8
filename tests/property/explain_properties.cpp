#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "projections/explanation.hpp"
#include "tests/property/generators.hpp"
#include "tests/property/wallet_oracle.hpp"
#include "tests/property/world.hpp"

// What is explained is what was posted: every amount is opened to its energy, price and carry, and
// nothing is left over, over whole stories.

namespace property {
namespace {

using namespace ledger;
using projections::ExactMoney;
using projections::Explanation;

/// Every event of the story, opened.
std::vector<Explanation> explained(const World& world) {
    const auto& events = world.history().events();
    const auto event_at = [&](Position at) { return events.at(at.number - 1); };
    std::vector<Explanation> all;
    for (const Event& event : events) all.push_back(projections::explain(event, event_at));
    return all;
}

RC_GTEST_PROP(Explain, EverythingAddsUp, (const Story& story)) {
    for (const Explanation& each : explained(told(story))) {
        if (!each.adds_up) RC_LOG() << each.event;
        RC_ASSERT(each.adds_up);
    }
}

RC_GTEST_PROP(Explain, WhatIsShownSumsToTheBalance, (const Story& story)) {
    const World world = told(story);
    WalletOracle paper;
    std::map<WalletId, Money> shown;
    for (const Explanation& each : explained(world)) {
        paper.see(each.event);
        for (const WalletChange& change : each.changes) shown[change.wallet] += change.amount;
        for (const auto& [wallet, sum] : shown) RC_ASSERT(sum == paper.balance(wallet));
    }
    for (const auto& [id, wallet] : world.state().wallets) RC_ASSERT(shown[id] == wallet.balance);
}

RC_GTEST_PROP(Explain, LinesShowTheArithmeticOfWhatWasPosted, (const Story& story)) {
    for (const Explanation& each : explained(told(story))) {
        Money lines;
        Energy energy;
        for (const auto& [line, terms, exact, in, out] : each.lines) {
            RC_ASSERT(terms.has_value() == !line.tariff.is_none());
            RC_ASSERT(exact == ExactMoney::of(line.energy, line.price));
            RC_ASSERT(in + exact == ExactMoney::of(line.amount) + out);
            lines += line.amount;
            if (line.tier == 0) energy += line.energy;
        }
        RC_ASSERT(energy == each.used);
        if (each.lines.empty()) continue;
        Money changes;
        for (const WalletChange& change : each.changes) changes += change.amount;
        RC_ASSERT(changes == -lines);
    }
}

RC_GTEST_PROP(Explain, WhatIsCarriedInIsWhatTheWalletCarriedOnBefore, (const Story& story)) {
    std::map<WalletId, ExactMoney> carried;
    for (const Explanation& each : explained(told(story))) {
        std::visit(
            [&](const auto& fact) {
                if constexpr (requires { fact.carry_after; }) {
                    if (fact.wallet.is_empty()) return;
                    const auto now = ExactMoney::carry(fact.carry_after);
                    const auto in = each.lines.empty() ? now : each.lines.front().carried_in;
                    RC_ASSERT(in == carried[fact.wallet]);
                    carried[fact.wallet] = now;
                }
            },
            each.event.payload);
    }
}

RC_GTEST_PROP(Explain, TermsAreThoseOfAVersionThatHoldsAlready, (const Story& story)) {
    for (const Explanation& each : explained(told(story))) {
        for (const auto& [line, terms, exact, in, out] : each.lines) {
            if (!terms) continue;
            RC_ASSERT(terms->effective_from < each.event.envelope.occurred_at);
            RC_ASSERT(terms->version > 0U);
        }
    }
}

RC_GTEST_PROP(Explain, AFalsifiedLineDoesNotAddUp, (const Story& story)) {
    const World world = told(story);
    const auto& events = world.history().events();
    const auto event_at = [&](Position at) { return events.at(at.number - 1); };
    for (Event event : events) {
        auto* reading = std::get_if<ReadingRecorded>(&event.payload);
        if (reading == nullptr || reading->lines.empty() || reading->wallet.is_empty()) continue;
        reading->lines.front().amount += Money{*rc::gen::elementOf(std::vector{-7, -1, 1, 7})};
        RC_ASSERT(!projections::explain(event, event_at).adds_up);
    }
}

RC_GTEST_PROP(Explain, EveryEventIsToldInSentences, (const Story& story)) {
    const World world = told(story);
    const auto zone = Zone::find(zone_name(story.scene.zone));
    for (const Explanation& each : explained(world)) {
        const auto words = projections::sentences(each, *zone);
        RC_ASSERT(!words.empty());
        for (const std::string& sentence : words) RC_ASSERT(!sentence.empty());
    }
}

}  // namespace
}  // namespace property
