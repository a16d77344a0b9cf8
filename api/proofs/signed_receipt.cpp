#include "api/proofs/signed_receipt.hpp"

#include "api/problem.hpp"
#include "ledger/journal/index.hpp"
#include "ledger/journal/journal.hpp"
#include "ledger/journal/recorded_event.hpp"
#include "ledger/past.hpp"
#include "ledger/proofs/log_hashes.hpp"
#include "ledger/proofs/receipt.hpp"
#include "ledger/proofs/signer.hpp"

namespace api {

std::string signed_receipt(const Call& call, ledger::Position position) {
    const auto& book = call.service.book;
    const auto note = book.signer().newest_of(position.number);
    if (!note)
        throw Problem(503, "position_must_be_signed", "",
                      "the event is recorded and not signed yet: ask again in a second");
    const std::uint64_t size = ledger::signed_checkpoint_from(*note)->checkpoint.tree.size;
    const ledger::ProofReceipt receipt{
        book.journal().get(position), rotations_of(call, size), position.number - 1,
        ledger::LogHashes(book.journal()).inclusion(position.number - 1, size), *note};
    return receipt.text();
}

std::vector<ledger::KeyRotation> rotations_of(const Call& call, std::uint64_t up_to) {
    std::vector<ledger::KeyRotation> rotations;
    const auto& book = call.service.book;
    const ledger::Subject site{ledger::SubjectKind::site, ""};
    if (book.signer().keys().size() < 2) return rotations;
    ledger::wait_for_index(book, book.journal().head().last);  // it follows a moment behind
    for (const ledger::Position each : book.index().find_subject(site, 1, UINT32_MAX)) {
        if (each.number > up_to) break;
        const ledger::Event event = ledger::recorded_event(book.journal(), each);
        if (auto rotation = ledger::rotation_in(event)) rotations.push_back(std::move(*rotation));
    }
    return rotations;
}

}  // namespace api
