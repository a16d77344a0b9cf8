#pragma once
#include <optional>
#include <string>

#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>

#include "api/http.hpp"

namespace api {

// Between Beast's messages and ours.

using HttpRequest = boost::beast::http::request<boost::beast::http::string_body>;
using HttpResponse = boost::beast::http::response<boost::beast::http::string_body>;

/// What a request that could not be read is answered with; nothing where there is nobody to answer.
std::optional<Response> refusal_of(boost::beast::error_code error);

/// What Beast lets pass and we do not: no Host or two, a body whose length is not plain.
std::optional<Response> refusal_of(const HttpRequest& message);

/// Nothing where the target is no path, or gives a parameter twice.
std::optional<Request> request_of(const HttpRequest& message);
Response unreadable_target();

HttpResponse message_of(const Response& response, bool keep_alive, bool is_head);

/// A whole HTTP answer, for a connection that is not even read.
std::string too_many_connections();

}  // namespace api
