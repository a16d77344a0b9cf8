#include <algorithm>

#include <CLI/CLI.hpp>
#include <fmt/core.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ledger/journal/durable_file.hpp"
#include "ledger/journal/known_checkpoint.hpp"
#include "tools/meterbook/backup/copied_files.hpp"
#include "tools/meterbook/backup/key_copies.hpp"
#include "tools/meterbook/backup/proven_copy.hpp"
#include "tools/meterbook/backup/restored_log.hpp"
#include "tools/meterbook/command_line.hpp"
#include "tools/meterbook/past/until.hpp"

namespace meterbook {
namespace {

namespace fs = std::filesystem;

struct Asked {
    fs::path backup, target, keys, checkpoint;
    std::string to;
    bool proves = false;
    bool departs = false;  ///< another history may begin than the one that was signed
};

fs::path found_backup(const fs::path& given) {
    const auto found = newest_backup(given);
    if (!found)
        throw Cannot(fmt::format("{} holds no backup: give a folder that 'backup' has made",
                                 given.string()));
    return *found;
}

void check_target(const fs::path& target) {
    std::error_code none;  // then it is made
    if (fs::exists(target) && fs::directory_iterator(target, none) != fs::directory_iterator())
        throw Cannot(
            fmt::format("{} is there and not empty: give a new directory, a book is never "
                        "restored over another one",
                        target.string()));
}

/// A restore that is refused leaves nothing behind that a book could be served from.
class Unfinished {
public:
    explicit Unfinished(fs::path target)
        : target_(std::move(target)), is_new_(fs::create_directories(target_)) {}
    ~Unfinished() {
        if (is_done_) return;
        std::error_code
            ignored;  // what is left is refused: no directory that is not empty is taken
        for (const auto& each : fs::directory_iterator(target_, ignored))
            fs::remove_all(each.path(), ignored);
        if (is_new_) fs::remove(target_, ignored);
    }
    Unfinished(const Unfinished&) = delete;
    Unfinished& operator=(const Unfinished&) = delete;

