#include "tests/fault/program.hpp"

#include <array>
#include <csignal>
#include <stdexcept>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

constexpr int patience_ms = 120'000;  // with a machine that has other work
constexpr int pipe_bytes = 1 << 20;   // what nobody reads yet must not stop who writes it

struct Pipe {
    Pipe() {
        std::array<int, 2> ends{};
        if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
        (void)::fcntl(ends[0], F_SETPIPE_SZ, pipe_bytes);
        from = ends[0];
        into = ends[1];
    }
    int from = -1;
    int into = -1;
};

/// False: the end of the output.
bool read_some(int from, std::string& text) {
    pollfd wait{from, POLLIN, 0};
    if (::poll(&wait, 1, patience_ms) == 0)
        throw std::runtime_error("the program has not said or done anything for 120 s");
    std::array<char, 65'536> chunk;
    const ssize_t n = ::read(from, chunk.data(), chunk.size());
    if (n > 0) text.append(chunk.data(), static_cast<std::size_t>(n));
    return n > 0;
}

}  // namespace

Program::Program(std::vector<std::string> words) {
    const Pipe out;
    const Pipe err;
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, out.into, STDOUT_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions, err.into, STDERR_FILENO);
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    const int failed =
        ::posix_spawnp(&process_, arguments[0], &actions, nullptr, arguments.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    ::close(out.into);
    ::close(err.into);
    out_ = out.from;
    err_ = err.from;
    if (failed != 0) throw std::runtime_error("cannot start " + words[0]);
}

Program::~Program() {
    if (process_ > 0) {
        ::kill(process_, SIGKILL);
        ::waitpid(process_, nullptr, 0);
    }
    ::close(out_);
    ::close(err_);
}

std::string Program::read_line() {
    while (said_.find('\n', read_) == std::string::npos && read_some(out_, said_)) {
    }
    const std::size_t end = std::min(said_.find('\n', read_), said_.size());
    std::string line = said_.substr(read_, end - read_);
    read_ = std::min(end + 1, said_.size());
    return line;
}

void Program::signal(int number) const { ::kill(process_, number); }

Ended Program::end() {
    while (read_some(out_, said_)) {
    }
    std::string err;
    while (read_some(err_, err)) {
    }
    int status = 0;
    ::waitpid(process_, &status, 0);
    process_ = -1;
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status), said_, err};
}

Ended run(std::vector<std::string> words) { return Program(std::move(words)).end(); }

std::vector<std::string> meterbook(const std::vector<std::string>& words) {
    std::vector<std::string> all{METERBOOK_BIN "/meterbook"};
    all.insert(all.end(), words.begin(), words.end());
    return all;
}

bool is_one_sentence(const std::string& err) {
    return err.starts_with("meterbook: ") && err.find('\n') == err.size() - 1;
}
