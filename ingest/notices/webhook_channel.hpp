#pragma once
#include <functional>

#include "ingest/notices/channel.hpp"
#include "ingest/notices/http_client.hpp"
#include "ingest/notices/webhook_secret.hpp"

namespace notices {

/// Posts notices as JSON to a URL, signed as Standard Webhooks has it. The notice's id is the
/// message's: whoever saw it does not act on it again, so that a post whose end nobody saw is
/// simply posted again.
class WebhookChannel : public Channel {
public:
    using Clock = std::function<ledger::Instant()>;
    WebhookChannel(std::string url, WebhookSecret secret, HttpClient client, Clock clock)
        : url_(std::move(url)),
          secret_(std::move(secret)),
          client_(std::move(client)),
          clock_(std::move(clock)) {}

    ledger::NoticeChannel word() const override { return ledger::NoticeChannel::webhook; }
    Outcome send(const Message& message) override;
    Outcome recall(const Handover& handover) override;
    void forget(const std::string&) override {}

private:
    std::string url_;
    WebhookSecret secret_;
    HttpClient client_;
    Clock clock_;
};

}  // namespace notices
