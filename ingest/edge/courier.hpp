#pragma once
#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include "ingest/edge/channel.hpp"
#include "ingest/edge/clock_offset.hpp"
#include "ingest/edge/gateway_desk.hpp"
#include "ingest/edge/queue.hpp"
#include "ingest/edge/tls_link.hpp"
#include "ingest/tallies.hpp"

namespace edge {

/// How a gateway reaches the book: with papers over TLS; with a secret, where it knows no TLS.
struct Route {
    std::string book;  ///< host:port
    std::optional<Papers> papers;
    std::optional<Secret> secret;
    ledger::GatewayId gateway;  ///< with a secret; else the certificate says it
    std::string release;
};

/// Carries what is queued to the book, in order, one batch at a time, and brings back the part of
/// the register that is this gateway's. Where the link breaks it connects again, ever less often.
class Courier {
public:
    struct Partners {
        Queue& queue;
        ClockOffset& clock;
        GatewayDesk& desk;
        const ingest::Report& report;
        std::function<void(const RegisterNews&)> on_register;
        std::function<ingest::Tallies::ByMeter()> met;
        const std::function<void(const std::string&)>& on_failure;  ///< the queue broke
    };

    /// Throws std::runtime_error where the papers are of no use.
    Courier(Route route, Partners partners);
    ~Courier();
    Courier(const Courier&) = delete;
    Courier& operator=(const Courier&) = delete;

private:
    struct Trip;

    void run();
    std::string travel();
    Channel connect();
    void greet(Channel& channel, Trip& trip);
    void take_welcome(const Welcome& welcome, Trip& trip);
    void deliver(Channel& channel, Trip& trip);
    void tick(Channel& channel, Trip& trip);
    void tell_what_was_met(Channel& channel, Trip& trip) const;
    void take(const Frame& frame, Trip& trip);
    void take_news(RegisterNews news, Trip& trip) const;
    void take_receipt(const Taken& taken, Trip& trip);
    void learn_time(const Tock& answer);
    void pause(std::chrono::milliseconds time) const;
    void complain(const std::string& why);

    Route route_;
    Partners partners_;
    std::optional<TlsSide> tls_;
    ledger::GatewayId gateway_;
    std::string last_complaint_;
    bool has_delivered_ = false;  ///< over the newest connection
    std::atomic<bool> stopping_{false};
    std::thread thread_;
};

}  // namespace edge
