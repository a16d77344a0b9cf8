#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace api {

/// Every sentence that a problem may say, with a {name} where a figure stands; those first that say
/// most by themselves. From the texts of the console, which knows them by the same names.
const std::vector<std::string_view>& sentence_forms();

/// What stands in the holes of a sentence, by the names that its form gives them: a program makes a
/// sentence of its own language of them. Nothing where the sentence has no figure, or no form.
std::map<std::string, std::string> parameters_in(std::string_view sentence);

}  // namespace api
