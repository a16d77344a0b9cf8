#pragma once
#include <map>
#include <string>

#include "ingest/profile.hpp"
#include "ingest/profile_place.hpp"

namespace ingest {

/// The registers of a profile that commands write: prices, alarm amounts, the overload threshold, a
/// purchase. What they mean decides their type and unit. Throws BadProfile.
std::map<std::string, Register> registers_in(const Place& place);

}  // namespace ingest
