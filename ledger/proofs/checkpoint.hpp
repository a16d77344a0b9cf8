#pragma once
#include <optional>
#include <string>

#include "ledger/notes/signed_note.hpp"
#include "ledger/proofs/merkle_proof.hpp"

namespace ledger {

/// What a log says of itself at one size (https://c2sp.org/tlog-checkpoint); as a note it is
/// signed.
struct Checkpoint {
    std::string origin;
    TreeHead tree;

    std::string text() const;  ///< of the note

    friend bool operator==(const Checkpoint&, const Checkpoint&) = default;
};

/// The checkpoint in a note's text; nothing where it says none. Extension lines are let pass.
std::optional<Checkpoint> checkpoint_from_text(std::string_view text);

/// A checkpoint with its signatures, as it is kept and handed out.
struct SignedCheckpoint {
    Checkpoint checkpoint;
    Note note;
};
std::optional<SignedCheckpoint> signed_checkpoint_from(std::string_view bytes);

/// The name of the log with these 16 bytes.
std::string origin_of(BytesView store);

}  // namespace ledger
