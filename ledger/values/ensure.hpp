#pragma once
#include <source_location>
#include <string_view>

namespace ledger {

/// Stops the process: a promise this program makes to itself was broken. Never reached by input.
[[noreturn]] void broken_promise(std::string_view promise, const std::source_location& where);

/// An invariant that is checked in every build. Use it on both sides of a border, never on input.
inline void ensure(bool holds, std::string_view promise = "an invariant",
                   const std::source_location where = std::source_location::current()) {
    if (!holds) [[unlikely]]
        broken_promise(promise, where);
}

}  // namespace ledger
