#include "tools/meterbook/backup/proven_copy.hpp"

#include <fmt/core.h>

#include "ledger/journal/audit.hpp"
#include "ledger/journal/known_checkpoint.hpp"
#include "ledger/journal/past_root.hpp"
#include "tools/meterbook/backup/kept_checkpoints.hpp"
#include "tools/meterbook/bundle/key_chain.hpp"
#include "tools/meterbook/command_line.hpp"

namespace meterbook {
namespace {

[[noreturn]] void refuse(const std::filesystem::path& journal, std::uint64_t position,
                         const std::string& why) {
    throw Cannot(
        fmt::format("the copy in {} is not what was written, event {}: {}: see both "
                    "disks, and verify the book",
                    journal.string(), position, why));
}

/// What was signed is in the log, and by its keys: of its newest checkpoint and of the oldest one.
void hold_against_checkpoints(const ledger::Journal& journal, const KeyChain& keys) {
    const auto notes = checkpoints_in(journal.directory());
    if (notes.empty()) return;
    for (const auto& [size, note] : {*notes.begin(), *notes.rbegin()}) {
        const auto known = ledger::checkpoint_in(note);
        if (!known || known->size != size || size > journal.head().last.number)
            refuse(journal.directory(), size, "its checkpoint is none of this log");
        if (ledger::root_at(journal, size) != known->root)
            refuse(journal.directory(), size, "its hashes do not give the root that was signed");
        const auto read = ledger::signed_checkpoint_from(note);
        if (!keys.keys().empty() && !(read && keys.is_signed_then(*read)))
            refuse(journal.directory(), size, "its checkpoint is not signed by the key of then");
    }
}

ledger::Journal hashed_again(const std::filesystem::path& directory) {
    ledger::Journal journal = ledger::Journal::open(directory, {.env = nullptr, .read_only = true});
    ProgressLine progress("hash");
    const std::uint64_t all = journal.head().last.number;
    ledger::Audit audit(journal);
    KeyChain keys(key_beside(directory.parent_path()));
    auto reader = journal.read({1});
    while (const auto entry = reader.next()) {
        if (const auto wrong = audit.take(*entry))
            refuse(directory, entry->position.number, *wrong);
        if (const auto wrong = keys.take(entry->position.number, entry->bytes))
            refuse(directory, wrong->position, wrong->detail);
        progress.show(entry->position.number, all);
    }
    if (const auto wrong = audit.finish()) refuse(directory, all, *wrong);
    hold_against_checkpoints(journal, keys);
    if (keys.keys().empty())
        fmt::print("signatures were not checked: no public key lies beside {}\n",
                   directory.string());
    return journal;
}

}  // namespace

BackupRecord proven(const std::filesystem::path& journal) {
    return record_of(hashed_again(journal));
}

BackupRecord proven(const std::filesystem::path& journal, const FrozenBook& frozen) {
    const ledger::Journal copy = hashed_again(journal);
    const std::uint64_t position = frozen.position();
    if (position == 0) return record_of(copy);
    if (copy.head().last.number < position)
        refuse(journal, copy.head().last.number + 1, "it ends before what the book had written");
    if (ledger::to_hex(ledger::view(ledger::root_at(copy, position))) != frozen.root())
        refuse(journal, position, "its hashes do not give the root that the book had then");
    return record_of(copy);
}

}  // namespace meterbook
