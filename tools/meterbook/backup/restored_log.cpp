#include "tools/meterbook/backup/restored_log.hpp"

#include "tools/meterbook/backup/kept_checkpoints.hpp"
#include "tools/meterbook/command_line.hpp"

namespace meterbook {

namespace {

/// The frames that are whole by then.
ledger::Head write_frames(const ledger::Journal& from, ledger::Position to,
                          const std::filesystem::path& directory) {
    ledger::Journal written =
        ledger::Journal::open(directory, {.env = nullptr, .store = from.store()});
    ProgressLine progress("restore");
    auto reader = from.read({1});
    from.each_frame([&](const ledger::Frame& frame) {
        if (frame.last() > to) return false;
        std::vector<ledger::Bytes> events;
        for (std::uint32_t i = 0; i < frame.count; ++i) events.emplace_back(reader.next()->bytes);
        const auto outcome = written.append(events, frame.committed_at, written.head());
        if (outcome != ledger::AppendOutcome::committed)
            throw ledger::JournalUnavailable("cannot write the log: see that the disk has room");
        if (written.head().chain != frame.chain)
            throw ledger::JournalDamaged(
                frame.first, "the backup's frame does not give its chain: take another backup");
        progress.show(frame.last().number, to.number);
        return true;
    });
    return written.head();
}

}  // namespace

ledger::Head write_until(const ledger::Journal& from, ledger::Position to,
                         const std::filesystem::path& directory) {
    const ledger::Head head = write_frames(from, to, directory);
    auto notes = checkpoints_in(from.directory());
    std::erase_if(notes, [&](const auto& each) { return each.first > head.last.number; });
    put_checkpoints(notes, directory);
    return head;
}

}  // namespace meterbook
