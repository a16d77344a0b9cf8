#pragma once
#include <filesystem>
#include <memory>
#include <string>

#include "ingest/edge/link.hpp"
#include "ingest/edge/socket.hpp"

struct ssl_ctx_st;
struct ssl_st;

namespace edge {

/// The files (PEM) that one end of a link is known by, and whom it believes.
struct Papers {
    std::filesystem::path authority;  ///< certificate of whoever signed the other end's
    std::filesystem::path certificate;
    std::filesystem::path key;
};

/// TLS 1.3 with certificates on both sides, and nothing less. Any thread.
class TlsSide {
public:
    enum class Role : std::uint8_t { book, gateway };

    /// Throws std::runtime_error with one sentence where the papers are of no use.
    TlsSide(Role role, const Papers& papers);
    ~TlsSide();
    TlsSide(const TlsSide&) = delete;
    TlsSide& operator=(const TlsSide&) = delete;

    ssl_ctx_st* context() const { return context_.get(); }
    Role role() const { return role_; }

private:
    struct Free {
        void operator()(ssl_ctx_st* context) const;
    };
    Role role_;
    std::unique_ptr<ssl_ctx_st, Free> context_;
};

/// One such connection. OpenSSL writes to its socket: the process has to ignore SIGPIPE.
class TlsLink : public Link {
public:
    /// Shakes hands; `host` is whom a gateway expects. Throws LinkBroken with the reason.
    TlsLink(const TlsSide& side, Socket socket, const std::string& host, Deadline until);
    ~TlsLink() override;

    /// The common name in the other end's certificate.
    std::string peer() const;

    ledger::Bytes read(Deadline until) override;
    void write(ledger::BytesView bytes, Deadline until) override;
    void finish() noexcept override;

private:
    struct Free {
        void operator()(ssl_st* connection) const;
    };
    bool wait_for(int outcome, const char* doing, Deadline until);

    Socket socket_;
    std::unique_ptr<ssl_st, Free> connection_;
};

}  // namespace edge
