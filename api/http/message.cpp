#include "api/http/message.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <boost/beast/http/error.hpp>
#include <boost/beast/http/rfc7230.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include "api/problem.hpp"

namespace api {
namespace {

namespace beast = boost::beast;
namespace http = boost::beast::http;

std::string lower(std::string_view text) {
    std::string low(text);
    std::transform(low.begin(), low.end(), low.begin(), [](unsigned char c) {
        return static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    });
    return low;
}

/// Of every answer that does not say otherwise: nothing is kept, and a browser runs nothing.
const std::array<std::pair<std::string, std::string_view>, 6> said_else{{
    {"Server", "meterbook"},
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "no-referrer"},
    {"X-Frame-Options", "DENY"},
    {"Cache-Control", "no-store"},
    {"Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"},
}};

/// What would be taken for one value here, and for another one there.
constexpr std::array said_once{"Authorization", "Content-Length", "Content-Type",
                               "Cookie",        "Expect",         "Idempotency-Key",
                               "If-Match",      "If-None-Match",  "X-Operator"};

/// Beast takes "2, 2" for 2.
bool is_plain_number(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// A line that goes on in the next one: others would read another value.
bool has_folded_line(std::string_view header) {
    const std::string_view lines = header.substr(0, header.find("\r\n\r\n"));
    return lines.find("\n ") != std::string_view::npos ||
           lines.find("\n\t") != std::string_view::npos;
}

Response malformed(const std::string& field, const std::string& detail) {
    return response_of(Problem(400, "request_must_be_well_formed", field, detail));
}

/// How long the body is must be said once, and in one way.
std::optional<Response> refusal_of_length(const HttpRequest& message) {
    const auto length = message.find(http::field::content_length);
    if (length != message.end() && !is_plain_number(length->value()))
        return malformed("Content-Length", "give one whole number");
    const auto encoding = message.find(http::field::transfer_encoding);
    if (encoding == message.end()) return std::nullopt;
    if (message.version() != 11)
        return malformed("Transfer-Encoding", "HTTP/1.0 has none: give Content-Length");
    if (message.count(http::field::transfer_encoding) > 1 || lower(encoding->value()) != "chunked")
        return malformed("Transfer-Encoding", "only 'chunked' is understood");
    if (length != message.end())
        return malformed("Content-Length", "give Content-Length or Transfer-Encoding, not both");
    return std::nullopt;
}

}  // namespace

std::optional<Response> refusal_of(beast::error_code error) {
    if (error == http::error::body_limit)
        return response_of(Problem(413, "body_must_be_small", "",
                                   "the body is larger than 1 MiB: send it in parts"));
    if (error == http::error::header_limit)
        return response_of(
            Problem(431, "header_must_be_small", "", "the header is larger than 16 KiB"));
    if (error && error.category() == http::make_error_code(http::error::bad_method).category() &&
        error != http::error::end_of_stream && error != http::error::partial_message)
        return malformed("", "the request is not HTTP/1.1: " + error.message());
    return std::nullopt;
}

std::optional<Response> refusal_of(const HttpRequest& message, std::string_view header) {
    const auto hosts = message.count(http::field::host);
    const bool is_http11 = message.version() == 11;
    if (message.version() != 11 && message.version() != 10)
        return malformed("", "the request is not HTTP/1.1");
    if (has_folded_line(header)) return malformed("", "give each header in one line");
    if ((is_http11 && hosts != 1) || hosts > 1) return malformed("Host", "give one Host header");
    for (const char* once : said_once) {
        if (message.count(once) > 1) return malformed(once, std::string("give one ") + once);
    }
    const auto expectation = message.find(http::field::expect);
    if (is_http11 && expectation != message.end() && lower(expectation->value()) != "100-continue")
        return response_of(Problem(417, "expectation_must_be_known", "Expect",
                                   "only '100-continue' is understood: leave it out"));
    return refusal_of_length(message);
}

std::optional<Request> request_of(const HttpRequest& message) {
    const auto target = message.target();
    const auto parsed = boost::urls::parse_origin_form({target.data(), target.size()});
    if (!parsed) return std::nullopt;
    Request request;
    request.method = std::string(message.method_string());
    request.path = parsed->path();
    for (const auto& each : parsed->params()) {
        if (!request.query.emplace(each.key, each.value).second) return std::nullopt;
    }
    for (const auto& each : message) request.headers[lower(each.name_string())] = each.value();
    request.body = message.body();
    return request;
}

Response refusal_of_trailer() { return malformed("Trailer", "give every header before the body"); }

Response unreadable_target() {
    return malformed("",
                     "the request's target is no path with each parameter once: begin it with /");
}

Response too_many_connections() {
    return response_of(
        Problem(503, "connections_must_be_few", "", "too many connections: ask again later"));
}

Response too_many_requests(std::chrono::seconds wait) {
    Response response = response_of(
        Problem(429, "requests_must_be_few", "",
                "too many requests: ask again after as many seconds as Retry-After says"));
    response.headers["Retry-After"] = std::to_string(wait.count());
    return response;
}

std::string bytes_of(const Response& response, const Sending& sending) {
    const auto status = static_cast<http::status>(response.status);
    const bool has_length = !response.follow && response.status != 204;
    std::string bytes;
    bytes.reserve(1'024 + response.body.size());
    bytes += "HTTP/1.1 " + std::to_string(response.status) + " ";
    bytes += http::obsolete_reason(status);
    bytes += "\r\n";
    const auto say = [&](std::string_view name, std::string_view value) {
        bytes.append(name).append(": ").append(value).append("\r\n");
    };
    for (const auto& [name, value] : response.headers) say(name, value);
    for (const auto& [name, value] : said_else) {
        if (!response.headers.contains(name)) say(name, value);
    }
    if (sending.is_secure) say("Strict-Transport-Security", "max-age=31536000");
    if (!sending.goes_on) say("Connection", "close");
    const std::size_t rest = response.rest ? response.rest->size() : 0;
    if (has_length) say("Content-Length", std::to_string(response.body.size() + rest));
    bytes += "\r\n";
    if (!sending.is_head) bytes += response.body;
    return bytes;
}

}  // namespace api
