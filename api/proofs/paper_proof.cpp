#include "api/proofs/paper_proof.hpp"

#include "api/paper/clock.hpp"
#include "api/paper/log.hpp"
#include "api/problem.hpp"
#include "api/proofs/signed_receipt.hpp"
#include "api/replies.hpp"

namespace api {
namespace {

/// The sale, refund or reversal whose paper shows this hash. Who has no such paper learns nothing,
/// not even whether there is one of that number.
projections::TransactionRow row_of_paper(const Call& call, const std::string& hash) {
    const ledger::Position position = position_in(call, 0);
    const auto row = call.service.read_models.sales.of(position);
    if (row && hash_of(call, position) == hash) return *row;
    throw Problem(404, "transaction_must_exist", "hash",
                  "hash: no paper of this book has this number and this hash: it was not printed "
                  "from this book, or what it says was changed");
}

}  // namespace

Response prove_paper(const Call& call) {
    const auto hash = call.request.parameter("hash");
    if (!hash)
        throw Problem(400, "field_must_fit", "hash", "hash: give the one that the paper shows");
    const auto row = row_of_paper(call, *hash);
    const auto site = site_of(call);
    return json_response({{"transaction", row.position.number},
                          {"type", std::string(ledger::to_text(row.type))},
                          {"site", site.name},
                          {"currency", site.currency},
                          {"clock", clock_text(row.occurred_at, zone_of(site))},
                          {"wallet", row.wallet.text()},
                          {"paid", ledger::to_text(row.paid)},
                          {"amount", ledger::to_text(row.amount)},
                          {"hash", *hash},
                          {"receipt", signed_receipt(call, row.position)}});
}

}  // namespace api
