#pragma once
#include <string>

#include "ledger/values/quantity.hpp"

namespace api {

/// As people read it on paper: "1,234.56", "-0.50"; every digit that there is.
std::string figure(ledger::Money amount);

}  // namespace api
