#include "tools/meterbook/scratch_folder.hpp"

#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <system_error>

namespace meterbook {
namespace {

sigset_t ends_of_a_program() {
    sigset_t signals;
    sigemptyset(&signals);
    for (const int each : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&signals, each);
    return signals;
}

/// As if nobody had waited for the signal.
[[noreturn]] void end_by(int signal) {
    std::signal(signal, SIG_DFL);
    const sigset_t signals = ends_of_a_program();
    pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
    std::raise(signal);
    std::_Exit(128 + signal);
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
    waiter_ = std::thread([this] { wait_for_the_end(); });
}

ScratchFolder::~ScratchFolder() {
    is_over_ = true;
    waiter_.join();
    remove();
    const sigset_t signals = ends_of_a_program();
    pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
}

void ScratchFolder::remove() const {
    std::error_code ignored;  // what cannot be removed harms nobody
    std::filesystem::remove_all(path_, ignored);
}

void ScratchFolder::wait_for_the_end() const {
    const sigset_t signals = ends_of_a_program();
    constexpr timespec pause{0, 50'000'000};
    while (!is_over_) {
        const int signal = sigtimedwait(&signals, nullptr, &pause);
        if (signal <= 0) continue;
        // Whoever writes there still writes: until there is no folder to write in.
        for (int i = 0; i < 100 && std::filesystem::exists(path_); ++i) remove();
        end_by(signal);
    }
}

}  // namespace meterbook
