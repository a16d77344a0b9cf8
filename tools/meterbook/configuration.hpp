#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "ledger/values/instant.hpp"

namespace meterbook {

/// Where gateways are let in; none: they are not.
struct GatewayDoor {
    std::string address;
    std::uint16_t port = 0;
    std::filesystem::path papers;
};

/// How `serve` runs. From a TOML file, with the command line on top.
struct Configuration {
    std::filesystem::path data;
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080;
    std::filesystem::path certificate;  ///< for HTTPS, with its key; empty: HTTP, loopback only
    std::filesystem::path key;
    std::uint32_t requests_per_key = 1'000;      ///< a second; 0: as many as come
    std::uint32_t requests_per_address = 2'000;  ///< the same
    std::string token;                           ///< empty: loopback only
    std::filesystem::path profiles;              ///< empty: the built-in ones
    std::filesystem::path templates;             ///< of notices; empty: the built-in ones
    std::filesystem::path backups;               ///< folder of backups; empty: none is taken
    bool polls = true;
    std::string log_level = "info";
    std::string public_address{};  ///< "https://power.example.com"; empty: papers lead nowhere
    std::filesystem::path known_checkpoint;      ///< kept elsewhere; empty: none
    std::optional<ledger::Instant> clock_start;  ///< beside a simulated building
    unsigned clock_speed = 1;
    std::optional<GatewayDoor> gateways;              ///< over TLS
    std::optional<GatewayDoor> gateways_without_tls;  ///< under sealed frames
};

/// Strict: an unknown key, or a value of another kind, is refused with its line. Throws Cannot.
Configuration read_configuration(const std::filesystem::path& file);

/// The first word of a file. Throws Cannot.
std::string read_token(const std::filesystem::path& path);

/// "host:port". Throws Cannot.
struct Address {
    std::string host;
    std::uint16_t port;
};
Address read_address(const std::string& text);

/// The address as people reach this service from outside, without a slash at its end. Throws
/// Cannot.
std::string read_public_address(const std::string& text);

/// The same into the configuration. Throws Cannot.
void set_listen(Configuration& configuration, const std::string& listen);

}  // namespace meterbook
