#pragma once
#include "ledger/rules/commands.hpp"

/// What small books of tests are made of: one site, lines that nobody answers on, single-phase
/// meters of one shape that stood at 10.00 kWh, and one flat price.
namespace small_house {

/// Long before any of it is read.
constexpr ledger::Instant before{1'790'000'000'000'000};

inline ledger::ConfigureSite site() {
    return {{"Test",
             "Asia/Shanghai",
             "CNY",
             {ledger::MethodId("cash")},
             120,
             1800,
             3,
             ledger::Cutoff::manual}};
}

inline ledger::PublishTariff tariff() {
    return {ledger::TariffId("T"),
            "Flat",
            before,
            "",
            {{ledger::Band::single, ledger::Price{50'000'000}}},
            {}};
}

inline ledger::RegisterLine line(const ledger::LineId& id, const ledger::GatewayId& gateway) {
    return {{id,
             gateway,
             ledger::Transport::rtu_over_tcp,
             "127.0.0.1:1",
             9600,
             ledger::Parity::none,
             1,
             1000,
             {},
             30}};
}

struct Supply {
    ledger::MeterId meter;
    ledger::LineId line;
    std::uint32_t unit;
    ledger::BuildingId building;
};

inline ledger::RegisterMeter meter(const Supply& supply) {
    return {{supply.meter,
             supply.line,
             supply.unit,
             ledger::ProfileId("acrel-ddsy1352"),
             "",
             1,
             1,
             13'200,
             true,
             ledger::DeductMode::book,
             {supply.building, "1", "101"},
             {}}};
}

inline ledger::RecordReading reading(const ledger::MeterId& id, ledger::Instant at) {
    return {id, at, {1'000, {}, 10, 1}, {}, "", 1, 1};
}

}  // namespace small_house
