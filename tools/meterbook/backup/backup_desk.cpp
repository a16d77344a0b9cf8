#include "tools/meterbook/backup/backup_desk.hpp"

#include <array>
#include <condition_variable>
#include <csignal>
#include <mutex>
#include <set>
#include <system_error>
#include <thread>

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

/// A disk that lives says in this time what is in a folder.
constexpr std::chrono::milliseconds glance(200);

/// The program, what it says at `said`, and nothing to read. Throws Cannot: it cannot be run.
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
    if (fault != 0)
        throw Cannot(
            fmt::format("{} cannot be run: {}", words[0], std::generic_category().message(fault)));
    return process;
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

/// Whether it did what it was told; where nobody knows how it ended, it did not.
bool ended_well(pid_t process) {
    int status = 0;
    pid_t ended = 0;
    do ended = ::waitpid(process, &status, 0);
    while (ended < 0 && errno == EINTR);
    return ended == process && WIFEXITED(status) && WEXITSTATUS(status) == all_well;
}

using Tell = std::function<void(const std::string&)>;

/// What is there; of what cannot be read it tells why. Throws filesystem_error.
std::vector<api::KeptBackup> seen_in(const fs::path& folder, const Tell& tell) {
    std::vector<api::KeptBackup> all;
    for (const auto& [directory, record] : backups_in(folder, tell))
        all.push_back({directory.filename().string(), record.store, record.position, record.root,
                       record.taken_at, record.copied_bytes, record.shared_bytes});
    return all;
}

}  // namespace

struct BackupDesk::State {
    mutable std::mutex mutex;
    std::condition_variable changed;
    std::vector<api::KeptBackup> seen;
    std::uint64_t looks_wanted = 0;
    std::uint64_t looks_done = 0;
    std::optional<api::LastCopy> last;
    pid_t copier = 0;  ///< 0: none runs
    unsigned threads = 0;
    bool is_over = false;

    /// Runs `work` on a thread that holds this; the mutex is held.
    static void start(const std::shared_ptr<State>& state, auto work) {
        std::thread([state, work = std::move(work)] {
            work(*state);
            const std::lock_guard lock(state->mutex);
            --state->threads;
            state->changed.notify_all();
        }).detach();
        ++state->threads;
    }

    void look(const fs::path& folder);
    void wait_for(int said, const fs::path& frozen);
};

/// Whenever it is wanted, until all is over: who was held up for longer says nothing any more. A
/// fault is told once.
void BackupDesk::State::look(const fs::path& folder) {
    std::set<std::string> told;
    std::unique_lock lock(mutex);
    while (true) {
        changed.wait(lock, [this] { return is_over || looks_done < looks_wanted; });
        if (is_over) return;
        const std::uint64_t wanted = looks_wanted;
        lock.unlock();
        std::optional<std::vector<api::KeptBackup>> found;
        std::vector<std::string> faults;
        try {
            found = seen_in(folder, [&](const std::string& why) { faults.push_back(why); });
        } catch (const fs::filesystem_error& fault) {
            faults.emplace_back(fault.what());
        }
        lock.lock();
        if (is_over) return;
        for (const std::string& each : faults)
            if (told.insert(each).second) spdlog::warn("a backup is not shown: {}", each);
        if (found) seen = *std::move(found);
        looks_done = wanted;
        changed.notify_all();
    }
}

void BackupDesk::State::wait_for(int said, const fs::path& frozen) {
    std::string last_words = heard_at(said);
    ::close(said);
    const bool is_done = ended_well(copier);  // nobody else sets it while it runs
    if (last_words.empty()) last_words = "the program that copies ended without a word";
    if (!is_done) spdlog::warn("the backup was not taken: {}", last_words);
    std::error_code ignored;  // the next freezing removes it in a day
    fs::remove_all(frozen, ignored);
    const std::lock_guard lock(mutex);
    copier = 0;
    last = api::LastCopy{false, is_done, is_done ? "" : last_words};
}

BackupDesk::BackupDesk(fs::path program, fs::path book, fs::path target,
                       std::chrono::milliseconds patience)
    : program_(std::move(program)),
      book_(std::move(book)),
      target_(std::move(target)),
      patience_(patience),
      state_(std::make_shared<State>()) {
    const std::lock_guard lock(state_->mutex);
    State::start(state_, [folder = target_](State& state) { state.look(folder); });
}

BackupDesk::~BackupDesk() {
    std::unique_lock lock(state_->mutex);
    const auto all_ended = [this] { return state_->threads == 0; };
    state_->is_over = true;
    state_->changed.notify_all();
    if (state_->copier != 0) ::kill(state_->copier, SIGTERM);
    if (state_->changed.wait_for(lock, patience_, all_ended)) return;
    spdlog::warn("the folder of backups does not answer: {}", target_.string());
    if (state_->copier == 0) return;
    ::kill(state_->copier, SIGKILL);
    state_->changed.wait_for(lock, glance, all_ended);
}

std::vector<api::KeptBackup> BackupDesk::kept() const {
    std::unique_lock lock(state_->mutex);
    const std::uint64_t wanted = ++state_->looks_wanted;
    state_->changed.notify_all();
    state_->changed.wait_for(lock, glance, [&] { return state_->looks_done >= wanted; });
    return state_->seen;
}

std::optional<api::LastCopy> BackupDesk::last() const {
    const std::lock_guard lock(state_->mutex);
    return state_->last;
}

bool BackupDesk::begin(const api::FrozenJournal& frozen) {
    const std::lock_guard lock(state_->mutex);
    if (state_->copier != 0) return false;
    std::array<int, 2> pipe{};
    if (::pipe2(pipe.data(), O_CLOEXEC) != 0)
        throw Cannot("the copying program cannot be heard: too many files are open");
    try {
        state_->copier = run({program_.string(), "backup", book_.string(), target_.string(),
                              "--frozen", frozen.directory.string(), "--position",
                              std::to_string(frozen.position), "--root", frozen.root},
                             pipe[1]);
    } catch (const Cannot&) {
        for (const int end : pipe) ::close(end);
        throw;
    }
    ::close(pipe[1]);
    state_->last = api::LastCopy{true, false, ""};
    State::start(state_, [said = pipe[0], directory = frozen.directory](State& state) {
        state.wait_for(said, directory);
    });
    return true;
}

api::BackupShelf BackupDesk::shelf() {
    return {[this] { return kept(); }, [this] { return last(); },
            [this](const api::FrozenJournal& frozen) { return begin(frozen); }};
}

}  // namespace meterbook
