#pragma once
#include <optional>
#include <string>
#include <vector>

#include "ledger/notes/private_key.hpp"
#include "ledger/values/bytes.hpp"

namespace ledger {

/// A public key with the name it signs under, as C2SP signed-note writes it: the vkey.
struct VerifierKey {
    std::string name;
    Bytes public_key;  ///< 32 bytes

    Bytes id() const;          ///< 4 bytes: of name and key
    std::string text() const;  ///< "meterbook/3f…+a1b2c3d4+AQ…"

    friend bool operator==(const VerifierKey&, const VerifierKey&) = default;
};

/// The key of a vkey; nothing for a text that is none, or of another algorithm than Ed25519.
std::optional<VerifierKey> verifier_key_from_text(std::string_view text);

/// Who signs notes: a secret key, and the name it signs under.
class NoteSigner {
public:
    NoteSigner(std::string name, PrivateKey secret);

    const VerifierKey& key() const { return key_; }
    const PrivateKey& secret() const { return secret_; }

    /// The whole note: this text, which ends in a newline, and the signature line.
    std::string sign(const std::string& text) const;

private:
    VerifierKey key_;
    PrivateKey secret_;
};

/// The line that says that the owner of this key signed, with its newline.
std::string signature_line(const VerifierKey& key, BytesView signature);

/// A signed text (https://c2sp.org/signed-note), not yet believed.
struct Note {
    struct Signature {
        std::string name;
        Bytes id;
        Bytes signature;
    };
    std::string text;  ///< with its last newline
    std::vector<Signature> signatures;

    /// It bears a signature by this key, and every one it bears by this key holds.
    bool is_signed_by(const VerifierKey& key) const;
};

/// Takes a note apart; nothing for what is none.
std::optional<Note> note_from_text(std::string_view bytes);

}  // namespace ledger