    void keep() { is_done_ = true; }

private:
    fs::path target_;
    bool is_new_;
    bool is_done_ = false;
};

/// Whatever part of it is wanted, it is what its record says.
void hold_against_record(const fs::path& backup, const BackupRecord& held) {
    const auto record = read_record(backup);
    if (held.root == record->root && held.chain == record->chain) return;
    throw Cannot(
        fmt::format("{} is not what was backed up: it ends at event {} with root {}, "
                    "its record says event {} and {}: take another backup",
                    backup.string(), held.position, held.root, record->position, record->root));
}

/// All of it: the copy has to hold what the backup's record says.
BackupRecord restore_whole(const fs::path& backup, const fs::path& target) {
    copy_journal(backup / "journal", target / "journal", {});
    BackupRecord copied = proven(target / "journal");
    hold_against_record(backup, copied);
    return copied;
}

BackupRecord restore_until(const fs::path& backup, const Asked& asked) {
    const ledger::Journal from =
        ledger::Journal::open(backup / "journal", {.env = nullptr, .read_only = true});
    hold_against_record(backup, record_of(from));
    const ledger::Position wanted = place_in(ledger::JournalEvents(from), "--to", asked.to);
    const ledger::Head head = write_until(from, wanted, asked.target / "journal");
    if (head.last < wanted)
        fmt::print("event {} was written at once with later ones: the book ends before them\n",
                   wanted.number);
    return proven(asked.target / "journal");
}

/// False: it holds less than the checkpoint remembers, or something else, and that was asked for.
bool holds(const Asked& asked) {
    const ledger::Journal journal =
        ledger::Journal::open(asked.target / "journal", {.env = nullptr, .read_only = true});
    try {
        ledger::hold_against_known(journal, asked.checkpoint);
        return true;
    } catch (const ledger::JournalDamaged& lacking) {
        if (!asked.departs) throw;
        fmt::print("{}\n", lacking.what());
        return false;
    }
}

/// Its log is known to have gone further: by the record of the backup, or of one that stands beside
/// it where an older one was named by hand.
bool is_known_to_go_further(const fs::path& backup, const BackupRecord& restored) {
    const BackupRecord whole = *read_record(backup);
    if (restored.position < whole.position) return true;
    const auto siblings = backups_in(fs::canonical(backup).parent_path(), warn_of);
    return std::ranges::any_of(siblings, [&](const StandingBackup& each) {
        return each.record.store == whole.store && each.record.position > restored.position;
    });
}

/// What goes on behind a cut, or without what is remembered, is not the history that was signed, so
/// no key that has signed that one may sign this.
void begin_another_history(const Asked& asked, const BackupRecord& restored) {
    const bool is_cut = is_known_to_go_further(found_backup(asked.backup), restored);
    const bool lacks_known = !asked.checkpoint.empty() && !holds(asked);
    if (!is_cut && !lacks_known) return;
    retire_keys(asked.target, asked.keys);
    fmt::print(
        "it goes on otherwise than what was signed: it is served once its key has handed over to a "
        "new one: 'meterbook key {} --rotate --reason WHY'\n",
        asked.target.string());
}

/// Every charge is rated again, every law is held: what 'verify' does, by what 'verify' is.
int prove(const fs::path& target) {
    std::fflush(stdout);
    const std::string self = fs::read_symlink("/proc/self/exe").string();
    const pid_t child = ::fork();
    if (child == 0) {
        ::execl(self.c_str(), "meterbook", "verify", target.c_str(), nullptr);
        ::_exit(cannot);
    }
    int status = 0;
    if (child < 0 || ::waitpid(child, &status, 0) != child || !WIFEXITED(status))
        throw Cannot(
            fmt::format("the proof did not end: run 'meterbook verify {}'", target.string()));
    return WEXITSTATUS(status);
}

int restore(const Asked& asked) {
    const fs::path backup = found_backup(asked.backup);
    check_target(asked.target);
    Unfinished unfinished(asked.target);
    copy_public_keys(backup, asked.target);
    const BackupRecord record =
        asked.to.empty() ? restore_whole(backup, asked.target) : restore_until(backup, asked);
    begin_another_history(asked, record);
    if (!asked.keys.empty()) bring_keys_back(asked.keys, asked.target);
    ledger::sync_directory(asked.target);
    unfinished.keep();
    fmt::print("restored from {}: {} events\nMerkle root {}\n", backup.string(), record.position,
               record.root);
    if (asked.keys.empty())
        fmt::print("keys that open, let in and sign are not in it: see --keys\n");
    return asked.proves ? prove(asked.target) : int{all_well};
}

}  // namespace

void add_restore(CLI::App& app, Chosen& chosen) {
    auto* restoring = app.add_subcommand(
        "restore", "Make a book of a backup, as it was then or at an earlier moment");
    auto asked = std::make_shared<Asked>();
    restoring
        ->add_option("BACKUP", asked->backup,
                     "A backup, or a folder of backups: the newest one in it")
        ->required();
    restoring->add_option("TARGET", asked->target, "Directory of the book; new, or empty")
        ->required();
    restoring->add_option("--to", asked->to,
                          "A position, or a moment by recorded time: no further");
    restoring->add_option("--keys", asked->keys, "Folder that 'backup --keys' has made");
    restoring
        ->add_option("--known-checkpoint", asked->checkpoint,
                     "A checkpoint that somebody outside has kept: the book has to hold all of it")
        ->check(CLI::ExistingFile);
    restoring->add_flag("--new-history", asked->departs,
                        "What the checkpoint remembers is lost for good: go on without it, under a "
                        "new key");
    restoring->add_flag("--prove", asked->proves, "Then verify it: every charge, every law");
    restoring->footer("Example: meterbook restore /backup ./book --keys /safe --prove");
    restoring->callback([asked, &chosen] { chosen = [asked] { return restore(*asked); }; });
}

}  // namespace meterbook
