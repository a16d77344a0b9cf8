#include "api/paper/receipt.hpp"

#include "api/paper/capitals.hpp"
#include "api/paper/clock.hpp"
#include "api/paper/log.hpp"
#include "api/problem.hpp"

namespace api {
namespace {

using projections::Sales;
using projections::TransactionRow;
using projections::TransactionType;

TransactionRow row_at(const Sales& sales, ledger::Position position) {
    const auto row = sales.of(position);
    if (!row)
        throw Problem(404, "transaction_must_exist", "",
                      "event " + std::to_string(position.number) +
                          " is no sale, refund or reversal: give the position of one");
    return *row;
}

/// Refunds and reversals are papers about a sale, and name its receipt.
void name_sale(const Sales& sales, Receipt& receipt) {
    TransactionRow row = receipt.row;
    if (row.type == TransactionType::reversal) {
        row = row_at(sales, row.of);
        receipt.undone = row.type;
    }
    if (row.type == TransactionType::refund) row = row_at(sales, row.of);
    receipt.sale = row.position;
    receipt.receipt_number = row.receipt_number;
}

bool raises_credit(const Receipt& receipt) {
    if (receipt.row.type != TransactionType::reversal)
        return receipt.row.type == TransactionType::sale;
    return receipt.undone == TransactionType::refund;
}

}  // namespace

std::string Receipt::clock() const {
    return clock_text(row.occurred_at, *ledger::Zone::find(zone));
}

Receipt receipt_of(const Call& call, ledger::Position transaction) {
    const Sales& sales = call.service.read_models.sales;
    Receipt receipt;
    receipt.row = row_at(sales, transaction);
    name_sale(sales, receipt);
    const ledger::Money amount = receipt.row.amount;
    receipt.balance_before =
        receipt.row.balance_after + (raises_credit(receipt) ? -amount : amount);
    const auto site = site_of(call);
    receipt.site = site.name;
    receipt.currency = site.currency;
    receipt.zone = site.zone;
    receipt.holder = holder_at(call, receipt.row.wallet, event_at(call, transaction));
    receipt.hash = hash_of(call, transaction);
    receipt.address = proof_address(call, transaction, receipt.hash);
    return receipt;
}

Json receipt_json(const Receipt& receipt) {
    Json supplies = Json::array();
    for (const auto& each : receipt.holder.supplies) supplies.push_back(supply_json(each));
    Json prices = Json::array();
    for (const auto& each : receipt.holder.prices) prices.push_back(price_json(each));
    const auto& row = receipt.row;
    const Json print = receipt.print == 0 ? Json(nullptr) : Json(receipt.print);
    return {{"transaction", row.position.number},
            {"type", std::string(ledger::to_text(row.type))},
            {"sale", receipt.sale.number},
            {"receipt_number", receipt.receipt_number},
            {"print", print},
            {"site", receipt.site},
            {"currency", receipt.currency},
            {"zone", receipt.zone},
            {"occurred_at", ledger::to_text(row.occurred_at)},
            {"clock", receipt.clock()},
            {"account", receipt.holder.account.text()},
            {"customer", write_value(receipt.holder.customer)},
            {"customer_name", receipt.holder.name},
            {"wallet", row.wallet.text()},
            {"supplies", supplies},
            {"prices", prices},
            {"method", row.method.text()},
            {"operator", row.actor},
            {"reason", row.reason},
            {"paid", ledger::to_text(row.paid)},
            {"capitals", capitals(row.paid)},
            {"fee", ledger::to_text(row.fee)},
            {"amount", ledger::to_text(row.amount)},
            {"balance_before", ledger::to_text(receipt.balance_before)},
            {"balance_after", ledger::to_text(row.balance_after)},
            {"recharge_count", row.recharge_count},
            {"hash", receipt.hash},
            {"proof", receipt.address.empty() ? Json(nullptr) : Json(receipt.address)}};
}

Paper paper_of(const Request& request) {
    const std::string asked = request.parameter("paper").value_or("a5");
    if (asked == "a5") return Paper::a5;
    if (asked == "roll80") return Paper::roll80;
    throw Problem(400, "field_must_fit", "paper", "paper: give a5 or roll80");
}

}  // namespace api
