#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tools/metersim/simulation.hpp"

namespace metersim {

/// A Modbus master made of libmodbus, on any of the three wires. Failures leave libmodbus's errno
/// in `trouble`.
class ModbusMaster {
public:
    /// Connects to a line of the simulation in the way its transport wants.
    ModbusMaster(const Simulation& simulation, const std::string& line);
    ~ModbusMaster();
    ModbusMaster(const ModbusMaster&) = delete;
    ModbusMaster& operator=(const ModbusMaster&) = delete;

    std::optional<std::vector<std::uint16_t>> read(int unit, int first, int count);
    bool write(int unit, int first, const std::vector<std::uint16_t>& words);
    void wait_for_replies(std::chrono::milliseconds patience);

    int socket() const;

    int trouble = 0;

private:
    struct Context;  // keeps modbus.h out of here
    std::unique_ptr<Context> context_;
};

/// A bare TCP connection to 127.0.0.1 that gives up reading after `patience`.
class TcpClient {
public:
    explicit TcpClient(int port, std::chrono::milliseconds patience = std::chrono::seconds{5});
    ~TcpClient();
    TcpClient(const TcpClient&) = delete;
    TcpClient& operator=(const TcpClient&) = delete;

    void send(const std::string& bytes) const;
    /// Until `count` bytes are there, the other side hangs up or patience ends.
    std::string receive(std::size_t count) const;
    std::string receive_line() const;

private:
    int number_;
};

}  // namespace metersim
