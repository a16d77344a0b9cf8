#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/scenarios/fault.hpp"

namespace scenarios {

enum class Part { given, when, then, refused };

/// One line of a scenario, with the rows (`| …`) that stand below it.
struct Sentence {
    std::size_t line = 0;
    Part part{};
    std::string date;  ///< as written; empty: the moment of the sentence before
    std::string time;
    std::vector<std::string> words;  ///< rows begin with the word "|"
    std::string reason;              ///< because '…'
    std::string actor;               ///< as …
    std::string key;                 ///< key …
    std::string seen;  ///< seen …: the event that had edited it last, 0 where none had
};

struct Script {
    std::string title;
    std::string zone;  ///< of the site
    std::vector<Sentence> sentences;
};

/// Reads the text of a scenario. Throws the Fault of the first line that is none.
Script read_script(std::string_view text);

}  // namespace scenarios
