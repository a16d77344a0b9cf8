#include "ledger/rules/decide.hpp"

#include "ledger/rules/checks.hpp"
#include "ledger/rules/decisions.hpp"

namespace ledger {

Decision decide(const State& state, const Command& command, const Occasion& occasion) {
    if (auto no = check_text_or_empty("reason", occasion.reason)) return refused(*no);
    const bool configures = std::holds_alternative<ConfigureSite>(command);
    if (!state.site && !configures)
        return refuse(Rule::site_must_be_configured, "site",
                      "the site has no name, zone and currency yet: configure it first");
    return std::visit([&](const auto& each) { return decide_one(state, each, occasion); }, command);
}

}  // namespace ledger
