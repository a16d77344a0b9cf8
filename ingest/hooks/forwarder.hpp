#pragma once
#include <chrono>
#include <functional>
#include <set>
#include <string>

#include "ingest/field.hpp"
#include "ingest/hooks/event_source.hpp"
#include "ingest/hooks/progress_file.hpp"
#include "ingest/notices/webhook_secret.hpp"

namespace hooks {

/// How often the log is looked at, and how patient it is with trouble.
struct Pace {
    std::chrono::milliseconds look_every{1'000};
    std::chrono::milliseconds first_pause{5'000};  ///< after the first failure; then twice as long
    std::chrono::milliseconds longest_pause{3'600'000};
    std::chrono::milliseconds give_up_after{std::chrono::hours(24 * 5)};
};

/// So long nothing is posted after so many failures in a row.
std::chrono::milliseconds pause_after(const Pace& pace, unsigned failures);

/// Where events go.
struct Target {
    std::string url;
    notices::WebhookSecret secret;
    std::set<std::string> types;  ///< "CreditSold"; empty: all
};

/// What its surroundings give it.
struct Surroundings {
    std::function<ledger::Instant()> clock;
    ingest::Report report;
    std::function<void(const Progress&)> show;  ///< told of every change; may be a metric
};

enum class End { told_to_stop, dead };

/// Posts the log's events to one webhook, one after another, each until it is taken: with its
/// position as `webhook-id` and `Idempotency-Key`. Of one thread.
class Forwarder {
public:
    Forwarder(EventSource& source, notices::HttpClient& client, Target target,
              Surroundings surroundings, Pace pace);

    /// From what the file says, until it is told to stop or gives up. Throws where our own disk
    /// fails.
    End run(const ProgressFile& file, Progress progress,
            const std::function<bool()>& is_told_to_stop);

private:
    /// False: nothing is there, or it was not taken.
    bool advance(const std::function<bool()>& is_told_to_stop);
    bool forward(const EventText& event);
    bool is_wanted(const EventText& event) const;
    std::string fault_of(const EventText& event);  ///< empty: it was taken
    void take(ledger::Position position);
    void fail(const EventText& event, const std::string& fault);
    void store();

    EventSource& source_;
    notices::HttpClient& client_;
    Target target_;
    Surroundings surroundings_;
    Pace pace_;
    const ProgressFile* file_ = nullptr;
    Progress progress_;
    unsigned failures_ = 0;
    bool book_is_silent_ = false;
};

}  // namespace hooks
