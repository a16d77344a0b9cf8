#include "ingest/edge/said.hpp"

#include <algorithm>

#include "ingest/edge/limits.hpp"

namespace edge {

std::string as_said(std::string_view words) {
    std::string said(words.substr(0, most_said));
    std::ranges::replace_if(said, [](char each) { return each < ' ' || each > '~'; }, '?');
    return words.size() > most_said ? said + " [...]" : said;
}

}  // namespace edge
