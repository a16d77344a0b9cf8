#pragma once
#include <cstdint>
#include <optional>
#include <stdexcept>

#include "ingest/edge/limits.hpp"
#include "ledger/values/bytes.hpp"

namespace edge {

/// What a frame is; the number on the wire. Never given a new meaning.
enum class Kind : std::uint8_t {
    hello = 1,         ///< up: who I am and where I stand
    welcome = 2,       ///< down: where you stand in the book
    facts = 3,         ///< up: the next items of the queue
    taken = 4,         ///< down: so far the book has them
    reg = 5,           ///< down: your part of the register
    tick = 6,          ///< up: my clock, and how I am
    tock = 7,          ///< down: the book's clock
    farewell = 8,      ///< both: why I close
    seal_ask = 9,      ///< up, in clear: a gateway without TLS begins
    seal_answer = 10,  ///< down, in clear
    met = 11           ///< up: the trouble met on the wires
};
constexpr std::uint8_t last_kind = 11;

struct Frame {
    Kind kind;
    ledger::Bytes body;
    friend bool operator==(const Frame&, const Frame&) = default;
};

/// Bytes that are no frame of ours: one sentence.
struct BadFrame : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// On the wire: length u32, big endian, of what follows | the payload. Cuts a stream of bytes into
/// payloads; takes any bytes, in any pieces, and never holds more than one payload and one piece.
class PacketReader {
public:
    /// No payload may be longer than this; what has been announced already is held to it, too.
    void allow(std::size_t most_bytes) { most_bytes_ = most_bytes; }
    void feed(ledger::BytesView bytes) { unread_.append(bytes); }

    /// The next whole payload; nothing: more bytes are wanted. Throws BadFrame.
    std::optional<ledger::Bytes> next();
    bool is_between() const { return unread_.empty(); }

private:
    std::size_t most_bytes_ = most_greeting_bytes;
    ledger::Bytes unread_;
};

/// The payload with its length before it.
ledger::Bytes packet(ledger::BytesView payload);

/// A payload in clear is: kind u8 | body. Throws BadFrame.
Frame frame_in(ledger::BytesView payload);
ledger::Bytes payload_of(const Frame& frame);

}  // namespace edge
