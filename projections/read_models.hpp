#pragma once
#include <filesystem>

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
#include "projections/runner.hpp"
#include "projections/sales.hpp"
#include "projections/shifts.hpp"

namespace projections {

/// All read models of a book, and what feeds them. Queries from any thread.
class ReadModels {
public:
    ReadModels(const ledger::Journal& journal, const std::filesystem::path& directory)
        : runner(journal, directory,
                 {&balances, &energy, &meters, &commands, &sales, &shifts, &late, &corrections,
                  &batches, &notices, &account_days, &money_records, &system_log, &cases,
                  &register_days}) {}

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
    Runner runner;
};

}  // namespace projections
