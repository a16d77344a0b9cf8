#include "ledger/rules/office/operators.hpp"
#include "tests/scenarios/checks.hpp"

namespace scenarios {

using namespace ledger;

namespace {

/// operator li may money.sell and money.read; operator li may not money.refund
void may(const Stage& stage, Words& words) {
    const auto id = words.name<OperatorId>("an operator");
    const Operator* known = find(stage.state().office.operators, id);
    if (known == nullptr) throw Fault{"there is no operator " + id.text()};
    words.expect("may");
    const bool expected = !words.skip("not");
    const RightSet rights = rights_of(stage.state(), *known);
    do {
        const auto right = words.one_of<Right>();
        if (rights.test(index_of(right)) != expected)
            throw Fault{id.text() + (expected ? " lacks " : " holds ") +
                        std::string(to_text(right))};
    } while (words.skip("and"));
}

/// operators 2, roles 7
void operators(const Stage& stage, Words& words) {
    expect_same("operators", std::to_string(words.number("how many")),
                std::to_string(stage.state().office.operators.size()));
}

void roles(const Stage& stage, Words& words) {
    expect_same("roles", std::to_string(words.number("how many")),
                std::to_string(stage.state().office.roles.size()));
}

}  // namespace

Checks operator_checks() { return {{"operator", may}, {"operators", operators}, {"roles", roles}}; }

}  // namespace scenarios
