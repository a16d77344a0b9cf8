#include "ledger/proofs/kept_checkpoints.hpp"

#include <fmt/core.h>

#include "ledger/journal/sha256.hpp"
#include "ledger/notes/encodings.hpp"

namespace ledger {

void KeptCheckpoints::add(BytesView note) {
    ++count;
    digest = sha256({view(digest), note});
}

void KeptCheckpoints::add(const Journal& journal, std::uint64_t first, std::uint64_t last) {
    journal.each_checkpoint(first, [&](std::uint64_t size, BytesView note) {
        if (size > last) return false;
        add(note);
        return true;
    });
}

std::string KeptCheckpoints::line() const {
    return fmt::format("kept {} {}\n", count, to_base64(view(digest)));
}

std::optional<KeptCheckpoints> kept_checkpoints_in(const std::string& text) {
    const std::size_t at = text.find("\nkept ");
    if (at == std::string::npos) return std::nullopt;
    const std::string line = text.substr(at + 1);
    const std::size_t gap = line.rfind(' ');
    KeptCheckpoints kept;
    kept.count = std::strtoull(line.c_str() + std::string_view("kept ").size(), nullptr, 10);
    const auto digest = from_base64(line.substr(gap + 1, line.size() - gap - 2));
    if (digest && digest->size() == kept.digest.size())
        std::copy(digest->begin(), digest->end(), kept.digest.begin());
    return kept.line() == line ? std::optional(kept) : KeptCheckpoints{};
}

KeptNow kept_now(const Journal& journal, const std::optional<SignedCheckpoint>& last) {
    KeptNow now;
    if (!last) {
        now.all.add(journal, 0);
        return now;
    }
    const std::uint64_t size = last->checkpoint.tree.size;
    now.all.add(journal, 0, size);
    const KeptCheckpoints told = now.all;
    now.all.add(journal, size + 1);
    now.is_all_told = now.all.count == told.count;
    const auto due = kept_checkpoints_in(last->note.text);
    if (due && *due != told)
        now.fault =
            fmt::format("signing/LAST counts {} checkpoints up to event {}, and the log keeps {}{}",
                        due->count, size, told.count, due->count == told.count ? " others" : "");
    else if (due && now.all.count > told.count + 1)
        now.fault = fmt::format(
            "the log keeps {} checkpoints behind event {}, which signing/LAST does not know",
            now.all.count - told.count, size);
    return now;
}

}  // namespace ledger
