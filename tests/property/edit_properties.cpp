#include <set>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "ledger/rules/decide.hpp"
#include "tests/property/generators.hpp"
#include "tests/property/world.hpp"

// Whoever edits what somebody else has edited since is told so, and nobody else is.

namespace property {
namespace {

using namespace ledger;

/// The newest event that edited this subject, found in the events.
Position newest_edit(const World& world, const Subject& subject) {
    Position newest;
    for (const Event& event : world.history().events()) {
        if (event.envelope.subject == subject && is_edit(event.payload))
            newest = event.envelope.position;
    }
    return newest;
}

/// Every subject that there is.
std::set<Subject> subjects_of(const World& world) {
    std::set<Subject> subjects;
    for (const Event& event : world.history().events()) subjects.insert(event.envelope.subject);
    return subjects;
}

RC_GTEST_PROP(Edits, TheStateKnowsTheNewestEditOfEverySubject, (const Story& story)) {
    const World world = told(story);
    for (const Subject& each : subjects_of(world)) {
        const Position* known = find(world.state().edited, each);
        RC_ASSERT((known == nullptr ? Position{} : *known) == newest_edit(world, each));
    }
}

/// The commands of the history that edit, asked again by somebody who has seen something.
RC_GTEST_PROP(Edits, AreTakenFromWhoeverHasSeenTheNewestAndFromNobodyElse, (const Story& story)) {
    const World world = told(story);
    for (const Turn& turn : world.turns()) {
        const auto subject = edited_by(turn.command);
        if (!subject) continue;
        const Position* known = find(turn.before.edited, *subject);
        const Position newest = known == nullptr ? Position{} : *known;
        const auto decide_seen = [&](Position seen) {
            Occasion occasion = turn.occasion;
            occasion.now = std::max(occasion.now, turn.before.last_recorded_at);
            occasion.expected = Expected{*subject, seen};
            return decide(turn.before, turn.command, occasion);
        };
        const Decision seen = decide_seen(newest);
        RC_ASSERT(seen.has_value() == turn.outcome.has_value());
        if (!seen) continue;
        RC_ASSERT(seen->size() == turn.outcome->size());
        const Decision missed = decide_seen(newest.next());
        RC_ASSERT(!missed.has_value());
        RC_ASSERT(missed.error().rule == Rule::subject_must_be_unchanged);
    }
}

}  // namespace
}  // namespace property
