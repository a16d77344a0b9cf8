#pragma once
#include <filesystem>
#include <string>
#include <string_view>

#include "ledger/values/bytes.hpp"

namespace notices {

/// What proves to a webhook who calls it, as Standard Webhooks 1.0.0 has it: 24 to 64 bytes that
/// both sides know. Never printed.
class WebhookSecret {
public:
    /// The first word of a file: "whsec_" and the bytes in base64. Throws std::runtime_error.
    static WebhookSecret from_file(const std::filesystem::path& file);
    explicit WebhookSecret(ledger::Bytes key) : key_(std::move(key)) {}

    /// The value of the header webhook-signature: "v1," and HMAC-SHA-256 of "id.timestamp.body" in
    /// base64.
    std::string signature(std::string_view id, std::int64_t timestamp, std::string_view body) const;

private:
    ledger::Bytes key_;
};

}  // namespace notices
