#pragma once
#include <type_traits>

namespace ledger {

/// True when T is one of these types: how a list of "nothing to do for these" is written by name,
/// so that a new event does not fall into it unseen.
template <class T, class... Types>
constexpr bool is_one_of = (std::is_same_v<T, Types> || ...);

}  // namespace ledger
