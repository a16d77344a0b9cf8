#include "ledger/proofs/checkpoint.hpp"

#include <charconv>
#include <cstring>

#include "ledger/notes/base64.hpp"

namespace ledger {
namespace {

/// The text up to the next newline, taken off; nothing where there is none.
std::optional<std::string_view> take_line(std::string_view& text) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end + 1);
    return line;
}

std::optional<std::uint64_t> size_in(std::string_view text) {
    std::uint64_t size = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), size);
    const bool is_one = error == std::errc() && end == text.data() + text.size();
    return is_one && std::to_string(size) == text ? std::optional(size) : std::nullopt;
}

}  // namespace

std::string Checkpoint::text() const {
    return origin + '\n' + std::to_string(tree.size) + '\n' + to_base64(view(tree.root)) + '\n';
}

std::optional<Checkpoint> checkpoint_from_text(std::string_view text) {
    const auto origin = take_line(text);
    const auto size_text = take_line(text);
    const auto root_text = take_line(text);
    if (!origin || origin->empty() || !size_text || !root_text) return std::nullopt;
    const auto size = size_in(*size_text);
    const auto root = from_base64(*root_text);
    if (!size || !root || root->size() != sizeof(Hash)) return std::nullopt;
    Checkpoint checkpoint{std::string(*origin), {*size, {}}};
    std::memcpy(checkpoint.tree.root.data(), root->data(), sizeof(Hash));
    return checkpoint;
}

std::optional<SignedCheckpoint> signed_checkpoint_from(std::string_view bytes) {
    auto note = note_from_text(bytes);
    if (!note) return std::nullopt;
    auto checkpoint = checkpoint_from_text(note->text);
    if (!checkpoint) return std::nullopt;
    return SignedCheckpoint{std::move(*checkpoint), std::move(*note)};
}

std::string origin_of(BytesView store) { return "meterbook/" + to_hex(store); }

}  // namespace ledger
