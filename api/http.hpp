#pragma once
#include <map>
#include <optional>
#include <string>

namespace api {

/// A request as handlers see it: no socket, no library type.
struct Request {
    std::string method;
    std::string path;                            ///< decoded, without the query
    std::map<std::string, std::string> query;    ///< decoded
    std::map<std::string, std::string> headers;  ///< names in lower case
    std::string body;
    std::string address{};   ///< of whoever asks; empty: not known
    bool is_secure = false;  ///< came over TLS

    std::string header(const std::string& name) const {
        const auto found = headers.find(name);
        return found == headers.end() ? "" : found->second;
    }
    std::optional<std::string> parameter(const std::string& name) const {
        const auto found = query.find(name);
        return found == query.end() ? std::nullopt : std::optional(found->second);
    }
};

struct Response {
    int status = 200;
    std::map<std::string, std::string> headers;  ///< with Content-Type
    std::string body;
};

}  // namespace api
