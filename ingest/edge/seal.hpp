#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "ingest/edge/frame.hpp"
#include "ledger/values/id.hpp"

namespace edge {

/// What a gateway without TLS and the book both know, 32 bytes; of that gateway alone.
struct Secret {
    ledger::Bytes bytes;
};
constexpr std::size_t secret_size = 32;
constexpr std::size_t fresh_size = 16;

/// 64 hexadecimal digits in a file. Throws std::runtime_error with one sentence.
Secret read_secret(const std::filesystem::path& file);

/// From the system's generator.
ledger::Bytes random_bytes(std::size_t count);

/// The frames of one session between a gateway without TLS and the book: 3DES-CBC, then
/// HMAC-SHA-256 over what was encrypted (encrypt then MAC). On the wire: number u64 | IV (8) |
/// ciphertext | MAC (32). Its four keys, two for each direction, are made for this session alone,
/// of the secret and of fresh bytes from both ends, so that nothing of another session can be
/// replayed; within one the numbers must come 1, 2, 3 …
///
/// 3DES has blocks of 64 bits: a session ends, and another begins with other keys, long before
/// they begin to repeat.
class Seal {
public:
    enum class Side : std::uint8_t { book, gateway };
    struct Session {
        ledger::GatewayId gateway;
        ledger::Bytes fresh_of_gateway;
        ledger::Bytes fresh_of_book;
    };

    Seal(Side side, const Secret& secret, const Session& session);

    /// Throws LinkBroken when these keys have sealed enough.
    ledger::Bytes close(ledger::BytesView payload);

    /// Throws BadFrame for everything that the other end did not seal next.
    ledger::Bytes open(ledger::BytesView sealed);

private:
    struct Keys {
        ledger::Bytes cipher;
        ledger::Bytes mac;
    };
    Keys out_;
    Keys in_;
    std::uint64_t sent_ = 0;
    std::uint64_t received_ = 0;
    std::uint64_t sealed_bytes_ = 0;
};

}  // namespace edge
