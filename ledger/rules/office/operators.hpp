#pragma once
#include <vector>

#include "ledger/rules/state.hpp"

namespace ledger {

/// The role that holds every right there is and cannot be defined otherwise.
const RoleId& administrators();

/// The roles that a book begins with: 收费员 财务 物业工程 审计 管理员 只读 租户.
std::vector<RoleDefined> standard_roles();

/// What an operator may do: all that their roles hold, or nothing once disabled.
RightSet rights_of(const State& state, const Operator& who);

/// Somebody who can let all others in: a person with the administrators' role, everywhere.
bool is_administrator(const Operator& who);

/// True while somebody can let others in, were this operator what is given here.
bool has_administrator(const State& state, const OperatorId& changed, const Operator& into);

}  // namespace ledger
