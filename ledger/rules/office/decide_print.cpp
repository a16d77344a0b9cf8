#include <fmt/core.h>

#include "ledger/rules/checks.hpp"
#include "ledger/rules/decisions.hpp"
#include "ledger/rules/office/prints.hpp"

namespace ledger {

Decision decide_one(const State& state, const PrintReceipt& command, const Occasion& occasion) {
    const auto wallet = wallet_of_transaction(state, command.transaction);
    if (!wallet)
        return refuse(Rule::transaction_must_exist, "transaction",
                      fmt::format("event {} is no sale, refund or reversal: give the position of "
                                  "one",
                                  command.transaction.number));
    return only(
        {ReceiptPrinted{command.transaction, *wallet, prints_of(state, command.transaction) + 1},
         occasion.now, command.transaction});
}

}  // namespace ledger
