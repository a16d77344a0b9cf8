#pragma once
#include <atomic>
#include <chrono>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "ledger/events/catalogue.hpp"
#include "tools/metersim/wire/endpoint.hpp"

namespace ingest {

using metersim::Bytes;

/// Some bytes of a reply and how long the peer waits before it sends them; none: it hangs up.
struct Piece {
    std::chrono::milliseconds wait{0};
    Bytes bytes;
};

/// The other end of a line, byte by byte: for each request it sends what its script says, also what
/// no meter would. A request is unit and PDU, without CRC or MBAP header; so is what `framed`
/// takes.
class RawPeer {
public:
    using Script = std::function<std::vector<Piece>(const Bytes& request)>;

    RawPeer(ledger::Transport transport, Script script);
    ~RawPeer();
    RawPeer(const RawPeer&) = delete;
    RawPeer& operator=(const RawPeer&) = delete;

    /// The line at whose other end this peer sits.
    ledger::LineRegistered line(int response_timeout_ms) const;

    /// A whole frame of this transport, for the request that is being answered.
    Bytes framed(const Bytes& unit_and_pdu) const;
    std::vector<Piece> answer(const Bytes& unit_and_pdu) const {
        return {{std::chrono::milliseconds(0), framed(unit_and_pdu)}};
    }

    /// What the next connection gets before it asks. Called by the script.
    void greet_next_with(std::vector<Piece> pieces) { greeting_ = std::move(pieces); }

    Bytes last_request() const;
    int connections() const { return connections_; }
    int requests() const { return requests_; }
    int hang_ups() const { return hang_ups_; }

private:
    void run();
    bool wait_for(const metersim::Fd& wire) const;
    void hear(const Bytes& bytes);
    std::size_t frame_length() const;
    void obey(const std::vector<Piece>& pieces);

    ledger::Transport transport_;
    Script script_;
    metersim::Fd listener_;
    metersim::PseudoTerminal terminal_;
    metersim::Fd connection_;
    metersim::Bell bell_;
    Bytes heard_;
    std::vector<Piece> greeting_;
    mutable std::mutex mutex_;
    Bytes last_request_;
    int transaction_ = 0;
    std::atomic<int> connections_{0};
    std::atomic<int> requests_{0};
    std::atomic<int> hang_ups_{0};
    std::atomic<bool> is_stopping_{false};
    std::thread thread_;
};

/// The reply to a read: these registers.
Bytes registers_reply(const Bytes& request, const std::vector<std::uint16_t>& words);

/// The reply to a write: taken.
Bytes write_reply(const Bytes& request);

}  // namespace ingest
