#include "ledger/notes/signed_note.hpp"

#include <algorithm>

#include <openssl/sha.h>

#include "ledger/notes/base64.hpp"

namespace ledger {
namespace {

constexpr char ed25519 = '\x01';
constexpr std::size_t id_size = 4;
constexpr std::size_t public_size = 32;
constexpr std::size_t signature_size = 64;
constexpr std::string_view dash = "\u2014 ";

bool is_name(std::string_view name) {
    return !name.empty() && name.find_first_of(" +\n\t\r") == std::string_view::npos;
}

std::optional<Note::Signature> signature_in(std::string_view line) {
    if (!line.starts_with(dash)) return std::nullopt;
    line.remove_prefix(dash.size());
    const std::size_t space = line.find(' ');
    if (space == std::string_view::npos || !is_name(line.substr(0, space))) return std::nullopt;
    const auto bytes = from_base64(line.substr(space + 1));
    if (!bytes || bytes->size() <= id_size) return std::nullopt;
    return Note::Signature{std::string(line.substr(0, space)), bytes->substr(0, id_size),
                           bytes->substr(id_size)};
}

}  // namespace

Bytes VerifierKey::id() const {
    const Bytes text = name + '\n' + ed25519 + public_key;
    Hash hash;
    SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), hash.data());
    return Bytes(view(hash).substr(0, id_size));
}

std::string VerifierKey::text() const {
    return name + "+" + to_hex(id()) + "+" + to_base64(ed25519 + public_key);
}

std::optional<VerifierKey> verifier_key_from_text(std::string_view text) {
    const std::size_t first = text.find('+');
    if (first == std::string_view::npos) return std::nullopt;
    const std::size_t second = text.find('+', first + 1);
    if (second == std::string_view::npos) return std::nullopt;
    const auto bytes = from_base64(text.substr(second + 1));
    if (!bytes || bytes->size() != 1 + public_size || bytes->front() != ed25519)
        return std::nullopt;
    VerifierKey key{std::string(text.substr(0, first)), bytes->substr(1)};
    return is_name(key.name) && key.text() == text ? std::optional(std::move(key)) : std::nullopt;
}

NoteSigner::NoteSigner(std::string name, PrivateKey secret)
    : key_{std::move(name), secret.public_key()}, secret_(std::move(secret)) {}

std::string NoteSigner::sign(const std::string& text) const {
    return text + '\n' + signature_line(key_, secret_.sign(text));
}

std::string signature_line(const VerifierKey& key, BytesView signature) {
    return std::string(dash) + key.name + ' ' + to_base64(key.id() + Bytes(signature)) + '\n';
}

bool Note::is_signed_by(const VerifierKey& key) const {
    const auto is_by = [&](const Signature& each) {
        return each.name == key.name && each.id == key.id();
    };
    return std::ranges::any_of(signatures, is_by) &&
           std::ranges::all_of(signatures, [&](const Signature& each) {
               return !is_by(each) || (each.signature.size() == signature_size &&
                                       is_signature(key.public_key, text, each.signature));
           });
}

std::optional<Note> note_from_text(std::string_view bytes) {
    const std::size_t blank = bytes.rfind("\n\n");
    if (blank == std::string_view::npos || !bytes.ends_with('\n')) return std::nullopt;
    const bool has_control = std::ranges::any_of(
        bytes, [](char each) { return static_cast<unsigned char>(each) < 0x20 && each != '\n'; });
    if (has_control) return std::nullopt;
    Note note{std::string(bytes.substr(0, blank + 1)), {}};
    for (std::string_view rest = bytes.substr(blank + 2); !rest.empty();) {
        const std::size_t end = rest.find('\n');
        auto signature = signature_in(rest.substr(0, end));
        if (!signature) return std::nullopt;
        note.signatures.push_back(std::move(*signature));
        rest.remove_prefix(end + 1);
    }
    return note.signatures.empty() ? std::nullopt : std::optional(std::move(note));
}

}  // namespace ledger
