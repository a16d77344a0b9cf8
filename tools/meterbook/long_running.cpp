#include "tools/meterbook/long_running.hpp"

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <thread>

#include <fmt/core.h>
#include <spdlog/spdlog.h>

#include "tools/meterbook/command_line.hpp"

namespace meterbook {
namespace {

constexpr std::chrono::seconds between_looks(3);

std::atomic<int> signals_seen{0};
std::atomic<bool> hung_up{false};

void note_signal(int) {
    if (++signals_seen > 1) std::_Exit(cannot);  // the second one does not wait
}

void note_hangup(int) { hung_up = true; }

spdlog::level::level_enum level_of(const std::string& text) {
    const auto level = spdlog::level::from_str(text);
    if (level == spdlog::level::off && text != "off")
        throw Cannot(
            fmt::format("log level '{}' is not known: give debug, info, warning, error "
                        "or off",
                        text));
    return level;
}

}  // namespace

void begin_to_run(const std::string& log_level) {
    spdlog::set_level(level_of(log_level));
    std::signal(SIGTERM, note_signal);
    std::signal(SIGINT, note_signal);
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGCHLD, SIG_DFL);  // inherited ignored, how a program ended would not be known
}

void wait_for_signal() {
    while (signals_seen == 0) std::this_thread::sleep_for(std::chrono::milliseconds(50));
}

void wait_for_signal(const std::function<void()>& look) {
    std::signal(SIGHUP, note_hangup);
    auto looked = std::chrono::steady_clock::now();
    while (signals_seen == 0) {
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
        const auto now = std::chrono::steady_clock::now();
        if (!hung_up.exchange(false) && now - looked < between_looks) continue;
        looked = now;
        look();
    }
}

bool is_told_to_stop() { return signals_seen > 0; }

void stop_at_once(const std::string& sentence) {
    fmt::print(stderr, "meterbook: {}\n", sentence);
    std::fflush(stderr);
    std::_Exit(cannot);
}

void report(ingest::Weight weight, const std::string& sentence) {
    if (weight == ingest::Weight::warning) {
        spdlog::warn("{}", sentence);
    } else {
        spdlog::info("{}", sentence);
    }
}

}  // namespace meterbook
