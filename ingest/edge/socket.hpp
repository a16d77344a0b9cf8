#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "ingest/edge/link.hpp"

namespace edge {

/// A connected TCP socket that never blocks, closed with this object.
class Socket {
public:
    explicit Socket(int descriptor);  ///< takes it over
    ~Socket();
    Socket(const Socket&) = delete;
    Socket(Socket&& other) noexcept;
    Socket& operator=(const Socket&) = delete;
    Socket& operator=(Socket&&) = delete;

    int descriptor() const { return descriptor_; }

    /// False where nothing came until then.
    bool wait_to_read(Deadline until) const;
    bool wait_to_write(Deadline until) const;

    /// As Link::finish.
    void linger() const noexcept;

private:
    int descriptor_;
};

/// To "host:port". Throws LinkBroken.
Socket connect(const std::string& address);

/// Where others connect to. Throws std::runtime_error with one sentence.
class Listener {
public:
    Listener(const std::string& address, std::uint16_t port);
    std::uint16_t port() const { return port_; }

    /// The next connection and where it comes from; empty: none came until then.
    struct Caller {
        int descriptor;
        std::string from;
    };
    std::optional<Caller> accept(Deadline until);

private:
    Socket socket_;
    std::uint16_t port_;
};

/// Bytes as they are, under sealed frames.
class PlainLink : public Link {
public:
    explicit PlainLink(Socket socket) : socket_(std::move(socket)) {}
    ledger::Bytes read(Deadline until) override;
    void write(ledger::BytesView bytes, Deadline until) override;
    void finish() noexcept override { socket_.linger(); }

private:
    Socket socket_;
};

}  // namespace edge
