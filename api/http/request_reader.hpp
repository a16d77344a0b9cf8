#pragma once
#include <cstddef>
#include <optional>
#include <string>

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include "api/http/http.hpp"
#include "api/http/message.hpp"

namespace api {

/// How far a request has been read.
enum class Reading : std::uint8_t {
    unfinished,  ///< more of it has to come
    wants_body,  ///< more has to come, and comes when it is asked for: 100 Continue
    finished,
    refused,   ///< answered with the refusal, and nothing behind it can be understood
    hopeless,  ///< and there is nobody to answer
};

/// Bytes become requests of HTTP/1.1, one after the other. What could be read in two ways is
/// refused: this server and one before it must not see different requests.
class RequestReader {
public:
    RequestReader(std::size_t most_header_bytes, std::size_t most_body_bytes);

    /// Forgets the request of before.
    void begin();

    /// Takes what has come out of the buffer. What belongs to the next request is left in it.
    Reading take(boost::beast::flat_buffer& buffer);

    /// Where it is finished; nothing where its target is no path.
    std::optional<Request> request() const;
    /// Where it is refused.
    const Response& refusal() const { return *refusal_; }

    bool has_header() const { return parser_->is_header_done(); }
    bool is_head() const;
    bool wants_to_stay() const;  ///< the connection, when it is answered

private:
    boost::system::error_code put(boost::beast::flat_buffer& buffer);
    std::optional<Response> fault_of(boost::system::error_code error) const;
    std::size_t fields() const;

    const std::size_t most_header_bytes_;
    const std::size_t most_body_bytes_;
    std::optional<boost::beast::http::request_parser<boost::beast::http::string_body>> parser_;
    std::optional<Response> refusal_;
    std::string header_;      ///< as it came
    std::size_t fields_ = 0;  ///< in it
};

}  // namespace api
