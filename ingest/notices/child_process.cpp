#include "ingest/notices/child_process.hpp"

#include <array>
#include <cerrno>
#include <cstdlib>

#include <fcntl.h>
#include <fmt/core.h>
#include <spawn.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ingest/notices/descriptor.hpp"

namespace notices {
namespace {

constexpr int not_there = 127;

/// In memory alone, without a name.
void fill(const Descriptor& file, const std::string& input) {
    const ssize_t written = ::pwrite(file.number(), input.data(), input.size(), 0);
    if (written != static_cast<ssize_t>(input.size())) cannot("write in memory", errno);
}

class Actions {
public:
    Actions(int input, int output) {
        ::posix_spawn_file_actions_init(&actions_);
        ::posix_spawn_file_actions_adddup2(&actions_, input, STDIN_FILENO);
        ::posix_spawn_file_actions_adddup2(&actions_, output, STDOUT_FILENO);
        ::posix_spawn_file_actions_adddup2(&actions_, output, STDERR_FILENO);
    }
    ~Actions() { ::posix_spawn_file_actions_destroy(&actions_); }
    Actions(const Actions&) = delete;
    Actions& operator=(const Actions&) = delete;
    const posix_spawn_file_actions_t* all() const { return &actions_; }

private:
    posix_spawn_file_actions_t actions_{};
};

/// A session of its own: what happens to our terminal is not its concern.
pid_t start(std::vector<std::string>& words, const Actions& actions) {
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    const char* path = std::getenv("PATH");  // NOLINT(concurrency-mt-unsafe): nobody sets it
    std::string ways = fmt::format("PATH={}", path == nullptr ? "/usr/bin:/bin" : path);
    std::string language = "LC_ALL=C.UTF-8";
    const std::array<char*, 3> surroundings{ways.data(), language.data(), nullptr};
    posix_spawnattr_t attributes{};
    ::posix_spawnattr_init(&attributes);
    ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID);
    pid_t child = -1;
    const int failed = ::posix_spawnp(&child, arguments[0], actions.all(), &attributes,
                                      arguments.data(), surroundings.data());
    ::posix_spawnattr_destroy(&attributes);
    if (failed == ENOENT) return -1;
    if (failed != 0) cannot("start " + words[0], failed);
    return child;
}

}  // namespace

int run_to_end(std::vector<std::string> words, const std::string& input,
               const std::filesystem::path& said) {
    pid_t child = -1;
    {
        const Descriptor in(::memfd_create("input", MFD_CLOEXEC), "make a file in memory");
        const Descriptor out(
            ::open(said.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600),
            "write " + said.string());
        fill(in, input);
        if (::flock(out.number(), LOCK_EX) != 0) cannot("lock " + said.string(), errno);
        child = start(words, Actions(in.number(), out.number()));
    }
    if (child < 0) return not_there;
    int status = 0;
    while (::waitpid(child, &status, 0) < 0) {
        if (errno != EINTR) cannot("wait for " + words[0], errno);
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

bool is_still_said(const std::filesystem::path& said) {
    const Descriptor file(::open(said.c_str(), O_RDONLY | O_CLOEXEC), "read " + said.string());
    return ::flock(file.number(), LOCK_SH | LOCK_NB) != 0;
}

}  // namespace notices
