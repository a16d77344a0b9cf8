#include "ledger/notes/key_rotation.hpp"

#include "ledger/notes/base64.hpp"
#include "ledger/values/ensure.hpp"

namespace ledger {
namespace {

constexpr std::string_view heading = "meterbook signing key\n";

std::string text_of(std::string_view from, std::string_view to) {
    return std::string(heading) + std::string(from) + '\n' + std::string(to) + '\n';
}

}  // namespace

KeyRotation hand_over(const NoteSigner& from, const VerifierKey& to) {
    const std::string old = from.key().text();
    return {old, to.text(), to_base64(from.secret().sign(text_of(old, to.text())))};
}

std::optional<VerifierKey> handed_over_to(const KeyRotation& rotation) {
    const auto from = verifier_key_from_text(rotation.from);
    auto to = verifier_key_from_text(rotation.to);
    const auto signature = from_base64(rotation.signature);
    if (!from || !to || !signature || from->name != to->name) return std::nullopt;
    const std::string text = text_of(rotation.from, rotation.to);
    return is_signature(from->public_key, text, *signature) ? to : std::nullopt;
}

std::string note_of(const KeyRotation& rotation) {
    const auto from = verifier_key_from_text(rotation.from);
    const auto signature = from_base64(rotation.signature);
    ensure(from && signature, "a rotation that stands in the log was signed");
    return text_of(rotation.from, rotation.to) + '\n' + signature_line(*from, *signature);
}

std::optional<KeyRotation> rotation_from_note(std::string_view bytes) {
    const auto note = note_from_text(bytes);
    if (!note || note->signatures.size() != 1 || !note->text.starts_with(heading))
        return std::nullopt;
    const std::string_view keys = std::string_view(note->text).substr(heading.size());
    const std::size_t end = keys.find('\n');
    if (end == std::string_view::npos || keys.size() < end + 2) return std::nullopt;
    KeyRotation rotation{std::string(keys.substr(0, end)),
                         std::string(keys.substr(end + 1, keys.size() - end - 2)),
                         to_base64(note->signatures.front().signature)};
    const auto from = verifier_key_from_text(rotation.from);
    return from && note->is_signed_by(*from) ? std::optional(std::move(rotation)) : std::nullopt;
}

}  // namespace ledger
