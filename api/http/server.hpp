#pragma once
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "api/http/http.hpp"
#include "api/http/rate_limit.hpp"

namespace api {

/// The PEM files that a server is known by: its certificate with those that lead to its authority,
/// and the key, without a passphrase.
struct CertificateFiles {
    std::filesystem::path certificate;
    std::filesystem::path key;
};

struct ServerOptions {
    std::string address = "127.0.0.1";  ///< an IP address
    std::uint16_t port = 0;             ///< 0: any that is free
    unsigned io_threads = 2;            ///< each has its connections
    unsigned workers = 64;              ///< for what takes its time, or waits for a read model
    std::size_t connections = 1'024;    ///< at most half of the process's descriptors
    std::size_t most_header_bytes = 16 << 10;
    std::size_t most_body_bytes = 1 << 20;
    std::size_t most_untold_bytes = 1 << 20;  ///< waiting for a listener, which then has to go
    std::chrono::seconds request_time{15};    ///< from its first byte to its last; for a handshake
    std::chrono::seconds idle_time{60};
    std::chrono::seconds write_time{30};
    std::chrono::seconds linger_time{1};  ///< for what a client still sends after its last answer
    std::chrono::seconds shutdown_time{10};
    RateLimits rates{};
    std::optional<CertificateFiles> certificate{};  ///< none: plain HTTP
};

/// HTTP/1.1 on its own threads, plain or over TLS 1.3.
class Server {
public:
    using Answer = std::function<void(const Request&, const Respond&)>;
    using IsQuick = std::function<bool(const Request&)>;

    /// Takes the address, so that nobody else has it; whoever connects is refused until `start`.
    /// Throws std::runtime_error with one sentence when it cannot.
    explicit Server(const ServerOptions& options);

    /// Listens, once. `answer` runs on a worker and may block; it must not throw. It tells its
    /// second argument, then or later, what makes the answer. What `is_quick` says of is asked
    /// where it was read, without the way to a worker and back: it must not block. Throws like the
    /// constructor.
    void start(Answer answer, IsQuick is_quick = {});

    /// Takes no more connections. Requests that run are finished, however long they take; their
    /// clients have `shutdown_time` to read the answers. Then it closes.
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    std::uint16_t port() const;

    /// Reads the certificate again where its files have changed; new connections are shown it. One
    /// that cannot be used leaves the one there is. Says in one sentence what became of it, nothing
    /// where the files are as they were. Any thread.
    std::optional<std::string> renew_certificate();

    struct Parts;  ///< known to its sessions

private:
    std::unique_ptr<Parts> parts_;
};

/// For what knows the answer when it returns.
Server::Answer at_once(std::function<Response(const Request&)> answer);

}  // namespace api
