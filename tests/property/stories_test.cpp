#include <initializer_list>
#include <set>

#include <gtest/gtest.h>

#include "tests/property/generators.hpp"
#include "tests/property/world.hpp"

// The properties are worth what their stories are: these must go everywhere.

namespace property {
namespace {

using namespace ledger;

constexpr std::uint64_t stories = 5'000;

struct Seen {
    std::set<std::string_view> steps;
    std::set<std::string_view> events;
    std::set<Rule> rules;
    std::set<std::size_t> commands;  ///< that changed something
    std::set<QuarantineReason> reasons;
    std::set<ReadingUse> uses;
    std::set<AlarmKind> alarms;
    std::set<CommandCause> causes;
    std::set<LineBasis> bases;
    std::set<std::uint32_t> tiers;
    std::size_t accepted = 0;
    std::size_t refused = 0;
    std::size_t debts = 0;
};

void note(const Payload& payload, Seen& seen) {
    seen.events.insert(name_of(payload));
    if (const auto* fact = std::get_if<ReadingQuarantined>(&payload))
        seen.reasons.insert(fact->reason);
    if (const auto* fact = std::get_if<AlarmRaised>(&payload)) seen.alarms.insert(fact->kind);
    if (const auto* fact = std::get_if<CommandRequested>(&payload)) seen.causes.insert(fact->cause);
    if (const auto* fact = std::get_if<ReadingRecorded>(&payload)) {
        seen.uses.insert(fact->use);
        for (const ChargeLine& line : fact->lines) {
            seen.bases.insert(line.basis);
            seen.tiers.insert(line.tier);
        }
    }
}

void note(const Turn& turn, Seen& seen) {
    if (!turn.outcome) {
        ++seen.refused;
        seen.rules.insert(turn.outcome.error().rule);
        return;
    }
    ++seen.accepted;
    if (!turn.outcome->empty()) seen.commands.insert(turn.command.index());
    for (const Event& event : *turn.outcome) note(event.payload, seen);
    for (const auto& [id, wallet] : turn.after.wallets)
        seen.debts += wallet.balance.is_negative() ? 1U : 0U;
}

void note(const Step& step, Seen& seen) {
    std::visit([&](const auto& each) { seen.steps.insert(each.name); }, step);
}

Seen seen_in_all() {
    Seen all;
    for (std::uint64_t seed = 0; seed < stories; ++seed) {
        Story story = rc::gen::arbitrary<Story>()(rc::Random(seed), 100).value();
        story.scene.deducts = seed % 8 == 0;
        if (story.scene.deducts) story.scene.slip.reset();
        for (const Step& step : story.steps) note(step, all);
        const World world = told(story);
        for (const Turn& turn : world.turns()) note(turn, all);
    }
    return all;
}

template <class Word>
std::string missing_of(const std::set<Word>& found) {
    std::string missing;
    for (std::size_t i = 0; i < EnumNames<Word>::names.size(); ++i) {
        const auto word = static_cast<Word>(i);
        if (!found.contains(word)) missing += std::string(to_text(word)) + ' ';
    }
    return missing;
}

std::string missing_names(const std::set<std::string_view>& found,
                          std::initializer_list<std::string_view> names) {
    std::string missing;
    for (const std::string_view name : names) {
        if (!found.contains(name)) missing += std::string(name) + ' ';
    }
    return missing;
}

template <class... Facts>
std::string missing_events(const std::set<std::string_view>& found,
                           const std::variant<Facts...>& /*facts*/) {
    return missing_names(found, {Facts::event_name...});
}

template <class... Steps>
std::string missing_steps(const std::set<std::string_view>& found,
                          const std::variant<Steps...>& /*steps*/) {
    return missing_names(found, {Steps::name...});
}

std::string missing_commands(const std::set<std::size_t>& found) {
    std::string missing;
    for (std::size_t i = 0; i < std::variant_size_v<AnyCommand>; ++i) {
        if (!found.contains(i)) missing += std::string(show::command_names[i]) + ' ';
    }
    return missing;
}

/// The rules that the state of a world that has begun can break, and those that it cannot.
std::set<Rule> with_rules_of_a_book(std::set<Rule> rules) {
    rules.insert(Rule::idempotency_key_must_keep_its_command);
    rules.insert(Rule::subject_must_be_unchanged);
    rules.insert(Rule::site_must_be_configured);
    rules.insert(Rule::past_must_be_whole);  // a world brings as much of the past as is wanted
    rules.insert(Rule::signing_key_must_be_the_newest);  // too rare: scenarios tell of both
    rules.insert(Rule::signing_key_must_be_handed_over);
    return rules;
}

// One test: each would tell all the stories again.
TEST(Stories, GoEverywhereAndAreNotRefusedTooOften) {
    const Seen seen = seen_in_all();
    EXPECT_EQ(missing_steps(seen.steps, Step{}), "") << "steps";
    EXPECT_EQ(missing_of(seen.uses), "") << "fates of a reading";
    EXPECT_EQ(missing_of(seen.reasons), "") << "of quarantine";
    EXPECT_EQ(missing_of(seen.bases), "") << "of a charge";
    EXPECT_EQ(seen.tiers, (std::set<std::uint32_t>{0, 2, 3}));
    EXPECT_EQ(missing_of(seen.alarms), "") << "alarms";
    EXPECT_EQ(missing_of(seen.causes), "") << "of a command";
    EXPECT_EQ(missing_events(seen.events, AnyFact{}), "") << "that a command writes";
    EXPECT_EQ(missing_of(with_rules_of_a_book(seen.rules)), "") << "rules that a state can break";
    EXPECT_EQ(missing_commands(seen.commands), "") << "that were accepted";
    EXPECT_GT(seen.accepted, 2 * seen.refused);
    EXPECT_GT(seen.debts, stories);
}

}  // namespace
}  // namespace property
