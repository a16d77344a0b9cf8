#pragma once
#include "tools/metersim/wire/framer.hpp"

namespace metersim {

/// A bus on which Modbus RTU and DL/T 645 are spoken side by side: both ears hear every byte, and
/// what one of them understood is forgotten by the other.
class BusFramer : public Framer {
public:
    void hear(BytesView bytes, Tick now) override;
    void hear_silence(Tick now) override;
    std::optional<Tick> wakes_at() const override { return rtu_.wakes_at(); }
    bool is_lost() const override { return false; }
    Bytes wrap(const Request& request, BytesView pdu) const override;

private:
    void take_modbus();
    bool take_dlt645(Tick now);

    RtuFramer rtu_;
    Bytes pending_;
};

}  // namespace metersim
