#pragma once
#include <stdexcept>

#include "ledger/events/words.hpp"
#include "tools/metersim/building/building.hpp"

/// How the book reaches a line of a simulated building.
inline ledger::Transport transport_of(metersim::Transport transport) {
    switch (transport) {
        case metersim::Transport::modbus_tcp:
            return ledger::Transport::modbus_tcp;
        case metersim::Transport::rtu_over_tcp:
            return ledger::Transport::rtu_over_tcp;
        case metersim::Transport::rtu:
            return ledger::Transport::rtu_serial;
    }
    throw std::logic_error("no such transport");
}
