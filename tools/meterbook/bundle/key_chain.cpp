#include "tools/meterbook/bundle/key_chain.hpp"

#include <algorithm>
#include <fstream>

#include <fmt/core.h>

#include "ledger/events/event_codec.hpp"
#include "ledger/rules/office/signing_keys.hpp"
#include "tools/meterbook/command_line.hpp"

namespace meterbook {
namespace {

/// Stands in the bytes of every event that hands over: its tag, and that it has a length.
constexpr ledger::BytesView mark_of_a_rotation("\xB2\x09", 2);
static_assert((ledger::SigningKeyRotated::tag << 3 | 2) == (0x09 << 7 | 0x32));

bool is_signed_by(const ledger::SignedCheckpoint& checkpoint, const Summary::Key& key) {
    const auto known = ledger::verifier_key_from_text(key.vkey);
    return known && checkpoint.note.is_signed_by(*known);
}

}  // namespace

KeyChain::KeyChain(std::string first) {
    if (!first.empty()) keys_.push_back({0, std::move(first)});
}

std::optional<Finding> KeyChain::take(std::uint64_t position, ledger::BytesView stored) {
    if (stored.find(mark_of_a_rotation) == ledger::BytesView::npos) return std::nullopt;
    const auto event = ledger::decode_event(stored);
    const auto rotation = event ? ledger::rotation_in(*event) : std::nullopt;
    if (!rotation) return std::nullopt;
    if (keys_.empty()) begin_with(rotation->from);
    if (rotation->from != keys_.back().vkey || !ledger::handed_over_to(*rotation))
        return Finding{position, keys_follow_each_other,
                       "the key before it did not hand over to this one"};
    keys_.push_back({position, rotation->to});
    return std::nullopt;
}

void KeyChain::begin_with(const std::string& first) {
    if (keys_.empty()) keys_.push_back({0, first});
}

bool KeyChain::is_signed_then(const ledger::SignedCheckpoint& checkpoint) const {
    const auto later = std::ranges::upper_bound(keys_, checkpoint.checkpoint.tree.size, {},
                                                &Summary::Key::position);
    return later != keys_.begin() && is_signed_by(checkpoint, *std::prev(later));
}

bool KeyChain::is_reached(const ledger::SignedCheckpoint& checkpoint,
                          const std::string& trusted) const {
    const auto each = std::ranges::find(keys_, trusted, &Summary::Key::vkey);
    return std::any_of(each, keys_.end(),
                       [&](const Summary::Key& key) { return is_signed_by(checkpoint, key); });
}

std::string key_beside(const std::filesystem::path& book, unsigned number) {
    const std::filesystem::path file = book / "signing" / fmt::format("{}.vkey", number);
    if (!std::filesystem::exists(file)) return {};
    std::ifstream in(file);
    std::string vkey;
    std::getline(in, vkey);
    if (!ledger::verifier_key_from_text(vkey))
        throw Cannot(fmt::format(
            "{} holds no public key (vkey) that can be read: bring it back from a backup",
            file.string()));
    return vkey;
}

}  // namespace meterbook
