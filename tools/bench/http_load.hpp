#pragma once
#include <cstdint>
#include <functional>
#include <string>

namespace bench {

/// So many keep-alive connections to a server of this machine, each of which asks again as soon as
/// it was answered.
struct Load {
    std::uint16_t port;
    int connections;
    unsigned seconds;
    int status;  ///< that every answer has to have
    /// The bytes of a connection's next request, counted from 0.
    std::function<std::string(int connection, std::uint64_t round)> request;
};

/// Answers a second. Throws std::runtime_error where one is another than was wanted.
double answers_per_second(const Load& load);

/// The body of one answer to this.
std::string body_of_one(std::uint16_t port, const std::string& request);

}  // namespace bench
