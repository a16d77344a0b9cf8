#include "ingest/poller.hpp"

#include <algorithm>
#include <chrono>
#include <system_error>

#include <fmt/core.h>

#include "ingest/book_desk.hpp"
#include "ingest/line_worker.hpp"

namespace ingest {
namespace {

constexpr std::chrono::milliseconds look_pause(200);

}  // namespace

Poller::Poller(ledger::Book& book, Profiles profiles, std::function<ledger::Instant()> clock,
               Report report)
    : report_(std::move(report)),
      own_desk_(std::make_unique<BookDesk>(book, report_)),
      desk_(*own_desk_),
      profiles_(std::move(profiles)),
      clock_(std::move(clock)),
      watcher_([this] { watch_lines(); }) {}

Poller::Poller(Desk& desk, Profiles profiles, std::function<ledger::Instant()> clock, Report report)
    : report_(std::move(report)),
      desk_(desk),
      profiles_(std::move(profiles)),
      clock_(std::move(clock)),
      watcher_([this] { watch_lines(); }) {}

Poller::~Poller() {
    stopping_ = true;
    watcher_.join();
    for (auto& [id, worker] : workers_) worker->stop();
}

void Poller::watch_lines() {
    while (!stopping_) {
        try {
            take_up(lines_to_read());
        } catch (const std::system_error& error) {  // no thread to be had
            report_(Weight::warning,
                    fmt::format("a line is not read yet: {}: it is tried again", error.what()));
        }
        std::this_thread::sleep_for(look_pause);
    }
}

std::vector<ledger::LineRegistered> Poller::lines_to_read() const {
    std::vector<ledger::LineRegistered> lines;
    desk_.look([&](const ledger::State& state) {
        for (const auto& [id, line] : state.lines) {
            if (desk_.reads(state, line.registered)) lines.push_back(line.registered);
        }
    });
    return lines;
}

/// A line that is new, or whose settings changed, gets a worker of its own; one that is read
/// elsewhere now loses it.
void Poller::take_up(const std::vector<ledger::LineRegistered>& lines) {
    const auto is_over = [&](const auto& each) {
        return std::find(lines.begin(), lines.end(), each.second->settings()) == lines.end();
    };
    for (auto& [id, worker] : workers_) {
        if (is_over(std::pair(id, worker.get()))) worker->stop();
    }
    std::erase_if(workers_, is_over);  // waits for their threads
    for (const ledger::LineRegistered& line : lines) {
        if (workers_.contains(line.line)) continue;
        workers_.emplace(line.line, std::make_unique<LineWorker>(
                                        line, Field{desk_, profiles_, clock_, report_}, tallies_));
    }
}

}  // namespace ingest
