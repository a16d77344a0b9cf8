#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "projections/balances.hpp"
#include "tests/unit/projections/oracle.hpp"
#include "tests/unit/projections/shown.hpp"
#include "tests/unit/projections/story.hpp"

namespace projections {
namespace {

using ledger::Envelope;
using ledger::Money;
using ledger::Position;
using story::Shown;
using story::Step;

Money naive_credit(const std::map<std::string, Money>& balances, unsigned number) {
    const auto found = balances.find("wallet:" + story::wallet(number).text());
    return found == balances.end() ? Money{} : -found->second;
}

RC_GTEST_PROP(Balances, AreWhatTheRawEventsComeTo, (const std::vector<Step>& steps)) {
    const auto told = story::told(steps);
    const Shown<Balances> books(told.events());
    const auto naive = story::balances(told.events(), [](const Envelope&) { return true; });

    std::map<std::string, Money> shown;
    Money sum;
    for (const AccountBalance& each : books->trial_balance()) {
        shown[each.account] = each.balance;
        sum += each.balance;
        RC_ASSERT(books->balance(each.account) == each.balance);
    }
    RC_ASSERT((shown == naive));
    RC_ASSERT(sum.is_zero());
    for (unsigned i = 1; i <= 3; ++i)
        RC_ASSERT(books->credit(story::wallet(i)) ==
                  told.state().wallets.at(story::wallet(i)).balance);
}

RC_GTEST_PROP(Balances, AreTheSumOfTheStatementThatIsKeptOfEveryAccountButEnergy,
              (const std::vector<Step>& steps)) {
    const auto told = story::told(steps);
    const Shown<Balances> books(told.events());
    for (const AccountBalance& each : books->trial_balance()) {
        const auto entries = books->statement(each.account, {}, SIZE_MAX);
        RC_ASSERT(Balances::keeps_statement(each.account) == !entries.empty());
        if (entries.empty()) continue;
        const bool is_wallet = each.account.starts_with("wallet:");
        Money sum;
        for (const StatementEntry& entry : entries) sum += entry.amount;
        RC_ASSERT(sum == (is_wallet ? -each.balance : each.balance));
        RC_ASSERT(entries.front().balance_after == sum);
    }
}

RC_GTEST_PROP(Balances, AsOfAPositionAreWhatAReplayUpToThereGives,
              (const std::vector<Step>& steps, std::uint8_t cut)) {
    const auto told = story::told(steps);
    const Shown<Balances> books(told.events());
    const Position at{told.last().number * cut / 255};
    const auto naive =
        story::balances(told.events(), [&](const Envelope& each) { return each.position <= at; });
    for (unsigned i = 1; i <= 3; ++i)
        RC_ASSERT(books->credit_at(story::wallet(i), at) == naive_credit(naive, i));
}

RC_GTEST_PROP(Balances, AsOfAMomentAreWhatHadOccurredByThen,
              (const std::vector<Step>& steps, std::uint8_t pick)) {
    const auto told = story::told(steps);
    const Shown<Balances> books(told.events());
    const auto& chosen = told.events()[told.events().size() * pick / 256];
    const ledger::Instant at = chosen.envelope.occurred_at;
    const auto naive = story::balances(
        told.events(), [&](const Envelope& each) { return each.occurred_at <= at; });
    for (unsigned i = 1; i <= 3; ++i)
        RC_ASSERT(books->credit_at(story::wallet(i), at) == naive_credit(naive, i));
}

RC_GTEST_PROP(Statement, ListsEveryMoveNewestFirstWithTheBalanceBehindIt,
              (const std::vector<Step>& steps, std::uint8_t width)) {
    const auto told = story::told(steps);
    const Shown<Balances> books(told.events());
    const std::size_t limit = width % 7 + 1U;
    for (unsigned i = 1; i <= 3; ++i) {
        std::vector<std::pair<Position, Money>> naive;
        for (const auto& event : told.events()) {
            for (const auto& move : story::moves(event)) {
                if (move.wallet == story::wallet(i))
                    naive.insert(naive.begin(), {event.envelope.position, move.amount});
            }
        }
        std::vector<std::pair<Position, Money>> shown;
        Money after = books->credit(story::wallet(i));
        auto page = books->statement(story::wallet(i), {}, limit);
        while (!page.empty()) {
            RC_ASSERT((page.size() <= limit));
            for (const StatementEntry& entry : page) {
                RC_ASSERT(entry.balance_after == after);
                after -= entry.amount;
                shown.emplace_back(entry.position, entry.amount);
            }
            page = books->statement(story::wallet(i), page.back().position, limit);
        }
        RC_ASSERT((shown == naive));
        RC_ASSERT(after.is_zero());
    }
}

RC_GTEST_PROP(Balances, AreTheSameToTheByteInWhateverBatchesTheyWereWritten,
              (const std::vector<Step>& steps, std::uint8_t batch)) {
    const auto told = story::told(steps);
    const Shown<Balances> one(told.events(), 1);
    const Shown<Balances> other(told.events(), batch + 2U);
    RC_ASSERT((one.digest() == other.digest()));
}

}  // namespace
}  // namespace projections
