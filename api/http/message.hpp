#pragma once
#include <chrono>
#include <optional>
#include <string>

#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>

#include "api/http/http.hpp"

namespace api {

// Between Beast's messages and ours.

using HttpRequest = boost::beast::http::request<boost::beast::http::string_body>;

/// What a request that could not be read is answered with; nothing where there is nobody to answer.
std::optional<Response> refusal_of(boost::beast::error_code error);

/// What Beast lets pass and we do not: no Host or two, folded lines, a body whose length is not
/// plain. `header` are the bytes that it stood in, and may go on behind it.
std::optional<Response> refusal_of(const HttpRequest& message, std::string_view header);

/// To fields behind a chunked body.
Response refusal_of_trailer();

/// Nothing where the target is no path, or gives a parameter twice.
std::optional<Request> request_of(const HttpRequest& message);
Response unreadable_target();

Response too_many_connections();
Response too_many_requests(std::chrono::seconds wait);

/// How an answer goes out.
struct Sending {
    bool goes_on;  ///< the connection stays open
    bool is_head;  ///< the body is only announced
    bool is_secure;
};

/// The whole answer as it goes over the wire, with what every answer says.
std::string bytes_of(const Response& response, const Sending& sending);

}  // namespace api
