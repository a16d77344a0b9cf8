#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "ledger/rules/commands.hpp"

namespace api {

/// One thing that a file asks for, and the line where that begins.
struct Imported {
    std::size_t line;
    std::string name;  ///< of the account or wallet
    ledger::Command command;
    std::string key{};  ///< of the row within its batch; empty: its name
};

enum class Moment { now, prepared };

/// Accounts, a line for each of their meters; lines of one account follow each other. Columns:
/// account, customer, meter, and where they are wanted wallets, tariff, alarm1, alarm2, overload_w,
/// balance, source, reference. Throws Problem 400 with line and column.
std::vector<Imported> accounts_in(std::string_view csv, Moment moment);

/// Old balances: wallet, amount, source, reference. The last line is `control total`, with the sum
/// under amount and the number of lines under reference: both must be what the lines say. Throws
/// Problem 400 with line and column.
struct ImportedBalances {
    std::vector<Imported> balances;
    ledger::Money total;
};
ImportedBalances balances_in(std::string_view csv);

}  // namespace api
