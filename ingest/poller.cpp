#include "ingest/poller.hpp"

#include <chrono>

#include "ingest/line_worker.hpp"

namespace ingest {
namespace {

constexpr std::chrono::milliseconds look_pause(200);

}  // namespace

Poller::Poller(ledger::Book& book, Profiles profiles, std::function<ledger::Instant()> clock,
               Report report)
    : book_(book),
      profiles_(std::move(profiles)),
      clock_(std::move(clock)),
      report_(std::move(report)),
      watcher_([this] { watch_lines(); }) {}

Poller::~Poller() {
    stopping_ = true;
    watcher_.join();
    for (auto& [id, worker] : workers_) worker->stop();
}

/// A line that is new, or whose settings changed, gets a worker of its own.
void Poller::watch_lines() {
    while (!stopping_) {
        const auto lines = book_.read([](const ledger::State& state) {
            std::vector<ledger::LineRegistered> all;
            for (const auto& [id, line] : state.lines) all.push_back(line.registered);
            return all;
        });
        for (const ledger::LineRegistered& line : lines) {
            auto& worker = workers_[line.line];
            if (worker && worker->settings() == line) continue;
            worker.reset();  // waits for its thread
            worker = std::make_unique<LineWorker>(line, Field{book_, profiles_, clock_, report_});
        }
        std::this_thread::sleep_for(look_pause);
    }
}

}  // namespace ingest
