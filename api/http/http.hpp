#pragma once
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
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

/// Who is told more and more behind the body of an answer, until one of the two ends. Any thread.
class Listener {
public:
    Listener() = default;
    virtual ~Listener() = default;
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    /// False: it has gone, or hears so slowly that it was sent away. Does not wait.
    virtual bool tell(std::string bytes) = 0;

    /// Bytes that were told and wait for it to hear them.
    virtual std::size_t untold() const = 0;

    /// Nothing more comes: what was told is sent, then the connection closes.
    virtual void finish() = 0;
};

/// The rest of a body that is too long to be held in memory. One thread at a time.
class LongBody {
public:
    LongBody() = default;
    virtual ~LongBody() = default;
    LongBody(const LongBody&) = delete;
    LongBody& operator=(const LongBody&) = delete;

    /// Of all that was not taken yet.
    virtual std::size_t size() const = 0;

    /// The next piece of it; empty: it was told whole. Throws std::runtime_error when the disk
    /// does.
    virtual std::string take() = 0;
};

struct Response {
    int status = 200;
    std::map<std::string, std::string> headers;  ///< with Content-Type
    std::string body;
    /// Where it is given the answer has no end of its own: whoever asked listens from now on.
    /// Called once, on a thread of the server, which it must not hold up.
    std::function<void(std::shared_ptr<Listener>)> follow{};
    std::shared_ptr<LongBody> rest{};  ///< behind the body; none: that was all
};

/// Told once, from any thread, what makes the answer: it is called on a thread of the server, which
/// it must not hold up.
using Respond = std::function<void(std::function<Response()>)>;

}  // namespace api
