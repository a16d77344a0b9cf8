#pragma once
#include <cstddef>
#include <string>

namespace scenarios {

/// What is wrong with a scenario, or with the book by its words. Thrown; the line is 0 until the
/// sentence that was read adds its own.
struct Fault {
    std::string text;
    std::size_t line = 0;
};

}  // namespace scenarios
