#pragma once
#include <optional>
#include <string>
#include <vector>

#include "ledger/notes/key_rotation.hpp"
#include "ledger/proofs/checkpoint.hpp"

namespace ledger {

/// A promise that an event stands in the signed log, as a C2SP tlog-proof file
/// (docs/bundle_format.md).
struct ProofReceipt {
    Bytes event;  ///< as it is stored
    std::vector<KeyRotation> rotations;
    std::uint64_t index = 0;  ///< its position less one
    std::vector<Hash> proof;
    std::string checkpoint;  ///< the note

    std::string text() const;
};

/// Takes such a file apart; nothing for what is none.
std::optional<ProofReceipt> receipt_from_text(std::string_view text);

/// What is wrong with it, in one sentence; nothing: it holds for who trusts this key.
std::optional<std::string> fault_of(const ProofReceipt& receipt, const VerifierKey& trusted);

}  // namespace ledger
