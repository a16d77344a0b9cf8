#pragma once
#include "ingest/meter_talk.hpp"
#include "tests/unit/ingest/raw_peer.hpp"

namespace ingest {

/// A meter of which every byte is scripted, as the program's own profile of a DDSY1352 reads it
/// through a real line. The script is given the number of the request, from 1 on.
class PeerMeter {
public:
    using Says =
        std::function<std::vector<Piece>(const RawPeer&, const Bytes& request, int number)>;

    explicit PeerMeter(Says says, ledger::Transport transport = ledger::Transport::rtu_over_tcp)
        : peer_(transport, [this, says = std::move(says)](
                               const Bytes& request) { return says(peer_, request, ++asked_); }),
          line_(peer_.line(patience_ms)) {}

    /// The live block, as a poll reads it: three tries.
    Transaction<MeterFace> poll() { return read_face(line_, {meter_, profile_}, false, 3); }

    int asked() const { return asked_; }
    Line& line() { return line_; }
    const RawPeer& peer() const { return peer_; }

    static constexpr int patience_ms = 60;

private:
    std::atomic<int> asked_{0};
    RawPeer peer_;
    Line line_;
    Profile profile_ = built_in_profiles().at(ledger::ProfileId("acrel-ddsy1352"));
    ledger::MeterRegistered meter_ = [] {
        ledger::MeterRegistered meter{};
        meter.unit = 1;
        meter.number = "202406010101";
        return meter;
    }();
};

/// The registers that were asked for, of a live block with this total: type code 7.
inline std::vector<std::uint16_t> live_block(const Bytes& request, std::uint16_t total) {
    std::vector<std::uint16_t> block(48, 0);
    block[0] = 7;
    block[22] = total;
    const int first = request[2] * 256 + request[3] - 0x0200;
    const int count = request[4] * 256 + request[5];
    return {block.begin() + first, block.begin() + first + count};
}

}  // namespace ingest
