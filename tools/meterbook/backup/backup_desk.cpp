#include "tools/meterbook/backup/backup_desk.hpp"

#include <array>
#include <csignal>

#include <fcntl.h>
#include <fmt/core.h>
#include <spawn.h>
#include <spdlog/spdlog.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tools/meterbook/backup/backup_record.hpp"
#include "tools/meterbook/command_line.hpp"

namespace meterbook {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_said = 2'000;

/// The program, what it says at `said`, and nothing to read. 0: it cannot be run.
pid_t run(const std::vector<std::string>& words, int said) {
    std::vector<char*> arguments;
    for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, said, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, said, STDERR_FILENO);
    posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);  // no door stays open
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t none;
    sigemptyset(&none);
    posix_spawnattr_setsigmask(&attributes, &none);  // it can be ended
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
    pid_t process = 0;
    const int fault =
        ::posix_spawn(&process, arguments[0], &actions, &attributes, arguments.data(), environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return fault == 0 ? process : 0;
}

/// Until it ends: the end of what it says, which is why it did not succeed.
std::string heard_at(int said) {
    std::string text;
    std::array<char, 512> some;
    for (ssize_t got = 0; (got = ::read(said, some.data(), some.size())) > 0;) {
        text.append(some.data(), static_cast<std::size_t>(got));
        if (text.size() > most_said) text.erase(0, text.size() - most_said);
    }
    while (!text.empty() && text.back() == '\n') text.pop_back();
    return text.substr(text.rfind('\n') + 1);
}

}  // namespace

BackupDesk::BackupDesk(fs::path program, fs::path book, fs::path target)
    : program_(std::move(program)), book_(std::move(book)), target_(std::move(target)) {}

BackupDesk::~BackupDesk() {
    {
        const std::lock_guard lock(mutex_);
        if (copier_ != 0) ::kill(copier_, SIGTERM);
    }
    if (waiting_.joinable()) waiting_.join();
}

std::vector<api::KeptBackup> BackupDesk::kept() const {
    std::vector<api::KeptBackup> all;
    std::error_code none;  // then there are no backups
    for (const auto& entry : fs::directory_iterator(target_, none)) {
        const auto record = entry.is_directory() ? read_record(entry.path()) : std::nullopt;
        if (!record || entry.path().filename() == "unfinished") continue;
        all.push_back({entry.path().filename().string(), record->store, record->position,
                       record->root, record->taken_at, record->copied_bytes, record->shared_bytes});
    }
    return all;
}

std::optional<api::LastCopy> BackupDesk::last() const {
    const std::lock_guard lock(mutex_);
    return last_;
}

bool BackupDesk::begin(const fs::path& frozen) {
    const std::lock_guard lock(mutex_);
    if (copier_ != 0 || (last_ && last_->is_running)) return false;
    if (waiting_.joinable()) waiting_.join();  // it has said its last word
    std::array<int, 2> pipe{};
    if (::pipe2(pipe.data(), O_CLOEXEC) != 0)
        throw Cannot("the copying program cannot be heard: too many files are open");
    copier_ = run({program_.string(), "backup", book_.string(), target_.string(), "--frozen",
                   frozen.string()},
                  pipe[1]);
    ::close(pipe[1]);
    if (copier_ == 0) {
        ::close(pipe[0]);
        throw Cannot(fmt::format("{} cannot be run", program_.string()));
    }
    last_ = api::LastCopy{true, false, ""};
    waiting_ = std::thread(
        [this, copier = copier_, said = pipe[0], frozen] { wait_for(copier, said, frozen); });
    return true;
}

void BackupDesk::wait_for(pid_t copier, int said, const fs::path& frozen) {
    const std::string last_words = heard_at(said);
    ::close(said);
    int status = 0;
    while (::waitpid(copier, &status, 0) < 0 && errno == EINTR) {
    }
    const bool is_done = WIFEXITED(status) && WEXITSTATUS(status) == all_well;
    if (!is_done) spdlog::warn("the backup was not taken: {}", last_words);
    std::error_code ignored;  // the next freezing removes it in a day
    fs::remove_all(frozen, ignored);
    const std::lock_guard lock(mutex_);
    copier_ = 0;
    last_ = api::LastCopy{false, is_done, is_done ? "" : last_words};
}

api::BackupShelf BackupDesk::shelf() {
    return {[this] { return kept(); }, [this] { return last(); },
            [this](const fs::path& frozen) { return begin(frozen); }};
}

}  // namespace meterbook
