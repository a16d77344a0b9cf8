#pragma once
#include <memory>
#include <string_view>

namespace fuzz {

/// The way of a request, from bytes off a socket to bytes for it, without the socket: read,
/// answered by a real book in a directory of its own, and written. Of one thread, and gone before
/// it.
class RequestPath {
public:
    RequestPath();
    ~RequestPath();
    RequestPath(const RequestPath&) = delete;
    RequestPath& operator=(const RequestPath&) = delete;

    /// Aborts, with a sentence, where an answer is not one, where it depends on the pieces that the
    /// bytes came in, where a key is not answered alike, or where the service failed.
    void walk(std::string_view bytes);

private:
    struct Office;
    std::unique_ptr<Office> office_;
};

}  // namespace fuzz
