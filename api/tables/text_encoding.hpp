#pragma once
#include <string>
#include <string_view>

namespace api {

/// Well-formed UTF-8 without NUL: no overlong forms, no surrogates, nothing above U+10FFFF.
bool is_utf8(std::string_view bytes);

/// The text of a file in UTF-8, with or without its mark; or in GB18030 (and so GBK and GB2312), as
/// spreadsheets of Chinese machines save it. Throws UnreadableFile for UTF-16 and anything else.
std::string utf8_of(std::string_view bytes);

}  // namespace api
