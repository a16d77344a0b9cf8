#include "ingest/poller.hpp"

#include <algorithm>
#include <chrono>

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

Poller::~Poller() { end(); }

void Poller::end() {
    stopping_ = true;
    if (watcher_.joinable()) watcher_.join();
    for (auto& [id, work] : workers_) work.worker->stop();
    workers_.clear();  // waits for their threads
}

/// Whatever it meets, it looks again: without it no line would ever be taken up.
void Poller::watch_lines() {
    while (!stopping_) {
        try {
            take_up(lines_to_read());
            last_trouble_.clear();
        } catch (const std::exception& error) {  // such as: no thread to be had
            if (last_trouble_ != error.what())
                report_(Weight::warning,
                        fmt::format("a line is not read yet: {}: it is tried again", error.what()));
            last_trouble_ = error.what();
        }
        std::this_thread::sleep_for(look_pause);
    }
}

Poller::Lines Poller::lines_to_read() const {
    Lines lines;
    desk_.look([&](const ledger::State& state) {
        for (const auto& [id, line] : state.lines) {
            if (desk_.reads(state, line.registered)) lines.push_back(line.registered);
        }
    });
    return lines;
}

bool Poller::is_over(const Work& work, const Lines& lines) const {
    const bool is_as_registered =
        std::find(lines.begin(), lines.end(), work.worker->settings()) != lines.end();
    return !is_as_registered || work.profiles != profiles_.now();
}

/// A line that is new, or whose settings changed, gets a worker of its own; one that is read
/// elsewhere now loses it. Who is told to stop ends what it has under way first, and nobody else
/// waits for that, but for who is to read the same line.
void Poller::take_up(const Lines& lines) {
    for (auto& [id, work] : workers_) {
        if (is_over(work, lines)) work.worker->stop();
    }
    std::erase_if(workers_, [](const auto& each) { return each.second.worker->has_ended(); });
    for (const ledger::LineRegistered& line : lines) {
        if (workers_.contains(line.line)) continue;
        Work work{profiles_.now(), nullptr};
        work.worker =
            std::make_unique<LineWorker>(line, Field{desk_, *work.profiles, clock_, report_},
                                         LineWorker::Told{tallies_, frames_});
        workers_.emplace(line.line, std::move(work));
    }
}

}  // namespace ingest
