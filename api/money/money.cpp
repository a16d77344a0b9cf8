#include "api/replies.hpp"

namespace api {
namespace {

using projections::TransactionRow;
using projections::TransactionType;

Json transaction_json(const TransactionRow& row) { return write_record(row); }

/// GET /v1/sales, /v1/refunds, /v1/reversals: newest first; ?wallet=&shift=&cursor=&limit=
Response list_transactions(const Call& call, TransactionType type) {
    wait_for_position(call, call.service.read_models.sales);
    const projections::TransactionFilter filter{
        type, ledger::WalletId(call.request.parameter("wallet").value_or("")),
        ledger::Position{number_of(call.request, "shift", 0)},
        ledger::Position{number_of(call.request, "cursor", 0)}, limit_of(call.request)};
    return page_response(call.service.read_models.sales.list(filter), transaction_json);
}

/// GET /v1/sales/{position} and its siblings
Response read_transaction(const Call& call, TransactionType type) {
    wait_for_position(call, call.service.read_models.sales);
    const auto row = call.service.read_models.sales.of(position_in(call, 0));
    if (!row || row->type != type)
        throw Problem(404, "transaction_must_exist", "",
                      "event " + call.names[0] + " is no " + std::string(ledger::to_text(type)));
    return json_response(transaction_json(*row));
}

/// POST: money moves, so a key is required.
template <class Command>
Reply move_money(const Call& call) {
    const Wish wish = wish_of(call.request);
    return write(call, read_record<Command>(wish.body, ""), wish.reason, Key::required);
}

}  // namespace

std::vector<Route> money_routes() {
    std::vector<Route> routes{
        {"POST", "/v1/sales", Right::money_sell, move_money<ledger::SellCredit>, false, true},
        {"POST", "/v1/refunds", Right::money_refund, move_money<ledger::RefundCredit>},
        {"POST", "/v1/reversals", Right::money_reverse, move_money<ledger::ReverseTransaction>}};
    for (const TransactionType type :
         {TransactionType::sale, TransactionType::refund, TransactionType::reversal}) {
        const std::string path = "/v1/" + std::string(ledger::to_text(type)) + "s";
        routes.push_back({"GET", path, Right::money_read,
                          [=](const Call& call) { return list_transactions(call, type); }});
        routes.push_back({"GET", path + "/{position}", Right::money_read,
                          [=](const Call& call) { return read_transaction(call, type); }});
    }
    return routes;
}

}  // namespace api
