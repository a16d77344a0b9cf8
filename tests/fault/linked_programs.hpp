#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>

#include "tests/fault/program.hpp"
#include "tests/unit/edge/cable.hpp"

/// `meterbook serve` and `meterbook collect`, linked over TLS by a cable, each a process that can
/// be killed at any moment and goes on in its own folder. Gateway G1.
class LinkedPrograms {
public:
    /// Makes the papers with `meterbook certificate`.
    explicit LinkedPrograms(std::filesystem::path directory);

    void start_book();     ///< returns when it listens
    void start_gateway();  ///< returns when it collects
    void kill_book();      ///< -9
    void kill_gateway();
    Ended stop_book();
    Ended stop_gateway();

    std::uint16_t http_port() const { return http_port_; }
    std::filesystem::path book() const { return directory_ / "book"; }
    std::filesystem::path queue() const { return directory_ / "gateway" / "queue"; }

private:
    std::filesystem::path directory_;
    std::uint16_t http_port_ = 0;
    std::unique_ptr<edge::Cable> cable_;
    std::unique_ptr<Program> book_;
    std::unique_ptr<Program> gateway_;
};
