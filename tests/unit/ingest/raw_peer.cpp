#include "tests/unit/ingest/raw_peer.hpp"

#include <array>
#include <utility>

#include <poll.h>

#include "tools/metersim/wire/frames.hpp"

namespace ingest {
namespace {

using ledger::Transport;

constexpr std::size_t mbap_header = 6;

}  // namespace

RawPeer::RawPeer(Transport transport, Script script)
    : transport_(transport), script_(std::move(script)) {
    if (transport_ == Transport::rtu_serial) {
        terminal_ = metersim::open_pseudo_terminal();
    } else {
        listener_ = metersim::listen_on(0);
    }
    thread_ = std::thread([this] { run(); });
}

RawPeer::~RawPeer() {
    is_stopping_ = true;
    bell_.ring();
    thread_.join();
}

ledger::LineRegistered RawPeer::line(int response_timeout_ms) const {
    const std::string address = transport_ == Transport::rtu_serial
                                    ? terminal_.device
                                    : "127.0.0.1:" + std::to_string(metersim::port_of(listener_));
    return {ledger::LineId("L1"),
            {},
            transport_,
            address,
            9600,
            ledger::Parity::none,
            1,
            static_cast<std::uint32_t>(response_timeout_ms),
            {},
            30};
}

Bytes RawPeer::framed(const Bytes& unit_and_pdu) const {
    const metersim::BytesView pdu = metersim::BytesView(unit_and_pdu).subspan(1);
    if (transport_ == Transport::modbus_tcp)
        return metersim::mbap_frame(static_cast<std::uint16_t>(transaction_), unit_and_pdu[0], pdu);
    return metersim::rtu_frame(unit_and_pdu[0], pdu);
}

bool RawPeer::wait_for(const metersim::Fd& wire) const {
    std::array<pollfd, 2> both{{{wire.number(), POLLIN, 0}, {bell_.number(), POLLIN, 0}}};
    ::poll(both.data(), both.size(), -1);
    return !is_stopping_;
}

void RawPeer::run() {
    const bool is_serial = transport_ == Transport::rtu_serial;
    while (!is_stopping_) {
        if (!is_serial && !connection_.is_open()) {
            if (!wait_for(listener_)) return;
            connection_ = metersim::accept_from(listener_);
            heard_.clear();
            ++connections_;
            obey(std::exchange(greeting_, {}));
            continue;
        }
        const metersim::Fd& wire = is_serial ? terminal_.near : connection_;
        if (!wait_for(wire)) return;
        const auto bytes = metersim::receive_from(wire);
        if (bytes) {
            hear(*bytes);
        } else {
            connection_ = {};
        }
    }
}

void RawPeer::hear(const Bytes& bytes) {
    heard_.insert(heard_.end(), bytes.begin(), bytes.end());
    for (std::size_t length = frame_length(); length > 0; length = frame_length()) {
        const bool has_header = transport_ == Transport::modbus_tcp;
        if (has_header) transaction_ = metersim::word_at(heard_, 0);
        const auto from =
            heard_.begin() + static_cast<std::ptrdiff_t>(has_header ? mbap_header : 0);
        const auto to = heard_.begin() + static_cast<std::ptrdiff_t>(length - (has_header ? 0 : 2));
        const Bytes request(from, to);
        heard_.erase(heard_.begin(), heard_.begin() + static_cast<std::ptrdiff_t>(length));
        {
            const std::lock_guard<std::mutex> guard(mutex_);
            last_request_ = request;
        }
        ++requests_;
        obey(script_(request));
    }
}

Bytes RawPeer::last_request() const {
    const std::lock_guard<std::mutex> guard(mutex_);
    return last_request_;
}

/// Of the first frame that was heard; 0: it is not whole yet.
std::size_t RawPeer::frame_length() const {
    std::size_t length = 8;  // function 3
    if (transport_ == Transport::modbus_tcp) {
        if (heard_.size() < mbap_header) return 0;
        length = mbap_header + static_cast<std::size_t>(metersim::word_at(heard_, 4));
    } else if (heard_.size() > 6 && heard_[1] == 16) {
        length = 9 + heard_[6];
    }
    return heard_.size() >= length ? length : 0;
}

void RawPeer::obey(const std::vector<Piece>& pieces) {
    for (const Piece& piece : pieces) {
        std::this_thread::sleep_for(piece.wait);
        if (piece.bytes.empty()) {
            connection_ = {};
            ++hang_ups_;
            return;
        }
        const bool is_serial = transport_ == Transport::rtu_serial;
        (void)metersim::send_to(is_serial ? terminal_.near : connection_, piece.bytes);
    }
}

Bytes registers_reply(const Bytes& request, const std::vector<std::uint16_t>& words) {
    Bytes reply{request[0], 3, static_cast<std::uint8_t>(2 * words.size())};
    for (const std::uint16_t word : words) metersim::append_word(reply, word);
    return reply;
}

Bytes write_reply(const Bytes& request) { return {request.begin(), request.begin() + 6}; }

}  // namespace ingest
