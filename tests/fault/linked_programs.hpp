#pragma once
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "tests/fault/program.hpp"
#include "tests/unit/edge/cable.hpp"

/// What keeps strangers out of a link.
enum class Seal : std::uint8_t { tls, shared_secret };

/// `meterbook serve` and `meterbook collect`, linked by a cable, each a process that can be killed
/// at any moment and goes on in its own folder. Gateway G1.
class LinkedPrograms {
public:
    /// Makes the papers, or the secret, with `meterbook certificate`. For both programs time runs
    /// `speed` times as fast, and goes on while they are dead.
    explicit LinkedPrograms(std::filesystem::path directory, Seal seal = Seal::tls,
                            unsigned speed = 1);

    void start_book();     ///< returns when it listens
    void start_gateway();  ///< returns when it collects
    /// Returns when it has said this in a line; throws where it says nothing for half a minute.
    void book_says(const std::string& words);
    void kill_book();  ///< -9
    void kill_gateway();
    Ended stop_book();
    Ended stop_gateway();

    edge::Cable& cable() { return *cable_; }  ///< once the book has started
    std::uint16_t http_port() const { return http_port_; }
    std::filesystem::path book() const { return directory_ / "book"; }
    std::filesystem::path queue() const { return directory_ / "gateway" / "queue"; }

    /// Where the gateway's secret lies that both have.
    std::filesystem::path secret() const { return directory_ / "papers" / "G1.secret"; }

private:
    std::vector<std::string> door() const;
    std::vector<std::string> credentials() const;
    std::vector<std::string> clock() const;

    std::filesystem::path directory_;
    Seal seal_;
    unsigned speed_;
    std::chrono::system_clock::time_point began_ = std::chrono::system_clock::now();
    std::uint16_t http_port_ = 0;
    std::unique_ptr<edge::Cable> cable_;
    std::unique_ptr<Program> book_;
    std::unique_ptr<Program> gateway_;
};
