#include "ingest/meter_talk.hpp"

namespace ingest {
namespace {

Transaction<Words> read_block(Line& line, std::uint32_t unit, const Block& block, int tries) {
    for (int attempt = 1;; ++attempt) {
        auto words = line.read(unit, block.address, block.count);
        if (words || attempt >= tries) return words;
        if (words.error().is_of_the_line() || words.error().is_final()) return words;
    }
}

}  // namespace

Transaction<MeterFace> read_face(Line& line, std::uint32_t unit, const Profile& profile,
                                 bool identify, int tries) {
    Blocks blocks;
    for (const Block& block : profile.blocks) {
        if (block.identifies && !identify) {
            blocks.emplace_back();
            continue;
        }
        auto words = read_block(line, unit, block, tries);
        if (!words) return ledger::refused(words.error());
        blocks.push_back(std::move(*words));
    }
    return decode(profile, blocks);
}

}  // namespace ingest
