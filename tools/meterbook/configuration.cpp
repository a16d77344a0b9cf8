#include "tools/meterbook/configuration.hpp"

#include <charconv>
#include <fstream>
#include <map>

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
        const auto text =
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

toml::table parsed(const std::filesystem::path& file) {
    try {
        return toml::parse_file(file.string());
    } catch (const toml::parse_error& error) {
        throw Cannot(fmt::format("{}:{}: {}", file.string(), error.source().begin.line,
                                 error.description()));
    }
}

/// One setting as it stands in the file.
struct Setting {
    const std::filesystem::path& file;
    const std::string& key;
    const toml::node& node;

    std::string text() const { return value_of<std::string>(file, key, node, "text in quotes"); }
};

/// What each setting is for.
const std::map<std::string, void (*)(Configuration&, const Setting&)>& settings() {
    using All = Configuration&;
    using One = const Setting&;
    static const std::map<std::string, void (*)(Configuration&, const Setting&)> known{
        {"data", [](All all, One one) { all.data = one.text(); }},
        {"listen", [](All all, One one) { set_listen(all, one.text()); }},
        {"token_file", [](All all, One one) { all.token = read_token(one.text()); }},
        {"certificate", [](All all, One one) { all.certificate = one.text(); }},
        {"key", [](All all, One one) { all.key = one.text(); }},
        {"requests_per_key",
         [](All all, One one) { all.requests_per_key = read_rate(one.file, one.key, one.node); }},
        {"requests_per_address",
         [](All all, One one) {
             all.requests_per_address = read_rate(one.file, one.key, one.node);
         }},
        {"profiles", [](All all, One one) { all.profiles = one.text(); }},
        {"templates", [](All all, One one) { all.templates = one.text(); }},
        {"backups", [](All all, One one) { all.backups = one.text(); }},
        {"poll",
         [](All all, One one) {
             all.polls = value_of<bool>(one.file, one.key, one.node, "true or false");
         }},
        {"log_level", [](All all, One one) { all.log_level = one.text(); }},
        {"public_address",
         [](All all, One one) { all.public_address = read_public_address(one.text()); }},
        {"known_checkpoint", [](All all, One one) { all.known_checkpoint = one.text(); }},
        {"gateways",
         [](All all, One one) { all.gateways = read_door(one.file, one.key, one.node); }},
        {"gateways_without_tls", [](All all, One one) {
             all.gateways_without_tls = read_door(one.file, one.key, one.node);
         }}};
    return known;
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

Address read_address(const std::string& text) {
    const std::size_t colon = text.rfind(':');
    unsigned port = 65'536;
    if (colon != std::string::npos) {
        const char* end = text.data() + text.size();
        const auto [stop, error] = std::from_chars(text.data() + colon + 1, end, port);
        if (error != std::errc() || stop != end) port = 65'536;
    }
    if (port > 65'535)
        throw Cannot(fmt::format("'{}' is no address to listen on: give host:port", text));
    const std::string host = text.substr(0, colon);
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
    const toml::table table = parsed(file);
    Configuration configuration;
    for (const auto& [name, node] : table) {
        const std::string key(name.str());
        const auto known = settings().find(key);
        if (known == settings().end())
            refuse(file, node,
                   fmt::format(
                       "'{}' is not known: data, listen, certificate, key, token_file, profiles, "
                       "templates, backups, poll, log_level, public_address, known_checkpoint, "
                       "requests_per_key, "
                       "requests_per_address, "
                       "gateways and gateways_without_tls are",
                       key));
        known->second(configuration, {file, key, node});
    }
    return configuration;
}

}  // namespace meterbook
