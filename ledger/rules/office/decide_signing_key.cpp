#include <algorithm>

#include <fmt/core.h>

#include "ledger/notes/key_rotation.hpp"
#include "ledger/rules/checks.hpp"
#include "ledger/rules/decisions.hpp"
#include "ledger/rules/energy/findings.hpp"
#include "ledger/rules/office/office_laws.hpp"

namespace ledger {
namespace {

/// The key before any rotation stands in no event: the first one may hand over.
bool is_newest(const State& state, const std::string& key) {
    const auto& keys = state.office.signing_keys;
    return keys.empty() || keys.back() == key;
}

/// It was signed by the key before it, and was never used.
bool is_handed_over(const State& state, const SigningKeyRotated& fact) {
    const auto& keys = state.office.signing_keys;
    return fact.from != fact.to && std::ranges::count(keys, fact.to) == 0 &&
           handed_over_to({fact.from, fact.to, fact.signature}).has_value();
}

}  // namespace

Decision decide_one(const State& state, const RotateSigningKey& command, const Occasion& occasion) {
    const SigningKeyRotated& fact = command.fact;
    if (!is_newest(state, fact.from))
        return refuse(Rule::signing_key_must_be_the_newest, "from",
                      fmt::format("the log is signed by another key by now: let '{}' hand over",
                                  state.office.signing_keys.back()));
    if (!is_handed_over(state, fact))
        return refuse(Rule::signing_key_must_be_handed_over, "signature",
                      "the old key did not sign the new one, the new one was used before, or its "
                      "name is another: let the book make the new key");
    return one_event(fact, occasion);
}

Finding fact_breach(const State& state, const Envelope&, const SigningKeyRotated& fact) {
    return hold(is_newest(state, fact.from) && is_handed_over(state, fact),
                Law::signing_keys_follow_each_other,
                "the key before it did not hand over to this one, or it was used before");
}

}  // namespace ledger
