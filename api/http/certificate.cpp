#include "api/http/certificate.hpp"

#include <array>
#include <ctime>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include <fmt/core.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

namespace api {
namespace {

namespace asio = boost::asio;

std::string bytes_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in || std::filesystem::is_directory(file))
        throw std::runtime_error(
            fmt::format("cannot read {}: give a PEM file that this user may read", file.string()));
    return {std::istreambuf_iterator<char>(in), {}};
}

/// "until 2027-01-31 08:00 UTC"; a certificate that has ended is shown all the same: what is wrong
/// with it the clients say.
std::string validity_of(const SSL_CTX* context) {
    const X509* shown = SSL_CTX_get0_certificate(context);
    std::tm end{};
    if (shown == nullptr || ASN1_TIME_to_tm(X509_get0_notAfter(shown), &end) != 1) return "";
    std::array<char, 32> text{};
    (void)std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M UTC", &end);
    const bool has_ended = X509_cmp_current_time(X509_get0_notAfter(shown)) < 0;
    return fmt::format("{} {}", has_ended ? "but it has ended on" : "until", text.data());
}

/// HTTP/1.1, or no connection: whoever offers other languages alone hears so in the handshake.
// NOLINTNEXTLINE(readability-function-size): OpenSSL calls it with six
int choose_http(SSL*, const unsigned char** chosen, unsigned char* size, const unsigned char* given,
                unsigned given_size, void*) {
    static constexpr std::array<unsigned char, 9> ours{8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
    unsigned char* found = nullptr;
    const int outcome =
        SSL_select_next_proto(&found, size, ours.data(), ours.size(), given, given_size);
    *chosen = found;
    return outcome == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

}  // namespace

Certificate::Certificate(CertificateFiles files)
    : files_(std::move(files)), tried_(read()), current_(context_of(tried_)) {}

Certificate::Pair Certificate::read() const {
    return {bytes_of(files_.certificate), bytes_of(files_.key)};
}

std::shared_ptr<Certificate::Context> Certificate::context_of(const Pair& pair) const {
    auto context = std::make_shared<Context>(Context::tls_server);
    SSL_CTX* raw = context->native_handle();
    const auto hold = [](const boost::system::error_code& error, const std::string& sentence) {
        ERR_clear_error();
        if (error) throw std::runtime_error(sentence + ": " + error.message());
    };
    boost::system::error_code error;
    if (SSL_CTX_set_min_proto_version(raw, TLS1_3_VERSION) != 1)
        throw std::runtime_error("TLS 1.3 cannot be used: see the system's OpenSSL configuration");
    (void)context->set_password_callback(
        [](std::size_t, Context::password_purpose) { return std::string(); }, error);
    (void)context->use_certificate_chain(asio::buffer(pair.certificate), error);
    hold(error, fmt::format("cannot use {}: give a certificate in PEM, with those that lead to its "
                            "authority behind it",
                            files_.certificate.string()));
    (void)context->use_private_key(asio::buffer(pair.key), Context::pem, error);
    hold(error, fmt::format("cannot use {}: give the key of the certificate in {}, in PEM and "
                            "without a passphrase",
                            files_.key.string(), files_.certificate.string()));
    if (SSL_CTX_check_private_key(raw) != 1)
        throw std::runtime_error(
            fmt::format("the key in {} is not that of the certificate in {}: "
                        "give both of one pair",
                        files_.key.string(), files_.certificate.string()));
    SSL_CTX_set_mode(raw, SSL_MODE_RELEASE_BUFFERS);
    (void)SSL_CTX_set_num_tickets(raw, 0);  // each connection is shown the certificate of its day
    SSL_CTX_set_alpn_select_cb(raw, choose_http, nullptr);
    return context;
}

std::shared_ptr<Certificate::Context> Certificate::current() const {
    const std::lock_guard lock(mutex_);
    return current_;
}

std::optional<std::string> Certificate::renew() {
    const std::lock_guard lock(mutex_);
    try {
        Pair pair = read();
        if (pair == tried_) return std::nullopt;
        tried_ = std::move(pair);
        current_ = context_of(tried_);
        told_.clear();
        return fmt::format("new connections are shown the certificate in {}, which holds {}",
                           files_.certificate.string(), validity_of(current_->native_handle()));
    } catch (const std::runtime_error& useless) {
        std::string sentence =
            fmt::format("the certificate of before is still shown: {}", useless.what());
        if (sentence == told_) return std::nullopt;
        told_ = sentence;
        return sentence;
    }
}

}  // namespace api
