#pragma once
#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace notices {

struct HttpRequest {
    std::string method;
    std::string url;
    std::vector<std::string> headers;  ///< "Name: value"
    std::string body;
};

struct HttpAnswer {
    int status;
    std::string body;
};

/// Nobody answered, or not in time, or not in HTTP: one sentence without the request's path.
struct NoAnswer : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Asks over http and https, one request after another; certificates are checked, redirects are
/// answers like any other and are not followed. Of one thread.
class HttpClient {
public:
    struct Limits {
        std::chrono::milliseconds patience;
        std::size_t most_bytes;  ///< of an answer's body: more is no answer
    };
    explicit HttpClient(Limits limits);
    ~HttpClient();
    HttpClient(const HttpClient&) = delete;
    HttpClient(HttpClient&&) noexcept;
    HttpClient& operator=(const HttpClient&) = delete;
    HttpClient& operator=(HttpClient&&) = delete;

    /// Throws NoAnswer.
    HttpAnswer ask(const HttpRequest& request);

private:
    struct Curl;
    Limits limits_;
    std::unique_ptr<Curl> curl_;
};

/// True for http:// or https:// with a host. Anything else is no base of an address.
bool is_http_url(const std::string& url);

}  // namespace notices
