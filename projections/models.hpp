#pragma once
#include <vector>

#include "projections/balances.hpp"
#include "projections/batches.hpp"
#include "projections/commands.hpp"
#include "projections/corrections.hpp"
#include "projections/late.hpp"
#include "projections/meter_states.hpp"
#include "projections/notices.hpp"
#include "projections/office/system_log.hpp"
#include "projections/reports/account_days.hpp"
#include "projections/reports/cases.hpp"
#include "projections/reports/energy_use.hpp"
#include "projections/reports/money_records.hpp"
#include "projections/reports/register_days.hpp"
#include "projections/sales.hpp"
#include "projections/shifts.hpp"

namespace projections {

/// One of each read model there is. Nothing feeds them: that is for whoever holds them, ReadModels
/// for a book that is served.
struct Models {
    Models() = default;
    ~Models() = default;
    Models(const Models&) = delete;
    Models& operator=(const Models&) = delete;

    Balances balances;
    EnergyUse energy;
    MeterStates meters;
    Commands commands;
    Sales sales;
    Shifts shifts;
    Late late;
    Corrections corrections;
    Batches batches;
    Notices notices;
    AccountDays account_days;
    MoneyRecords money_records;
    SystemLog system_log;
    Cases cases;
    RegisterDays register_days;

    /// Every one of them, in the order of their building.
    std::vector<Projection*> all() {
        return {&balances,     &energy,        &meters,      &commands, &sales,
                &shifts,       &late,          &corrections, &batches,  &notices,
                &account_days, &money_records, &system_log,  &cases,    &register_days};
    }
};

}  // namespace projections
