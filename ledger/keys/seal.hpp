#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "ledger/values/bytes.hpp"

namespace ledger {

/// The secret of one customer: 32 random bytes.
using SealKey = std::array<std::uint8_t, 32>;

/// Encrypts a text so that nobody without the key reads it or changes it unseen: AES-256-GCM whose
/// nonce is HMAC-SHA256(key, context, text), so that the same text gives the same bytes, and two
/// texts never share a nonce (as RFC 8452 means it). `context` says what the text is; sealed bytes
/// open under no other. The length is hidden in steps of 32 bytes. Text holds no zero byte. Pure.
Bytes seal(const SealKey& key, BytesView context, BytesView text);

/// The text again; nothing where the key, the context or a bit of the bytes is another.
std::optional<std::string> unseal(const SealKey& key, BytesView context, BytesView sealed);

}  // namespace ledger
