#include "api/message.hpp"

#include <algorithm>

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

Response malformed(const std::string& field, const std::string& detail) {
    return response_of(Problem(400, "request_must_be_well_formed", field, detail));
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

std::optional<Response> refusal_of(const HttpRequest& message) {
    const auto hosts = message.count(http::field::host);
    if (message.version() == 11 && hosts != 1) return malformed("Host", "give one Host header");
    for (const char* once : {"Authorization", "Idempotency-Key"}) {
        if (message.count(once) > 1) return malformed(once, std::string("give one ") + once);
    }
    const auto encoding = message.find(http::field::transfer_encoding);
    if (encoding == message.end()) return std::nullopt;
    if (message.count(http::field::transfer_encoding) > 1 || lower(encoding->value()) != "chunked")
        return malformed("Transfer-Encoding", "only 'chunked' is understood");
    if (message.count(http::field::content_length) > 0)
        return malformed("Content-Length", "give Content-Length or Transfer-Encoding, not both");
    return std::nullopt;
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

Response unreadable_target() {
    return malformed("",
                     "the request's target is no path with each parameter once: begin it with /");
}

HttpResponse message_of(const Response& response, bool keep_alive, bool is_head) {
    HttpResponse message{static_cast<http::status>(response.status), 11};
    for (const auto& [name, value] : response.headers) message.set(name, value);
    message.set(http::field::server, "meterbook");
    message.set("X-Content-Type-Options", "nosniff");
    if (!response.headers.contains("Cache-Control"))
        message.set(http::field::cache_control, "no-store");
    message.keep_alive(keep_alive);
    message.content_length(response.body.size());
    if (!is_head) message.body() = response.body;
    return message;
}

std::string too_many_connections() {
    const Response busy = response_of(
        Problem(503, "connections_must_be_few", "", "too many connections: ask again later"));
    return "HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/problem+json\r\n"
           "Retry-After: 5\r\nConnection: close\r\nContent-Length: " +
           std::to_string(busy.body.size()) + "\r\n\r\n" + busy.body;
}

}  // namespace api
