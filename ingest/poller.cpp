#include "ingest/poller.hpp"

#include <algorithm>
#include <chrono>

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
        take_up(lines_to_read());
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
    std::erase_if(workers_, [&](const auto& each) {
        return std::find(lines.begin(), lines.end(), each.second->settings()) == lines.end();
    });  // waits for their threads
    for (const ledger::LineRegistered& line : lines) {
        auto& worker = workers_[line.line];
        if (!worker)
            worker = std::make_unique<LineWorker>(line, Field{desk_, profiles_, clock_, report_},
                                                  tallies_);
    }
}

}  // namespace ingest
