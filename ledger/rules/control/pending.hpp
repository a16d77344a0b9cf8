#pragma once
#include "ledger/rules/state.hpp"

namespace ledger {

/// Whether it decides if a meter gives power.
constexpr bool is_about_supply(CommandKind kind) {
    return kind == CommandKind::trip || kind == CommandKind::keep_power ||
           kind == CommandKind::restore_prepaid || kind == CommandKind::close;
}

/// The sale that a command carries to its meter, if it carries one.
inline const Purchase* purchase_of(const PendingCommand& command) {
    return command.cargo && command.cargo->purchase ? &*command.cargo->purchase : nullptr;
}

/// The first command of a meter that `fits(command)`; nothing where none does. Looks at the
/// commands of this meter alone, however many others wait.
template <class Fits>
const PendingCommand* find_pending(const State& state, const Meter& meter, Fits&& fits) {
    for (const Position position : meter.pending) {
        const PendingCommand& command = state.commands.at(position);
        if (fits(command)) return &command;
    }
    return nullptr;
}

inline bool is_pending(const State& state, const Meter& meter, CommandKind kind) {
    return find_pending(state, meter, [&](const auto& each) { return each.kind == kind; }) !=
           nullptr;
}

/// What still failed on a meter when a command of this kind has succeeded, which mends the failures
/// of its like: all that is about supply is alike.
inline std::vector<CommandKind> failed_without(const Meter& meter, CommandKind succeeded) {
    std::vector<CommandKind> left = meter.failed;
    std::erase_if(left, [&](CommandKind each) {
        return each == succeeded || (is_about_supply(each) && is_about_supply(succeeded));
    });
    return left;
}

/// Whether a person decides about this meter's power at the moment: the book stays out of it.
inline bool is_decided_by_person(const State& state, const Meter& meter) {
    return find_pending(state, meter, [](const auto& each) {
               return is_about_supply(each.kind) && each.cause == CommandCause::person;
           }) != nullptr;
}

}  // namespace ledger
