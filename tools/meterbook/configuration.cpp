#include "tools/meterbook/configuration.hpp"

#include <charconv>
#include <fstream>

#include <fmt/core.h>
#include <toml++/toml.h>

#include "tools/meterbook/command_line.hpp"

namespace meterbook {
namespace {

constexpr std::int64_t most_rate = 1'000'000;

[[noreturn]] void refuse(const std::filesystem::path& file, const toml::node& node,
                         const std::string& fault) {
    throw Cannot(fmt::format("{}:{}: {}", file.string(), node.source().begin.line, fault));
}

/// One value of the file, of the kind that its key wants.
template <class T>
T value_of(const std::filesystem::path& file, const std::string& key, const toml::node& node,
           const char* kind) {
    const auto value = node.value_exact<T>();
    if (!value) refuse(file, node, fmt::format("{} wants {}", key, kind));
    return *value;
}

/// Requests a second.
std::uint32_t read_rate(const std::filesystem::path& file, const std::string& key,
                        const toml::node& node) {
    const auto rate = value_of<std::int64_t>(file, key, node, "a whole number");
    if (rate < 0 || rate > most_rate)
        refuse(file, node, fmt::format("{} wants 0 to {}; 0 is no limit", key, most_rate));
    return static_cast<std::uint32_t>(rate);
}

/// [gateways] or [gateways_without_tls]: listen, papers.
GatewayDoor read_door(const std::filesystem::path& file, const std::string& name,
                      const toml::node& node) {
    const toml::table* table = node.as_table();
    if (table == nullptr) refuse(file, node, name + " wants a table with listen and papers");
    GatewayDoor door;
    for (const auto& [key, value] : *table) {
        const std::string text =
            value_of<std::string>(file, std::string(key.str()), value, "text in quotes");
        if (key.str() == "listen") {
            const Address address = read_address(text);
            door.address = address.host;
            door.port = address.port;
        } else if (key.str() == "papers") {
            door.papers = text;
        } else {
            refuse(file, value,
                   fmt::format("'{}' is not known in {}: listen and papers are", key.str(), name));
        }
    }
    if (door.address.empty() || door.papers.empty())
        refuse(file, node, name + " wants listen and papers");
    return door;
}

}  // namespace

std::string read_token(const std::filesystem::path& path) {
    std::ifstream in(path);
    std::string token;
    if (!(in >> token))
        throw Cannot(
            fmt::format("cannot read a token from {}: give a file with one word that "
                        "this user may read",
                        path.string()));
    return token;
}

Address read_address(const std::string& listen) {
    const std::size_t colon = listen.rfind(':');
    unsigned port = 65'536;
    if (colon != std::string::npos) {
        const char* end = listen.data() + listen.size();
        const auto [stop, error] = std::from_chars(listen.data() + colon + 1, end, port);
        if (error != std::errc() || stop != end) port = 65'536;
    }
    if (port > 65'535)
        throw Cannot(fmt::format("'{}' is no address to listen on: give host:port", listen));
    const std::string host = listen.substr(0, colon);
    return {host == "localhost" ? "127.0.0.1" : host, static_cast<std::uint16_t>(port)};
}

std::string read_public_address(const std::string& text) {
    constexpr std::size_t longest = 200;
    std::string address = text;
    while (address.ends_with('/')) address.pop_back();
    const bool is_plain = address.size() <= longest &&
                          address.find_first_of(" ?#\"<>") == std::string::npos &&
                          (address.starts_with("https://") || address.starts_with("http://"));
    if (!is_plain)
        throw Cannot(fmt::format(
            "'{}' is no public address: give one such as https://power.example.com", text));
    return address;
}

void set_listen(Configuration& configuration, const std::string& listen) {
    const Address address = read_address(listen);
    configuration.address = address.host;
    configuration.port = address.port;
}

Configuration read_configuration(const std::filesystem::path& file) {
    if (std::filesystem::is_directory(file) || !std::ifstream(file))
        throw Cannot(
            fmt::format("cannot read {}: give a TOML file that this user may read", file.string()));
    toml::table table;
    try {
        table = toml::parse_file(file.string());
    } catch (const toml::parse_error& error) {
        throw Cannot(fmt::format("{}:{}: {}", file.string(), error.source().begin.line,
                                 error.description()));
    }
    Configuration configuration;
    const auto text = [&](const std::string& key, const toml::node& node) {
        return value_of<std::string>(file, key, node, "text in quotes");
    };
    for (const auto& [name, node] : table) {
        const std::string key(name.str());
        if (key == "data") {
            configuration.data = text(key, node);
        } else if (key == "listen") {
            set_listen(configuration, text(key, node));
        } else if (key == "token_file") {
            configuration.token = read_token(text(key, node));
        } else if (key == "certificate") {
            configuration.certificate = text(key, node);
        } else if (key == "key") {
            configuration.key = text(key, node);
        } else if (key == "requests_per_key") {
            configuration.requests_per_key = read_rate(file, key, node);
        } else if (key == "requests_per_address") {
            configuration.requests_per_address = read_rate(file, key, node);
        } else if (key == "profiles") {
            configuration.profiles = text(key, node);
        } else if (key == "templates") {
            configuration.templates = text(key, node);
        } else if (key == "backups") {
            configuration.backups = text(key, node);
        } else if (key == "poll") {
            configuration.polls = value_of<bool>(file, key, node, "true or false");
        } else if (key == "log_level") {
            configuration.log_level = text(key, node);
        } else if (key == "public_address") {
            configuration.public_address = read_public_address(text(key, node));
        } else if (key == "known_checkpoint") {
            configuration.known_checkpoint = text(key, node);
        } else if (key == "gateways") {
            configuration.gateways = read_door(file, key, node);
        } else if (key == "gateways_without_tls") {
            configuration.gateways_without_tls = read_door(file, key, node);
        } else {
            refuse(file, node,
                   fmt::format(
                       "'{}' is not known: data, listen, certificate, key, token_file, profiles, "
                       "templates, backups, poll, log_level, public_address, known_checkpoint, "
                       "requests_per_key, "
                       "requests_per_address, "
                       "gateways and gateways_without_tls are",
                       key));
        }
    }
    return configuration;
}

}  // namespace meterbook
