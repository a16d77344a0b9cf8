#pragma once
#include <string>

#include "ledger/values/quantity.hpp"

namespace api {

/// 大写: an amount in the capitals that cannot be altered with a stroke, as cheques and receipts
/// want it: 107000.53 is 壹拾万柒仟元伍角叁分. After 元 and after 角 stands 整; a 零 stands for any
/// run of zeros between digits, and before 分 where there is no 角. A negative amount begins with
/// 负. Source: the Ministry of Finance's rules for accounting basics (会计基础工作规范), article
/// 52. The amount is of whole cents.
std::string capitals(ledger::Money amount);

}  // namespace api
