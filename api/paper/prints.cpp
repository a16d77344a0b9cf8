#include <fmt/core.h>

#include "api/exports.hpp"
#include "api/paper/log.hpp"
#include "api/replies.hpp"
#include "ledger/journal/journal.hpp"

namespace api {
namespace {

/// POST /v1/prints {"transaction": 4711}: puts its receipt on paper; the event is the print's name
Reply print_receipt(const Call& call) {
    const Wish wish = wish_of(call.request);
    return write(call, read_record<ledger::PrintReceipt>(wish.body, ""), wish.reason,
                 Key::accepted);
}

ledger::ReceiptPrinted print_at(const Call& call, ledger::Position position) {
    if (position <= call.service.book.journal().head().last) {
        const auto event = event_at(call, position);
        if (const auto* print = std::get_if<ledger::ReceiptPrinted>(&event.payload)) return *print;
    }
    throw Problem(404, "print_must_exist", "",
                  "event " + call.names[0] +
                      " is no print of a receipt: POST /v1/prints, and ask for what it wrote");
}

Response answer_with(const Call& call, const Receipt& receipt) {
    if (!wants_pdf(call.request)) return json_response(receipt_json(receipt));
    return pdf_response(
        fmt::format("receipt-{:08}-{}", receipt.receipt_number, receipt.row.position.number),
        receipt_pdf(receipt, paper_of(call.request), Words(language_of(call.request))));
}

/// GET /v1/prints/{position}?format=pdf&paper=a5&lang=zh
Response read_print(const Call& call) {
    wait_for_position(call, call.service.read_models.sales);
    const auto print = print_at(call, position_in(call, 0));
    Receipt receipt = receipt_of(call, print.transaction);
    receipt.print = print.number;
    return answer_with(call, receipt);
}

/// GET /v1/papers/{position}: of a transaction, on a screen: a copy that is not counted
Response read_receipt(const Call& call) {
    wait_for_position(call, call.service.read_models.sales);
    return answer_with(call, receipt_of(call, position_in(call, 0)));
}

}  // namespace

std::vector<Route> print_routes() {
    return {{"POST", "/v1/prints", Right::money_sell, print_receipt},
            {"GET", "/v1/prints/{position}", Right::money_read, read_print},
            {"GET", "/v1/papers/{position}", Right::money_read, read_receipt}};
}

}  // namespace api
