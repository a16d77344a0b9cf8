#include "api/http/request_reader.hpp"

namespace api {

namespace http = boost::beast::http;

RequestReader::RequestReader(std::size_t most_header_bytes, std::size_t most_body_bytes)
    : most_header_bytes_(most_header_bytes), most_body_bytes_(most_body_bytes) {
    begin();
}

void RequestReader::begin() {
    refusal_.reset();
    header_.clear();
    parser_.emplace();
    parser_->header_limit(static_cast<std::uint32_t>(most_header_bytes_));
    parser_->body_limit(most_body_bytes_);
}

/// What the parser takes of it, and what it says of that; while there is no header, no more than
/// the header.
boost::system::error_code RequestReader::put(boost::beast::flat_buffer& buffer) {
    boost::system::error_code error;
    if (parser_->is_done() || buffer.size() == 0) return error;
    const bool had_header = has_header();
    const std::size_t used = parser_->put(buffer.data(), error);
    if (error == http::error::need_more) error = {};
    if (!had_header) header_.append(static_cast<const char*>(buffer.data().data()), used);
    buffer.consume(used);
    return error;
}

Reading RequestReader::take(boost::beast::flat_buffer& buffer) {
    const bool had_header = has_header();
    boost::system::error_code error = put(buffer);
    const bool is_header_new = has_header() && !had_header;
    if (is_header_new) {
        refusal_ = refusal_of(parser_->get(), header_);
        fields_ = fields();
        parser_->eager(true);
        if (!refusal_ && !error) error = put(buffer);
    }
    if (!refusal_) refusal_ = fault_of(error);
    if (refusal_) return Reading::refused;
    if (error) return Reading::hopeless;
    if (parser_->is_done()) return Reading::finished;
    // Beast waits for ever for the end of a header, or of a line between chunks.
    if (buffer.size() > most_header_bytes_) {
        refusal_ = refusal_of(http::make_error_code(http::error::header_limit));
        return Reading::refused;
    }
    const bool asks = is_header_new && parser_->get().version() == 11 &&
                      parser_->get().count(http::field::expect) > 0;
    return asks ? Reading::wants_body : Reading::unfinished;
}

/// Beast puts what comes behind the chunks among the headers, where all checks were made.
std::optional<Response> RequestReader::fault_of(boost::system::error_code error) const {
    if (has_header() && fields() != fields_) return refusal_of_trailer();
    return refusal_of(error);
}

std::size_t RequestReader::fields() const {
    return static_cast<std::size_t>(std::distance(parser_->get().begin(), parser_->get().end()));
}

std::optional<Request> RequestReader::request() const { return request_of(parser_->get()); }

bool RequestReader::is_head() const {
    return has_header() && parser_->get().method() == http::verb::head;
}

bool RequestReader::wants_to_stay() const {
    return parser_->get().version() == 11 && parser_->get().keep_alive();
}

}  // namespace api
