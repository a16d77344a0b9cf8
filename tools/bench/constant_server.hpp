#pragma once
#include <cstdint>
#include <memory>
#include <string>

namespace bench {

/// Beast alone: a server that answers every request with the same body, on as many threads as the
/// API has for its sockets. What HTTP costs where nothing is behind it.
class ConstantServer {
public:
    explicit ConstantServer(std::string body);
    ~ConstantServer();
    ConstantServer(const ConstantServer&) = delete;
    ConstantServer& operator=(const ConstantServer&) = delete;

    std::uint16_t port() const;

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace bench
