#pragma once
#include <string>
#include <vector>

/// One request that writes; `path` and `body` may hold words such as SALE for positions of the
/// asked service's book.
struct Writing {
    std::string method;
    std::string route;  ///< its pattern
    std::string path;
    std::string body;  ///< that is done
};

/// One for every route that writes, and those that are written in more than one way.
const std::vector<Writing>& writings();

/// With the positions in place of their words.
std::string with_positions(std::string text);
