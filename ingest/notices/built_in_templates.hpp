#pragma once
#include <string>
#include <utility>
#include <vector>

namespace notices {

/// Names and texts of the templates that are built in: "arrears.zh.txt".
std::vector<std::pair<std::string, std::string>> built_in_template_texts();

}  // namespace notices
