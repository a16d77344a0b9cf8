#pragma once
#include <string>

namespace notices {

/// An open file, closed with this object.
class Descriptor {
public:
    /// As ::open gave it; where it gave none, throws std::runtime_error: "cannot WHAT: the cause".
    Descriptor(int number, const std::string& what);
    ~Descriptor();
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int number() const { return number_; }

private:
    int number_;
};

/// Throws std::runtime_error: "cannot WHAT: " and what errno says.
[[noreturn]] void cannot(const std::string& what, int fault);

}  // namespace notices
