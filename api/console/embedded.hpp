#pragma once
#include <string_view>

namespace api {

/// The console as it was built, packed; part of the program's text.
std::string_view embedded_console();

}  // namespace api
