#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace api {

/// One range of a header such as Accept or Accept-Language (RFC 9110, 12.4.2 and 12.5).
struct Liking {
    std::string range;  ///< "text/csv", "zh-CN", "*"; without its parameters
    int weight;         ///< 0 to 1000; 0: not wanted. What is no weight is 0
};

/// In the order of the header.
std::vector<Liking> likings_in(std::string_view header);

/// The media type of these that Accept likes best, in whatever case it is written; where it likes
/// several as much, the first; where it is empty or has none of them, the first too: an answer that
/// was not asked for is better than none. A range that says more counts before one that says less.
std::string_view liked_type(std::string_view accept, const std::vector<std::string_view>& types);

}  // namespace api
