#include "api/http/request_reader.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

// However a request is cut into pieces, it is the same request, or refused alike.

namespace {

using api::Reading;

/// What comes of these bytes when they arrive in pieces of these sizes, and the rest at last.
Reading read(const std::string& bytes, const std::vector<std::size_t>& pieces) {
    api::RequestReader reader(16 << 10, 1 << 20);
    boost::beast::flat_buffer buffer;
    Reading reading = Reading::unfinished;
    const auto put = [&](std::string_view piece) {
        const auto room = buffer.prepare(piece.size());
        std::copy(piece.begin(), piece.end(), static_cast<char*>(room.data()));
        buffer.commit(piece.size());
        reading = reader.take(buffer);
    };
    std::string_view rest = bytes;
    for (const std::size_t size : pieces) {
        if (reading != Reading::unfinished || rest.size() <= size) break;
        put(rest.substr(0, size));
        rest.remove_prefix(size);
    }
    if (reading == Reading::unfinished) put(rest);
    return reading;
}

const std::string start = "POST /v1/sales HTTP/1.1\r\nHost: localhost\r\n";

RC_GTEST_PROP(RequestReader, RefusesAFoldedHeaderHoweverItArrives, ()) {
    const std::string bytes = start + "X-Operator: li\r\n boss\r\nContent-Length: 0\r\n\r\n";
    const auto pieces = *rc::gen::container<std::vector<std::size_t>>(
        rc::gen::inRange<std::size_t>(1, bytes.size()));
    RC_ASSERT(read(bytes, pieces) == Reading::refused);
}

RC_GTEST_PROP(RequestReader, RefusesFieldsBehindTheBodyHoweverTheyArrive, ()) {
    const std::string bytes = start +
                              "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n"
                              "X-Operator: boss\r\n\r\n";
    const auto pieces = *rc::gen::container<std::vector<std::size_t>>(
        rc::gen::inRange<std::size_t>(1, bytes.size()));
    RC_ASSERT(read(bytes, pieces) == Reading::refused);
}

RC_GTEST_PROP(RequestReader, TakesAPlainRequestHoweverItArrives, ()) {
    const std::string bytes =
        *rc::gen::element(start + "Content-Length: 2\r\n\r\n{}",
                          start + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n");
    const auto pieces = *rc::gen::container<std::vector<std::size_t>>(
        rc::gen::inRange<std::size_t>(1, bytes.size()));
    RC_ASSERT(read(bytes, pieces) == Reading::finished);
}

}  // namespace
