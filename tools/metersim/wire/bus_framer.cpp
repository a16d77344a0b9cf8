#include "tools/metersim/wire/bus_framer.hpp"

#include <utility>

#include "tools/metersim/wire/dlt645_frame.hpp"

namespace metersim {

void BusFramer::hear(BytesView bytes, Tick now) {
    if (wakes_at() && now >= *wakes_at()) hear_silence(now);
    pending_.insert(pending_.end(), bytes.begin(), bytes.end());
    rtu_.hear(bytes, now);
    take_modbus();
    while (take_dlt645(now)) rtu_ = {};
}

void BusFramer::hear_silence(Tick now) {
    const auto deadline = wakes_at();
    rtu_.hear_silence(now);
    take_modbus();
    if (deadline && now >= *deadline) pending_.clear();
}

void BusFramer::take_modbus() {
    while (rtu_.has_request()) {
        ready_.push_back(rtu_.take_request());
        pending_.clear();
    }
}

bool BusFramer::take_dlt645(Tick now) {
    Dlt645Look look = look_for_dlt645(pending_);
    pending_.erase(pending_.begin(), pending_.begin() + static_cast<std::ptrdiff_t>(look.used));
    if (!look.frame) return false;
    Bytes pdu{look.frame->control};
    pdu.insert(pdu.end(), look.frame->data.begin(), look.frame->data.end());
    ready_.push_back({.unit = 0,
                      .pdu = std::move(pdu),
                      .transaction = 0,
                      .heard = now,
                      .station = std::move(look.frame->address)});
    return true;
}

Bytes BusFramer::wrap(const Request& request, BytesView pdu) const {
    if (request.station.empty()) return rtu_.wrap(request, pdu);
    const BytesView data = pdu.subspan(1);
    return dlt645_bytes(
        {.address = request.station, .control = pdu[0], .data = {data.begin(), data.end()}});
}

}  // namespace metersim
