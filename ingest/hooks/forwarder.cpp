#include "ingest/hooks/forwarder.hpp"

#include <algorithm>
#include <thread>

#include <fmt/core.h>

namespace hooks {
namespace {

constexpr std::chrono::milliseconds glance{50};  ///< at whether it is told to stop

std::string host_of(const std::string& url) {
    const std::size_t from = url.find("//") + 2;
    return url.substr(from, url.find('/', from) - from);
}

}  // namespace

std::chrono::milliseconds pause_after(const Pace& pace, unsigned failures) {
    constexpr unsigned most_doublings = 20;
    if (failures == 0) return std::chrono::milliseconds(0);
    const std::int64_t doubled = std::int64_t{1} << std::min(failures - 1, most_doublings);
    return std::min(pace.first_pause * doubled, pace.longest_pause);
}

Forwarder::Forwarder(EventSource& source, notices::HttpClient& client, Target target,
                     Surroundings surroundings, Pace pace)
    : source_(source),
      client_(client),
      target_(std::move(target)),
      surroundings_(std::move(surroundings)),
      pace_(pace) {}

End Forwarder::run(const ProgressFile& file, Progress progress,
                   const std::function<bool()>& is_told_to_stop) {
    file_ = &file;
    progress_ = progress;
    surroundings_.show(progress_);
    while (!is_told_to_stop()) {
        if (advance(is_told_to_stop)) continue;
        if (progress_.is_dead) return End::dead;
        const auto next = std::chrono::steady_clock::now() +
                          std::max(pace_.look_every, pause_after(pace_, failures_));
        while (!is_told_to_stop() && std::chrono::steady_clock::now() < next)
            std::this_thread::sleep_for(glance);
    }
    return End::told_to_stop;
}

bool Forwarder::advance(const std::function<bool()>& is_told_to_stop) {
    try {
        const auto events = source_.after(progress_.done);
        book_is_silent_ = false;
        for (const EventText& each : events) {
            if (is_told_to_stop()) return true;
            if (!forward(each)) return false;
        }
        if (!events.empty()) store();
        return !events.empty();
    } catch (const BookTrouble& trouble) {
        if (!book_is_silent_) surroundings_.report(ingest::Weight::warning, trouble.what());
        book_is_silent_ = true;
        return false;
    }
}

/// False where it was not taken.
bool Forwarder::forward(const EventText& event) {
    if (!is_wanted(event)) {
        progress_.done = event.position;
        return true;
    }
    const std::string fault = fault_of(event);
    if (!fault.empty()) {
        fail(event, fault);
        return false;
    }
    take(event.position);
    return true;
}

bool Forwarder::is_wanted(const EventText& event) const {
    return target_.types.empty() || target_.types.contains(event.type);
}

std::string Forwarder::fault_of(const EventText& event) {
    const std::string id = std::to_string(event.position.number);
    const std::int64_t timestamp = surroundings_.clock().micros / 1'000'000;
    try {
        const auto answer = client_.ask(
            {"POST",
             target_.url,
             {"Content-Type: application/json", "Idempotency-Key: " + id, "webhook-id: " + id,
              fmt::format("webhook-timestamp: {}", timestamp),
              "webhook-signature: " + target_.secret.signature(id, timestamp, event.json),
              "Expect:"},
             event.json});
        const bool is_taken = answer.status >= 200 && answer.status < 300;
        return is_taken ? "" : fmt::format("it answered {}", answer.status);
    } catch (const notices::NoAnswer& nobody) {
        return nobody.what();
    }
}

/// On the disk before the next one is posted: after a crash one event at most is posted again, and
/// under the same id.
void Forwarder::take(ledger::Position position) {
    if (progress_.failing_since)
        surroundings_.report(ingest::Weight::note,
                             fmt::format("{} takes events again", host_of(target_.url)));
    progress_ = {position};
    failures_ = 0;
    store();
}

void Forwarder::fail(const EventText& event, const std::string& fault) {
    ++failures_;
    const ledger::Instant now = surroundings_.clock();
    if (!progress_.failing_since) {
        progress_.failing_since = now;
        surroundings_.report(ingest::Weight::warning,
                             fmt::format("{} does not take event {}: {}", host_of(target_.url),
                                         event.position.number, fault));
    }
    progress_.is_dead = now - *progress_.failing_since >= pace_.give_up_after;
    if (progress_.is_dead)
        surroundings_.report(ingest::Weight::warning,
                             fmt::format("{} is given up at event {} after failing since {}: {}",
                                         host_of(target_.url), event.position.number,
                                         ledger::to_text(*progress_.failing_since), fault));
    store();
}

void Forwarder::store() {
    file_->write(progress_);
    surroundings_.show(progress_);
}

}  // namespace hooks
