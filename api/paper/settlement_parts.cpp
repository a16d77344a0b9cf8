#include "api/paper/settlement_parts.hpp"

namespace api {

std::string parts_of(const ledger::AccountClosed& fact) {
    if (fact.settlements.size() < 2) return "";
    std::string parts;
    ledger::Money sum;
    for (const ledger::Settlement& each : fact.settlements) {
        parts += (parts.empty() ? "" : " + ") + ledger::to_text(each.paid_out);
        sum += each.paid_out;
    }
    return parts + " = " + ledger::to_text(sum);
}

}  // namespace api
