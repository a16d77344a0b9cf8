#include "tools/meterbook/scratch_folder.hpp"

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

namespace meterbook {
namespace {

sigset_t ends_of_a_program() {
    sigset_t signals;
    sigemptyset(&signals);
    for (const int each : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&signals, each);
    return signals;
}

/// What is told of the folder is caught where it is gone already.
struct LastNames {
    std::string door;
    std::string path;
};

LastNames& last_names() {
    static LastNames names;
    return names;
}

}  // namespace

ScratchFolder::ScratchFolder() {
    const sigset_t signals = ends_of_a_program();
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);  // and of every thread that begins from now on
    std::string name = (std::filesystem::temp_directory_path() / "meterbook-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr)
        throw std::runtime_error("cannot make a folder in " +
                                 std::filesystem::temp_directory_path().string() +
                                 ": give one with room in TMPDIR");
    path_ = name;
    door_ = ::open(name.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (door_ < 0) {
        remove();
        throw std::runtime_error("cannot open " + name + ": give another folder in TMPDIR");
    }
    last_names() = {door_path().string(), name};
    waiter_ = std::thread([this] { wait_for_the_end(); });
}

ScratchFolder::~ScratchFolder() {
    is_over_ = true;
    waiter_.join();
    remove();
    ::close(door_);
    const sigset_t signals = ends_of_a_program();
    pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
}

std::string ScratchFolder::named(std::string sentence) {
    const auto& [door, path] = last_names();
    if (door.empty()) return sentence;
    for (std::size_t at = 0; (at = sentence.find(door + '/', at)) != std::string::npos;
         at += path.size())
        sentence.replace(at, door.size(), path);
    return sentence;
}

std::filesystem::path ScratchFolder::door_path() const {
    return "/proc/self/fd/" + std::to_string(door_);
}

/// From now on the paths lead nowhere.
void ScratchFolder::shut() const {
    const int wall = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (wall >= 0) ::dup3(wall, door_, O_CLOEXEC);
}

void ScratchFolder::remove() const {
    std::error_code ignored;  // what cannot be removed harms nobody
    std::filesystem::remove_all(path_, ignored);
}

/// As if nobody had waited for the signal. Whoever writes there still writes: what was begun while
/// the door was open may come in between, so it is tried until the folder is gone, and then it is.
void ScratchFolder::end_by(int signal) const {
    constexpr std::chrono::seconds patience(5);
    const auto deadline = std::chrono::steady_clock::now() + patience;
    shut();
    std::error_code ignored;
    do remove();
    while (std::filesystem::exists(path_, ignored) && std::chrono::steady_clock::now() < deadline);
    std::signal(signal, SIG_DFL);
    std::raise(signal);  // it is held back until it is let in
    const sigset_t signals = ends_of_a_program();
    pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
}

void ScratchFolder::wait_for_the_end() const {
    const sigset_t signals = ends_of_a_program();
    constexpr timespec pause{0, 50'000'000};
    while (!is_over_) {
        const int signal = sigtimedwait(&signals, nullptr, &pause);
        if (signal > 0) end_by(signal);
    }
}

}  // namespace meterbook
