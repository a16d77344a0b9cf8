#pragma once

namespace ledger {

/// Names the thread that calls, and those that it begins, for `top -H` and debuggers: at most 15
/// characters.
void name_thread(const char* name);

}  // namespace ledger
