#pragma once
#include <string>

#include "ledger/events/people.hpp"

namespace api {

/// What was paid out of each wallet when an account was closed, and together: "10.00 + 20.00 =
/// 30.00". Empty where it had one wallet.
std::string parts_of(const ledger::AccountClosed& fact);

}  // namespace api
