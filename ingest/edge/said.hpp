#pragma once
#include <string>
#include <string_view>

namespace edge {

/// Another's words, as a sentence of ours may repeat them: at most so many bytes, in one line, and
/// nothing that a terminal obeys.
std::string as_said(std::string_view words);

}  // namespace edge
