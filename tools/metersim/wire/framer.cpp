#include "tools/metersim/wire/framer.hpp"

#include <utility>

namespace metersim {
namespace {

constexpr std::size_t crc_bytes = 2;
constexpr std::size_t longest_rtu_frame = 256;
constexpr std::size_t mbap_header = 6;  // up to and including the length field
constexpr int longest_mbap_length = 254;

/// Length of the RTU request that starts here: 0 while more bytes must tell, nothing when the
/// function code does not say.
std::optional<std::size_t> rtu_length(BytesView bytes) {
    if (bytes.size() < 2) return 0;
    const int function = bytes[1];
    if (function >= 0x01 && function <= 0x06) return 6 + crc_bytes;
    if (function != 0x0F && function != 0x10) return std::nullopt;
    if (bytes.size() < 7) return 0;
    return 7 + std::size_t{bytes[6]} + crc_bytes;
}

}  // namespace

Request Framer::take_request() {
    Request request = std::move(ready_.front());
    ready_.pop_front();
    return request;
}

void RtuFramer::hear(BytesView bytes, Tick now) {
    if (wakes_at() && now >= *wakes_at()) hear_silence(now);
    last_heard_ = now;
    if (is_noise_) return;
    pending_.insert(pending_.end(), bytes.begin(), bytes.end());
    cut(now);
}

void RtuFramer::cut(Tick now) {
    while (!is_noise_ && !pending_.empty()) {
        const auto length = rtu_length(pending_);
        if (!length || *length == 0 || pending_.size() < *length) break;
        take_frame(*length, now);
    }
    if (pending_.size() > longest_rtu_frame) is_noise_ = true;
    if (is_noise_) pending_.clear();
}

void RtuFramer::take_frame(std::size_t length, Tick now) {
    const BytesView frame = BytesView{pending_}.first(length);
    if (!has_good_crc(frame)) {
        is_noise_ = true;
        return;
    }
    const BytesView pdu = frame.subspan(1, length - 1 - crc_bytes);
    ready_.push_back(
        {.unit = frame[0], .pdu = {pdu.begin(), pdu.end()}, .transaction = 0, .heard = now});
    pending_.erase(pending_.begin(), pending_.begin() + static_cast<std::ptrdiff_t>(length));
}

void RtuFramer::hear_silence(Tick now) {
    const auto deadline = wakes_at();
    if (!deadline || now < *deadline) return;
    const bool is_whole = !is_noise_ && pending_.size() >= 2 && !rtu_length(pending_);
    if (is_whole && has_good_crc(pending_)) take_frame(pending_.size(), last_heard_);
    pending_.clear();
    is_noise_ = false;
}

std::optional<Tick> RtuFramer::wakes_at() const {
    if (pending_.empty() && !is_noise_) return std::nullopt;
    return last_heard_ + silence;
}

Bytes RtuFramer::wrap(const Request& request, BytesView pdu) const {
    return rtu_frame(request.unit, pdu);
}

void MbapFramer::hear(BytesView bytes, Tick now) {
    pending_.insert(pending_.end(), bytes.begin(), bytes.end());
    while (!is_lost_ && pending_.size() >= mbap_header) {
        const BytesView seen{pending_};
        const int length = word_at(seen, 4);
        is_lost_ = word_at(seen, 2) != 0 || length < 2 || length > longest_mbap_length;
        const std::size_t end = mbap_header + static_cast<std::size_t>(length);
        if (is_lost_ || seen.size() < end) return;

        const BytesView pdu = seen.subspan(mbap_header + 1, end - mbap_header - 1);
        ready_.push_back({.unit = seen[mbap_header],
                          .pdu = {pdu.begin(), pdu.end()},
                          .transaction = static_cast<std::uint16_t>(word_at(seen, 0)),
                          .heard = now});
        pending_.erase(pending_.begin(), pending_.begin() + static_cast<std::ptrdiff_t>(end));
    }
}

Bytes MbapFramer::wrap(const Request& request, BytesView pdu) const {
    return mbap_frame(request.transaction, request.unit, pdu);
}

}  // namespace metersim
