#include <CLI/CLI.hpp>
#include <fcntl.h>
#include <fmt/core.h>
#include <nlohmann/json.hpp>
#include <sys/file.h>

#include "ingest/notices/descriptor.hpp"
#include "ledger/journal/durable_file.hpp"
#include "tools/meterbook/backup/copied_files.hpp"
#include "tools/meterbook/backup/key_copies.hpp"
#include "tools/meterbook/backup/proven_copy.hpp"
#include "tools/meterbook/book_clock.hpp"
#include "tools/meterbook/command_line.hpp"
#include "tools/meterbook/configuration.hpp"

namespace meterbook {
namespace {

namespace fs = std::filesystem;

struct Asked {
    fs::path book, target, keys, token_file;
    api::FrozenJournal frozen{};
    std::string server;
    bool as_json = false;
};

/// "2026-11-21T080000Z-1234": sorts by time, and says how far it reaches.
fs::path name_of(const BackupRecord& record) {
    std::string name = record.taken_at.substr(0, record.taken_at.find('.'));
    std::erase(name, ':');
    if (!name.ends_with('Z')) name += 'Z';
    return fmt::format("{}-{}", name, record.position);
}

void check(const Asked& asked) {
    for (const fs::path& other : {asked.target, asked.book}) {
        if (!asked.keys.empty() && lie_together(asked.keys, other))
            throw Cannot(
                fmt::format("--keys {} lies with {}: whoever has both can read the "
                            "names: give a folder apart",
                            asked.keys.string(), other.string()));
    }
    if (lie_together(asked.book, asked.target))
        throw Cannot("the backup would lie with the book: give a folder on another disk");
}

/// One copy at a time goes into a folder of backups, whoever takes it: while this object lives.
class Copying {
public:
    explicit Copying(const fs::path& target)
        : unfinished_(target / unfinished_name),
          lock_(opened(target / ".lock"), "open the lock of " + target.string()) {
        if (::flock(lock_.number(), LOCK_EX | LOCK_NB) != 0) {
            if (errno != EWOULDBLOCK) notices::cannot("lock " + target.string(), errno);
            throw Cannot(fmt::format("another copy is under way in {}: wait until it ends",
                                     target.string()));
        }
        fs::remove_all(unfinished_);  // of a copy that did not end; a disk has no room for rubbish
    }

    const fs::path& unfinished() const { return unfinished_; }

private:
    /// Whoever made it: root's one backup does not forbid those of the service.
    static int opened(const fs::path& lock) {
        constexpr unsigned all_read = 0644;
        fs::create_directories(lock.parent_path());
        const int made = ::open(lock.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, all_read);
        if (made >= 0 || errno != EACCES) return made;
        return ::open(lock.c_str(), O_RDONLY | O_CLOEXEC);
    }

    fs::path unfinished_;
    notices::Descriptor lock_;
};

FrozenBook frozen_book(const Asked& asked) {
    if (!asked.frozen.directory.empty()) return {asked.book, asked.frozen};
    return {asked.book,
            Server{asked.server, asked.token_file.empty() ? "" : read_token(asked.token_file)}};
}

/// Copied, hashed again, and only then a backup.
std::pair<fs::path, BackupRecord> take(const Asked& asked) {
    const FrozenBook frozen = frozen_book(asked);
    const Copying copying(asked.target);
    const fs::path& unfinished = copying.unfinished();
    const auto before = newest_backup(asked.target);
    const Copied copied = copy_journal(frozen.journal(), unfinished / "journal",
                                       before ? *before / "journal" : fs::path());
    copy_public_keys(asked.book, unfinished);
    BackupRecord record = proven(unfinished / "journal", frozen);
    record.taken_at = to_text(book_clock({}, 1)());
    record.copied_bytes = copied.bytes;
    record.shared_bytes = copied.shared_bytes;
    write_record(unfinished, record);
    ledger::sync_directory(unfinished);
    const fs::path finished = asked.target / name_of(record);
    if (fs::exists(finished))
        throw Cannot(fmt::format("{} is there already: wait a second", finished.string()));
    fs::rename(unfinished, finished);
    ledger::sync_directory(asked.target);
    return {finished, record};
}

int backup(const Asked& asked) {
    check(asked);
    const auto [directory, record] = take(asked);
    if (!asked.keys.empty()) keep_keys(asked.book, asked.keys);
    if (asked.as_json) {
        const nlohmann::ordered_json json{{"directory", directory.string()},
                                          {"position", record.position},
                                          {"root", record.root},
                                          {"copied_bytes", record.copied_bytes},
                                          {"shared_bytes", record.shared_bytes},
                                          {"keys", !asked.keys.empty()}};
        fmt::print("{}\n", json.dump(2));
        return all_well;
    }
    fmt::print(
        "{}\n{} events, every one hashed again; {} bytes copied, {} shared with the backup "
        "before\nMerkle root {}\n",
        directory.string(), record.position, record.copied_bytes, record.shared_bytes, record.root);
    if (asked.keys.empty())
        fmt::print("keys that open, let in and sign are not in it: see --keys\n");
    else
        fmt::print("keys are in {}\n", asked.keys.string());
    return all_well;
}

}  // namespace

void add_backup(CLI::App& app, Chosen& chosen) {
    auto* taking = app.add_subcommand(
        "backup", "Copy the log while the book goes on, and hash the copy before it counts");
    auto asked = std::make_shared<Asked>();
    taking->add_option("BOOK", asked->book, "Directory of the book")->required();
    taking->add_option("TARGET", asked->target, "Folder of backups; each gets one of its own in it")
        ->required();
    taking->add_option("--server", asked->server,
                       "Where it answers while it is served, as http://127.0.0.1:8080");
    auto* frozen =
        taking
            ->add_option("--frozen", asked->frozen.directory,
                         "What the server froze; it runs this program so, and the directory goes")
            ->excludes("--server");
    auto* position = taking->add_option("--position", asked->frozen.position,
                                        "How many events the book had when it was frozen");
    auto* root = taking->add_option("--root", asked->frozen.root, "Their Merkle root, as hex");
    frozen->needs(position)->needs(root);
    position->needs(frozen);
    root->needs(frozen);
    taking->add_option("--token-file", asked->token_file,
                       "File with an API token or key that holds the right site.edit");
    taking->add_option("--keys", asked->keys,
                       "Folder apart from TARGET that is made to hold the book's keys, too");
    taking->add_flag("--json", asked->as_json, "Answer for machines");
    taking->footer(
        "Example: meterbook backup ./book /backup --server http://127.0.0.1:8080 --keys /safe");
    taking->callback([asked, &chosen] { chosen = [asked] { return backup(*asked); }; });
}

}  // namespace meterbook
