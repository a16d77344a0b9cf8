#pragma once
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ingest/edge/courier.hpp"
#include "ingest/edge/register_things.hpp"
#include "ingest/poller.hpp"

namespace edge {

struct CollectorOptions {
    std::filesystem::path directory;  ///< of the queue; created where it is missing
    Route route;
    std::function<ledger::Instant()> clock;  ///< the gateway's own, UTC; may be wrong
    ingest::Report report;
    std::function<void(const std::string&)> on_failure;  ///< called once; the process should end
};

/// A gateway at work: reads the lines that the book says are its own, and delivers what it read.
/// Before it has met the book for the first time it knows of no line.
class Collector {
public:
    /// Throws QueueBroken, or std::runtime_error with one sentence.
    explicit Collector(CollectorOptions options);
    ~Collector();
    Collector(const Collector&) = delete;
    Collector& operator=(const Collector&) = delete;

    std::uint64_t waiting() const { return queue_.waiting(); }

private:
    void take_up(const RegisterNews& news);
    void show();
    ingest::Profiles read_profiles() const;

    CollectorOptions options_;
    Queue queue_;
    ClockOffset clock_;
    GatewayDesk desk_;
    RegisterBook register_;
    std::unique_ptr<ingest::Poller> poller_;
    std::unique_ptr<Courier> courier_;
};

}  // namespace edge
