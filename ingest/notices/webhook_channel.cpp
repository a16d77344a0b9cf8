#include "ingest/notices/webhook_channel.hpp"

#include <fmt/core.h>

#include "ingest/notices/webhook_message.hpp"

namespace notices {

Outcome WebhookChannel::send(const Message& message) {
    const std::string& id = message.notice.id;
    const std::string body = webhook_body(message);
    const std::int64_t timestamp = clock_().micros / 1'000'000;
    try {
        const HttpAnswer answer = client_.ask(
            {"POST",
             url_,
             {"Content-Type: application/json", "Idempotency-Key: " + id, "webhook-id: " + id,
              fmt::format("webhook-timestamp: {}", timestamp),
              "webhook-signature: " + secret_.signature(id, timestamp, body), "Expect:"},
             body});
        return read_webhook_answer(answer.status, answer.body);
    } catch (const NoAnswer& nobody) {
        return {OutcomeKind::refused, fmt::format("the webhook did not answer: {}", nobody.what())};
    }
}

/// Whoever saw its id does not act on it again, so that it is an attempt that can be repeated.
Outcome WebhookChannel::recall(const Handover&) {
    return {OutcomeKind::refused, "the process ended before the webhook answered"};
}

}  // namespace notices
