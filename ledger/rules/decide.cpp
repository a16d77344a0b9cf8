#include "ledger/rules/decide.hpp"

#include <fmt/core.h>

#include "ledger/rules/checks.hpp"
#include "ledger/rules/decisions.hpp"
#include "ledger/values/limits.hpp"

namespace ledger {

namespace {

template <class T>
struct Declared {
    using Type = void;
};
template <class Fact>
struct Declared<Declare<Fact>> {
    using Type = Fact;
};

/// A book begins with its site, or with whoever may configure it.
bool needs_site(const Command& command) {
    return std::visit(
        []<class Each>(const Each&) {
            using Fact = typename Declared<Each>::Type;
            return !std::is_same_v<Fact, SiteConfigured> && !is_about_operators<Fact>;
        },
        command);
}

}  // namespace

Decision decide(const State& state, const Command& command, const Occasion& occasion) {
    if (auto no = check_text_or_empty("reason", occasion.reason)) return refused(*no);
    if (occasion.seen_at && *occasion.seen_at > occasion.now)
        return refuse(Rule::value_must_be_in_range, "seen_at",
                      fmt::format("{} is later than now, {}: set the clock of whoever saw it",
                                  to_text(*occasion.seen_at), to_text(occasion.now)));
    if (occasion.expected) {
        if (auto no = check_unchanged(state, *occasion.expected)) return refused(*no);
    }
    if (!state.site && needs_site(command))
        return refuse(Rule::site_must_be_configured, "site",
                      "the site has no name, zone and currency yet: configure it first");
    Decision decision =
        std::visit([&](const auto& each) { return decide_one(state, each, occasion); }, command);
    if (decision && decision->size() > most_events_of_a_command)
        return refuse(Rule::value_must_be_in_range, "meters",
                      fmt::format("this would write {} events at once, and {} is the most: do a "
                                  "part of it first, such as detaching some of the meters",
                                  decision->size(), most_events_of_a_command));
    return decision;
}

}  // namespace ledger
