#pragma once
#include <string>

namespace meterbook {

/// A secret that nobody else sees: asked twice, without an echo, where there is a terminal; else
/// the first line of standard input. Never an argument: others could read it in the list of
/// processes. Throws Cannot.
std::string ask_secret(const std::string& what);

}  // namespace meterbook
