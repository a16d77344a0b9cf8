#include "tools/meterbook/scratch_folder.hpp"

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <system_error>

#include <fcntl.h>

namespace meterbook {
namespace {

sigset_t ends_of_a_program() {
    sigset_t signals;
    sigemptyset(&signals);
    for (const int each : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&signals, each);
    return signals;
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

/// As if nobody had waited for the signal. Whoever writes there still writes, and makes the folder
/// again where it can: not where a file stands, which goes when nothing is left to do but to end.
void ScratchFolder::end_by(int signal) const {
    constexpr std::chrono::seconds patience(5);
    const auto deadline = std::chrono::steady_clock::now() + patience;
    do remove();
    while (::open(path_.c_str(), O_CREAT | O_EXCL | O_CLOEXEC, 0600) < 0 &&
           std::chrono::steady_clock::now() < deadline);
    std::signal(signal, SIG_DFL);
    std::raise(signal);  // it is held back until it is let in
    remove();
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
