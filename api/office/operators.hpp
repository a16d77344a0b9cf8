#pragma once
#include <string>

#include "api/routes.hpp"

namespace api {

/// Gives a person another password and signs them out everywhere but where this is asked. The log
/// hears of it first; the password itself never gets there. `at` is its place in the body.
void set_password(const Call& call, const ledger::OperatorId& who, const std::string& password,
                  const std::string& at);

/// Nobody gives others, or takes from others, what they may not do themselves.
void refuse_beyond(const Call& call, const ledger::RightSet& rights);

}  // namespace api
