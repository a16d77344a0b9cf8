#include "ledger/proofs/receipt.hpp"

#include <charconv>
#include <cstring>

#include <fmt/core.h>

#include "ledger/journal/big_endian.hpp"
#include "ledger/journal/sha256.hpp"
#include "ledger/notes/encodings.hpp"

namespace ledger {
namespace {

constexpr std::string_view first_line = "c2sp.org/tlog-proof@v1";

std::optional<std::string_view> take_line(std::string_view& text) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end + 1);
    return line;
}

/// What stands behind the word at the beginning of the next line.
std::optional<std::string_view> take_behind(std::string_view& text, std::string_view word) {
    const auto line = take_line(text);
    if (!line || !line->starts_with(word)) return std::nullopt;
    return line->substr(word.size());
}

void put_element(BytesView element, Bytes& out) {
    put_big_endian(static_cast<std::uint32_t>(element.size()), out);
    out += element;
}

std::optional<std::vector<BytesView>> elements_of(BytesView bytes) {
    std::vector<BytesView> elements;
    while (!bytes.empty()) {
        if (bytes.size() < 4) return std::nullopt;
        const auto length = take_big_endian<std::uint32_t>(bytes);
        if (bytes.size() < length) return std::nullopt;
        elements.push_back(bytes.substr(0, length));
        bytes.remove_prefix(length);
    }
    return elements.empty() ? std::nullopt : std::optional(std::move(elements));
}

/// The event, and the rotation notes behind it.
bool read_extra(std::string_view base64, ProofReceipt& receipt) {
    const auto extra = from_base64(base64);
    const auto elements = extra ? elements_of(*extra) : std::nullopt;
    if (!elements) return false;
    receipt.event = Bytes(elements->front());
    for (auto note = elements->begin() + 1; note != elements->end(); ++note) {
        auto rotation = rotation_from_note(*note);
        if (!rotation) return false;
        receipt.rotations.push_back(std::move(*rotation));
    }
    return true;
}

bool read_proof(std::string_view& text, ProofReceipt& receipt) {
    for (;;) {
        const auto line = take_line(text);
        if (!line) return false;
        if (line->empty()) return true;
        const auto hash = from_base64(*line);
        if (!hash || hash->size() != sizeof(Hash)) return false;
        std::memcpy(receipt.proof.emplace_back().data(), hash->data(), sizeof(Hash));
    }
}

/// The keys that who trusts the first one trusts too.
std::vector<VerifierKey> reached_from(const VerifierKey& trusted,
                                      const std::vector<KeyRotation>& rotations) {
    std::vector<VerifierKey> keys{trusted};
    for (const KeyRotation& each : rotations) {
        if (each.from != keys.back().text()) continue;
        if (const auto next = handed_over_to(each)) keys.push_back(*next);
    }
    return keys;
}

}  // namespace

std::string ProofReceipt::text() const {
    Bytes extra;
    put_element(event, extra);
    for (const KeyRotation& each : rotations) put_element(note_of(each), extra);
    std::string text = fmt::format("{}\nextra {}\nindex {}\n", first_line, to_base64(extra), index);
    for (const Hash& each : proof) text += to_base64(view(each)) + '\n';
    return text + '\n' + checkpoint;
}

std::optional<ProofReceipt> receipt_from_text(std::string_view text) {
    const std::string_view whole = text;
    ProofReceipt receipt;
    if (take_line(text) != first_line) return std::nullopt;
    const auto extra = take_behind(text, "extra ");
    const auto index = take_behind(text, "index ");
    if (!extra || !index || !read_extra(*extra, receipt)) return std::nullopt;
    std::from_chars(index->data(), index->data() + index->size(), receipt.index);
    if (!read_proof(text, receipt)) return std::nullopt;
    receipt.checkpoint = std::string(text);
    // One text for one receipt: what is written in another way was changed on its way.
    return receipt.text() == whole ? std::optional(std::move(receipt)) : std::nullopt;
}

std::optional<std::string> fault_of(const ProofReceipt& receipt, const VerifierKey& trusted) {
    const auto checkpoint = signed_checkpoint_from(receipt.checkpoint);
    if (!checkpoint) return "its checkpoint is none";
    if (checkpoint->checkpoint.origin != trusted.name)
        return "its checkpoint is of another log, " + checkpoint->checkpoint.origin;
    bool is_signed = false;
    for (const VerifierKey& each : reached_from(trusted, receipt.rotations))
        is_signed = is_signed || checkpoint->note.is_signed_by(each);
    if (!is_signed)
        return "its checkpoint is not signed by the given key, nor by one that it handed over to";
    const auto root = root_by_inclusion(
        leaf_hash(receipt.event), {receipt.index, checkpoint->checkpoint.tree.size}, receipt.proof);
    if (root != checkpoint->checkpoint.tree.root)
        return "its event does not stand in the signed log at that position";
    return std::nullopt;
}

}  // namespace ledger
