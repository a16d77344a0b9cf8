#include <fmt/core.h>

#include "ledger/rules/checks.hpp"
#include "ledger/rules/decisions.hpp"

namespace ledger {
namespace {

/// The operator, enabled and of the kind that this is for.
Objection check_kind(const State& state, const OperatorId& who, bool is_machine) {
    const Operator* known = find(state.office.operators, who);
    if (known == nullptr) return no_such(Rule::operator_must_exist, "operator", who.text()).error;
    if (known->is_machine != is_machine)
        return Refusal{Rule::operator_must_be_of_that_kind, "operator",
                       fmt::format("'{}' is a {}: a person has a password, a machine has keys",
                                   who.text(), known->is_machine ? "machine" : "person")};
    if (!known->disabled) return std::nullopt;
    return Refusal{Rule::operator_must_be_enabled, "operator",
                   fmt::format("operator '{}' is disabled: enable them first", who.text())};
}

/// Nobody, or an operator; built-in callers are named too.
Objection check_teller(const OperatorId& who) {
    return who.is_empty() ? std::nullopt : check_id("operator", who);
}

Objection check_expiry(const KeyIssued& fact, Instant now) {
    if (!fact.expires_at) return std::nullopt;
    if (auto no = check_instant("expires_at", *fact.expires_at)) return no;
    if (*fact.expires_at > now) return std::nullopt;
    return Refusal{Rule::expiry_must_be_in_the_future, "expires_at",
                   fmt::format("expires_at is {}: give a moment that is yet to come, or leave it "
                               "out",
                               to_text(*fact.expires_at))};
}

Objection check_count(std::uint64_t count) { return check_range("count", count, 1, UINT64_MAX); }

template <class Enum>
Objection check_word(std::string_view field, Enum word) {
    return check_range(field, static_cast<std::uint64_t>(word), 0,
                       EnumNames<Enum>::names.size() - 1);
}

}  // namespace

Decision decide_one(const State& state, const ReportPasswordChange& command,
                    const Occasion& occasion) {
    if (auto no = first_of(
            {check_id("operator", command.fact.who), check_kind(state, command.fact.who, false)}))
        return refused(*no);
    return one_event(command.fact, occasion);
}

Decision decide_one(const State& state, const IssueKey& command, const Occasion& occasion) {
    const KeyIssued& fact = command.fact;
    if (auto no = first_of({check_id("operator", fact.who), check_id("key", fact.key),
                            check_kind(state, fact.who, true)}))
        return refused(*no);
    if (auto no = check_expiry(fact, occasion.now)) return refused(*no);
    for (const auto& [name, each] : state.office.operators) {
        if (each.keys.contains(fact.key))
            return refuse(
                Rule::key_must_be_new, "key",
                fmt::format("key '{}' is there: give the new one another name", fact.key.text()));
    }
    return one_event(fact, occasion);
}

Decision decide_one(const State& state, const RevokeKey& command, const Occasion& occasion) {
    const KeyRevoked& fact = command.fact;
    if (auto no = first_of({check_id("operator", fact.who), check_id("key", fact.key)}))
        return refused(*no);
    const Operator* known = find(state.office.operators, fact.who);
    if (known == nullptr) return no_such(Rule::operator_must_exist, "operator", fact.who.text());
    if (!known->keys.contains(fact.key))
        return no_such(Rule::key_must_exist, "key", fact.key.text());
    return one_event(fact, occasion);
}

Decision decide_one(const State& state, const ReportSignIn& command, const Occasion& occasion) {
    const OperatorSignedIn& fact = command.fact;
    if (auto no =
            first_of({check_id("operator", fact.who), check_text_or_empty("address", fact.address),
                      check_kind(state, fact.who, false)}))
        return refused(*no);
    return one_event(fact, occasion);
}

Decision decide_one(const State& state, const ReportSignInRefused& command,
                    const Occasion& occasion) {
    const SignInRefused& fact = command.fact;
    if (auto no = first_of({check_teller(fact.who), check_text_or_empty("address", fact.address),
                            check_word("fault", fact.fault), check_count(fact.count)}))
        return refused(*no);
    if (!fact.who.is_empty() && !state.office.operators.contains(fact.who))
        return no_such(Rule::operator_must_exist, "operator", fact.who.text());
    return one_event(fact, occasion);
}

Decision decide_one(const State&, const ReportRefusal& command, const Occasion& occasion) {
    const RequestRefused& fact = command.fact;
    if (auto no = first_of({check_id("operator", fact.who), check_word("right", fact.right),
                            check_text("asked", fact.asked), check_count(fact.count)}))
        return refused(*no);
    return one_event(fact, occasion);
}

Decision decide_one(const State&, const ReportExport& command, const Occasion& occasion) {
    const ExportTaken& fact = command.fact;
    if (auto no = first_of({check_id("operator", fact.who), check_text("what", fact.what),
                            check_word("format", fact.format)}))
        return refused(*no);
    return one_event(fact, occasion);
}

Decision decide_one(const State& state, const ReportSessionEnd& command, const Occasion& occasion) {
    const SessionEnded& fact = command.fact;
    if (auto no = first_of({check_id("operator", fact.who), check_word("cause", fact.cause),
                            check_count(fact.count)}))
        return refused(*no);
    const Operator* known = find(state.office.operators, fact.who);
    if (known == nullptr) return no_such(Rule::operator_must_exist, "operator", fact.who.text());
    if (!known->is_machine) return one_event(fact, occasion);
    return refuse(
        Rule::operator_must_be_of_that_kind, "operator",
        fmt::format("'{}' is a machine and has no sessions: name a person", fact.who.text()));
}

}  // namespace ledger
