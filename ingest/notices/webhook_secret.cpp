#include "ingest/notices/webhook_secret.hpp"

#include <array>
#include <fstream>
#include <optional>
#include <stdexcept>

#include <fmt/core.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "ledger/values/ensure.hpp"

namespace notices {
namespace {

constexpr std::string_view prefix = "whsec_";
constexpr std::size_t least_bytes = 24;
constexpr std::size_t most_bytes = 64;

const unsigned char* raw(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

std::optional<ledger::Bytes> from_base64(std::string_view text) {
    if (text.empty() || text.size() % 4 != 0) return std::nullopt;
    std::string bytes(text.size() / 4 * 3, '\0');
    const int count = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()), raw(text),
                                      static_cast<int>(text.size()));
    if (count < 0) return std::nullopt;
    const std::size_t padding = text.ends_with("==") ? 2 : (text.ends_with("=") ? 1 : 0);
    bytes.resize(bytes.size() - padding);
    return bytes;
}

std::string to_base64(const unsigned char* bytes, std::size_t count) {
    std::string text((count + 2) / 3 * 4 + 1, '\0');
    const int length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), bytes,
                                       static_cast<int>(count));
    text.resize(static_cast<std::size_t>(length));
    return text;
}

}  // namespace

WebhookSecret WebhookSecret::from_file(const std::filesystem::path& file) {
    std::ifstream in(file);
    std::string word;
    in >> word;
    auto key = word.starts_with(prefix) ? from_base64(std::string_view(word).substr(prefix.size()))
                                        : std::nullopt;
    if (!key || key->size() < least_bytes || key->size() > most_bytes)
        throw std::runtime_error(
            fmt::format("cannot read a secret from {}: give a file with one word, {} and {} to {} "
                        "bytes in base64, as 'echo {}$(openssl rand -base64 32)' makes it",
                        file.string(), prefix, least_bytes, most_bytes, prefix));
    return WebhookSecret(std::move(*key));
}

std::string WebhookSecret::signature(std::string_view id, std::int64_t timestamp,
                                     std::string_view body) const {
    const std::string content = fmt::format("{}.{}.{}", id, timestamp, body);
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned length = 0;
    const auto* done = HMAC(EVP_sha256(), key_.data(), static_cast<int>(key_.size()), raw(content),
                            content.size(), digest.data(), &length);
    ledger::ensure(done != nullptr, "OpenSSL knows HMAC-SHA-256");
    return "v1," + to_base64(digest.data(), length);
}

}  // namespace notices
