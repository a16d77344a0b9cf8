#include "ingest/edge/tls_link.hpp"

#include <array>

#include <arpa/inet.h>
#include <fmt/core.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

namespace edge {
namespace {

constexpr std::size_t piece = 16 << 10;

/// What OpenSSL has to say of the last failure of this thread.
std::string last_words() {
    const unsigned long error = ERR_peek_error();
    ERR_clear_error();
    const char* reason = ERR_reason_error_string(error);
    return reason == nullptr ? "no reason was given" : reason;
}

void hold(bool well, const std::string& what) {
    if (!well) throw std::runtime_error(fmt::format("{}: {}", what, last_words()));
}

bool is_address(const std::string& host) {
    std::array<unsigned char, sizeof(in6_addr)> parsed;
    return ::inet_pton(AF_INET, host.c_str(), parsed.data()) == 1 ||
           ::inet_pton(AF_INET6, host.c_str(), parsed.data()) == 1;
}

/// Only a certificate that names this host is taken.
void expect(ssl_st* connection, const std::string& host) {
    bool well = false;
    if (is_address(host)) {
        well = X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(connection), host.c_str()) == 1;
    } else {
        well = SSL_set1_host(connection, host.c_str()) == 1 &&
               SSL_set_tlsext_host_name(connection, host.c_str()) == 1;
    }
    if (!well) throw LinkBroken(fmt::format("'{}' is no host: {}", host, last_words()));
}

}  // namespace

void TlsSide::Free::operator()(ssl_ctx_st* context) const { SSL_CTX_free(context); }

TlsSide::TlsSide(Role role, const Papers& papers)
    : role_(role),
      context_(SSL_CTX_new(role == Role::book ? TLS_server_method() : TLS_client_method())) {
    ssl_ctx_st* context = context_.get();
    hold(context != nullptr, "TLS cannot be used");
    hold(SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION) == 1, "TLS 1.3 cannot be used");
    hold(SSL_CTX_load_verify_file(context, papers.authority.c_str()) == 1,
         fmt::format("cannot read the authority's certificate in {}", papers.authority.string()));
    hold(SSL_CTX_use_certificate_chain_file(context, papers.certificate.c_str()) == 1,
         fmt::format("cannot read a certificate in {}", papers.certificate.string()));
    hold(SSL_CTX_use_PrivateKey_file(context, papers.key.c_str(), SSL_FILETYPE_PEM) == 1,
         fmt::format("cannot read the key in {}, or it is not the certificate's",
                     papers.key.string()));
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
    SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);  // each time the papers are shown
    hold(SSL_CTX_set_num_tickets(context, 0) == 1, "TLS cannot be used");
}

TlsSide::~TlsSide() = default;

void TlsLink::Free::operator()(ssl_st* connection) const { SSL_free(connection); }

TlsLink::TlsLink(const TlsSide& side, Socket socket, const std::string& host, Deadline until)
    : socket_(std::move(socket)), connection_(SSL_new(side.context())) {
    ssl_st* connection = connection_.get();
    if (connection == nullptr || SSL_set_fd(connection, socket_.descriptor()) != 1)
        throw LinkBroken("TLS cannot be used: " + last_words());
    const bool is_book = side.role() == TlsSide::Role::book;
    if (!is_book) expect(connection, host);
    for (;;) {
        ERR_clear_error();
        const int outcome = is_book ? SSL_accept(connection) : SSL_connect(connection);
        if (outcome == 1) return;
        try {
            (void)wait_for(outcome, "no TLS 1.3 handshake", until);
        } catch (const LinkBroken&) {
            TlsLink::finish();  // so that the other end reads our alert
            throw;
        }
    }
}

TlsLink::~TlsLink() = default;

/// Waits until the connection can go on. False: it was closed in order.
bool TlsLink::wait_for(int outcome, const char* doing, Deadline until) {
    ssl_st* connection = connection_.get();
    const int why = SSL_get_error(connection, outcome);
    if (why == SSL_ERROR_ZERO_RETURN) return false;
    const bool wants_read = why == SSL_ERROR_WANT_READ;
    if (wants_read || why == SSL_ERROR_WANT_WRITE) {
        const bool ready = wants_read ? socket_.wait_to_read(until) : socket_.wait_to_write(until);
        if (!ready) throw LinkBroken(fmt::format("{}: it took too long", doing));
        return true;
    }
    const long verified = SSL_get_verify_result(connection);
    if (verified != X509_V_OK)
        throw LinkBroken(fmt::format("{}: the other end's certificate is not accepted: {}", doing,
                                     X509_verify_cert_error_string(verified)));
    if (why == SSL_ERROR_SYSCALL) throw LinkBroken(fmt::format("{}: the connection broke", doing));
    throw LinkBroken(fmt::format("{}: {}", doing, last_words()));
}

std::string TlsLink::peer() const {
    const X509* shown = SSL_get0_peer_certificate(connection_.get());
    if (shown == nullptr) return {};
    std::array<char, 256> name{};
    const int size = X509_NAME_get_text_by_NID(X509_get_subject_name(shown), NID_commonName,
                                               name.data(), static_cast<int>(name.size()));
    return size < 0 ? std::string() : std::string(name.data(), static_cast<std::size_t>(size));
}

ledger::Bytes TlsLink::read(Deadline until) {
    ledger::Bytes bytes(piece, '\0');
    for (;;) {
        ERR_clear_error();
        std::size_t got = 0;
        const int outcome = SSL_read_ex(connection_.get(), bytes.data(), bytes.size(), &got);
        if (outcome == 1) {
            bytes.resize(got);
            return bytes;
        }
        const bool waits = SSL_get_error(connection_.get(), outcome) == SSL_ERROR_WANT_READ;
        if (waits && !socket_.wait_to_read(until)) return {};
        if (!waits && !wait_for(outcome, "the link broke", until))
            throw LinkBroken("the other end closed the connection");
    }
}

void TlsLink::write(ledger::BytesView bytes, Deadline until) {
    while (!bytes.empty()) {
        ERR_clear_error();
        std::size_t sent = 0;
        const int outcome = SSL_write_ex(connection_.get(), bytes.data(), bytes.size(), &sent);
        if (outcome == 1) {
            bytes.remove_prefix(sent);
        } else if (!wait_for(outcome, "the link broke", until)) {
            throw LinkBroken("the other end closed the connection");
        }
    }
}

void TlsLink::finish() noexcept {
    ERR_clear_error();
    if (SSL_is_init_finished(connection_.get()) == 1) (void)SSL_shutdown(connection_.get());
    ERR_clear_error();
    socket_.linger();
}

}  // namespace edge
