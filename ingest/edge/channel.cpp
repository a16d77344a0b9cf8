#include "ingest/edge/channel.hpp"

#include <algorithm>

#include "ingest/edge/said.hpp"

namespace edge {

void Channel::send(const Frame& frame) {
    const ledger::Bytes payload = payload_of(frame);
    link_->write(packet(seal_ ? seal_->close(payload) : payload), in(write_time));
}

std::optional<Frame> Channel::receive(Deadline until) {
    for (;;) {
        if (const auto payload = reader_.next()) {
            whole_until_.reset();
            return frame_in(seal_ ? seal_->open(*payload) : *payload);
        }
        if (!read_more(until)) return std::nullopt;
    }
}

/// False: nothing came until then.
bool Channel::read_more(Deadline until) {
    const bool begun = !reader_.is_between();
    if (begun && !whole_until_) whole_until_ = in(frame_time);
    const ledger::Bytes bytes = link_->read(begun ? std::min(*whole_until_, until) : until);
    reader_.feed(bytes);
    if (bytes.empty() && begun && std::chrono::steady_clock::now() >= *whole_until_)
        throw LinkBroken("a frame that began did not come to its end in time");
    return !bytes.empty();
}

Frame Channel::expect_frame(Deadline until) {
    auto frame = receive(until);
    if (!frame) throw LinkBroken("no word came in time");
    if (frame->kind == Kind::farewell) throw LinkBroken(as_said(message_in<Farewell>(*frame).why));
    return std::move(*frame);
}

void Channel::part(const std::string& why) noexcept try {
    say(Farewell{why});
    link_->finish();
} catch (const std::exception&) {
    // The other end finds the connection closed.
}

}  // namespace edge
