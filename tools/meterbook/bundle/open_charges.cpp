#include "tools/meterbook/bundle/open_charges.hpp"

namespace meterbook {

const std::optional<Finding>& OpenCharges::wrong() {
    std::call_once(rated_, [this] { wrong_ = rate(); });
    return wrong_;
}

std::optional<Finding> OpenCharges::rate() const {
    for (const Charge& each : charges_) {
        const ledger::Event& event = block_->events[each.event];
        if (const auto breach = ledger::find_breach_of_charge(each.charge, event))
            return finding_at(event.envelope.position.number, *breach);
    }
    return std::nullopt;
}

}  // namespace meterbook
