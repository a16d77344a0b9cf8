#include <cstddef>
#include <cstdint>

#include "ingest/meter_face.hpp"

// Any text as a profile, and what a meter with it could show.

namespace ingest {
namespace {

/// The text itself, as the cells of every block.
Blocks cells(const Profile& profile, const std::string& text) {
    Blocks blocks;
    std::size_t at = 0;
    for (const Block& block : profile.blocks) {
        Words& words = blocks.emplace_back();
        for (std::size_t i = 0; i < block.count; ++i, at += 2)
            words.push_back(static_cast<std::uint16_t>(text[at % text.size()] << 8 |
                                                       text[(at + 1) % text.size()]));
    }
    return blocks;
}

void show(const Profile& profile, const std::string& text) {
    const Blocks blocks = cells(profile, text);
    const auto broken = broken_point(profile, blocks);
    const MeterFace face = decode(profile, blocks);
    if (broken && !profile.points.contains(*broken)) __builtin_trap();
    for (const auto& [kind, order] : profile.orders) (void)is_reached(order, face);
    if (read_back_text(face).empty()) __builtin_trap();
}

}  // namespace
}  // namespace ingest

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(bytes), size);
    try {
        ingest::show(ingest::read_profile(text, "fuzzed"), text);
    } catch (const ingest::BadProfile& bad) {
        if (!std::string_view(bad.what()).starts_with("profile fuzzed: ")) __builtin_trap();
    }
    return 0;
}
