#pragma once
#include <optional>
#include <string>

#include "ledger/notes/signed_note.hpp"

namespace ledger {

/// One key hands over to the next, in words that it signs; docs/bundle_format.md says which.
struct KeyRotation {
    std::string from;       ///< a vkey
    std::string to;         ///< a vkey
    std::string signature;  ///< base64 of 64 bytes
};

KeyRotation hand_over(const NoteSigner& from, const VerifierKey& to);

/// The key that was handed over to; nothing where either is no vkey, both do not have the same
/// name, or `from` did not sign it.
std::optional<VerifierKey> handed_over_to(const KeyRotation& rotation);

/// The rotation as a signed note of its own, for who has no log.
std::string note_of(const KeyRotation& rotation);
std::optional<KeyRotation> rotation_from_note(std::string_view bytes);

}  // namespace ledger
