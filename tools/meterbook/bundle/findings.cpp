#include "tools/meterbook/bundle/findings.hpp"

#include "ledger/rules/laws.hpp"

namespace meterbook {

Finding finding_at(std::uint64_t position, const ledger::Breach& breach) {
    return {position, std::string(to_text(breach.law)), breach.detail};
}

Finding impossible_at(std::uint64_t position, const ledger::Impossible& impossible) {
    return {position, std::string(to_text(ledger::Law::values_are_possible)),
            std::string("it does not hold that ") + impossible.what()};
}

}  // namespace meterbook
