#pragma once
#include "api/json/json_reader.hpp"
#include "ledger/rules/commands.hpp"

namespace api {

// Accounts to be opened, as JSON says them: `wallets` is per_meter unless it says otherwise, and
// `terms` and `baselines` may be missing.

ledger::OpenAccount opening_in(Json body, const std::string& at);

/// The same without baselines, which come on the day.
ledger::PrepareAccount preparation_in(Json body, const std::string& at);

}  // namespace api
