#include "tests/fuzz/request_path.hpp"

#include <cstdio>
#include <cstdlib>
#include <vector>

#include <nlohmann/json.hpp>

#include "api/access/access.hpp"
#include "api/http/request_reader.hpp"
#include "api/routes.hpp"
#include "api/telemetry.hpp"
#include "tests/integration/opened_book.hpp"

namespace fuzz {
namespace {

constexpr std::size_t most_header = 16 << 10;
constexpr std::size_t most_body = 64 << 10;
constexpr std::size_t most_requests = 16;

void hold(bool well, const char* promise) {
    if (well) return;
    std::fprintf(stderr, "broken: %s\n", promise);
    std::abort();
}

/// What was read of some bytes: the requests in their order, and how it ended.
struct Read {
    std::vector<api::Request> requests;
    std::size_t unreadable = 0;
    int refused = 0;  ///< with this status; 0: not
};

void feed(boost::beast::flat_buffer& buffer, std::string_view bytes) {
    const auto room = buffer.prepare(bytes.size());
    std::copy(bytes.begin(), bytes.end(), static_cast<char*>(room.data()));
    buffer.commit(bytes.size());
}

/// All that can be read of what has come. True where the connection goes on.
bool read_on(api::RequestReader& reader, boost::beast::flat_buffer& buffer, Read& read) {
    while (read.requests.size() < most_requests) {
        switch (reader.take(buffer)) {
            case api::Reading::unfinished:
            case api::Reading::wants_body:
                return true;
            case api::Reading::hopeless:
                return false;
            case api::Reading::refused:
                read.refused = reader.refusal().status;
                return false;
            case api::Reading::finished:
                break;
        }
        if (auto request = reader.request()) {
            read.requests.push_back(std::move(*request));
        } else {
            ++read.unreadable;
        }
        if (!reader.wants_to_stay()) return false;
        reader.begin();
        if (buffer.size() == 0) return true;
    }
    return false;
}

/// The bytes as they come in pieces of this size.
Read read_in_pieces(std::string_view bytes, std::size_t piece) {
    api::RequestReader reader(most_header, most_body);
    boost::beast::flat_buffer buffer;
    Read read;
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
        feed(buffer, bytes.substr(at, piece));
        if (!read_on(reader, buffer, read)) break;
    }
    return read;
}

bool are_same(const Read& a, const Read& b) {
    if (a.requests.size() != b.requests.size() || a.unreadable != b.unreadable) return false;
    for (std::size_t i = 0; i < a.requests.size(); ++i) {
        const api::Request& one = a.requests[i];
        const api::Request& other = b.requests[i];
        if (one.method != other.method || one.path != other.path || one.query != other.query ||
            one.headers != other.headers || one.body != other.body)
            return false;
    }
    return true;
}

/// One status line, headers of one line each, and a body of the length that is said.
void check_answer(const api::Response& response) {
    hold(response.status >= 200 && response.status < 600, "an answer has a status");
    hold(response.status != 500, "the service does not fail");
    for (const auto& [name, value] : response.headers)
        hold((name + value).find_first_of(std::string("\r\n\0", 3)) == std::string::npos,
             "a header is one line");
    const auto type = response.headers.find("Content-Type");
    if (type != response.headers.end() && type->second.find("json") != std::string::npos)
        hold(nlohmann::json::accept(response.body), "JSON is JSON");
    const std::string bytes = api::bytes_of(response, {true, false, true});
    const auto end = bytes.find("\r\n\r\n");
    hold(end != std::string::npos && bytes.compare(end + 4, std::string::npos, response.body) == 0,
         "the body stands behind the header");
}

}  // namespace

/// It goes on from input to input, as a server's does.
struct RequestPath::Office {
    TemporaryDirectory directory;
    OpenedBook opened{directory.path()};
    projections::ReadModels read_models{opened.book().journal(), directory / "projections"};
    api::Telemetry telemetry;
    api::Access access{opened.book(), {.directory = directory / "access"}};
    api::Service service{opened.book(), read_models, [] { return OpenedBook::opening_hour; },
                         telemetry,     access,      "",
                         "fuzz"};
    api::Router router{service};
};

RequestPath::RequestPath() : office_(std::make_unique<Office>()) {}
RequestPath::~RequestPath() = default;

void RequestPath::walk(std::string_view bytes) {
    const Read whole = read_in_pieces(bytes, std::max<std::size_t>(bytes.size(), 1));
    hold(are_same(whole, read_in_pieces(bytes, 7)), "the pieces do not matter");
    for (const api::Request& request : whole.requests) {
        const api::Response first = office_->router.answer(request);
        check_answer(first);
        const bool is_kept = !request.header("idempotency-key").empty() && first.status == 201;
        if (!is_kept) continue;
        const api::Response again = office_->router.answer(request);
        hold(again.status == first.status && again.body == first.body,
             "a key is answered with the same bytes");
    }
}

}  // namespace fuzz
