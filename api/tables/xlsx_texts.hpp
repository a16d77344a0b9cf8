#pragma once
#include <string>
#include <vector>

#include "api/tables/zip_file.hpp"

namespace api {

/// The texts that the cells of a workbook share, by their number.
std::vector<std::string> shared_texts(ZipFile& archive);

/// `_x000D_` in a workbook is the character of that number.
std::string unescaped(std::string text);

/// The other way: text that looks like such an escape is one of its own underscore.
std::string escaped(const std::string& text);

}  // namespace api
