#include "tests/integration/http_client.hpp"

#include <algorithm>
#include <array>
#include <csignal>
#include <stdexcept>
#include <utility>

#include <arpa/inet.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "tests/support/exchange_record.hpp"

namespace {

SSL_CTX* believing_context() {
    static const std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> context(
        SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
    return context.get();
}

}  // namespace

void HttpClient::Free::operator()(ssl_st* connection) const { SSL_free(connection); }

HttpClient::HttpClient(std::uint16_t port, Wire wire) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const timeval patience{20, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        ::close(socket_);
        throw std::runtime_error("the server does not take a connection");
    }
    if (wire == Wire::tls) shake_hands();
}

void HttpClient::shake_hands() {
    std::signal(SIGPIPE, SIG_IGN);  // OpenSSL writes to the socket as to a file
    tls_.reset(SSL_new(believing_context()));
    SSL_set_fd(tls_.get(), socket_);
    if (SSL_connect(tls_.get()) == 1) return;
    ::close(socket_);
    throw std::runtime_error("the server does not shake hands");
}

HttpClient::~HttpClient() { ::close(socket_); }

void HttpClient::send(const std::string& bytes) {
    std::size_t sent = 0;
    while (sent < bytes.size()) {
        const std::size_t left = bytes.size() - sent;
        const ssize_t n = tls_ ? SSL_write(tls_.get(), bytes.data() + sent, static_cast<int>(left))
                               : ::send(socket_, bytes.data() + sent, left, MSG_NOSIGNAL);
        if (n <= 0) return;
        sent += static_cast<std::size_t>(n);
    }
}

bool HttpClient::fill() {
    std::array<char, 16'384> chunk;
    const ssize_t n = tls_ ? SSL_read(tls_.get(), chunk.data(), static_cast<int>(chunk.size()))
                           : ::recv(socket_, chunk.data(), chunk.size(), 0);
    if (n <= 0) return false;
    buffer_.append(chunk.data(), static_cast<std::size_t>(n));
    return true;
}

void HttpClient::finish_sending() {
    if (tls_) (void)SSL_shutdown(tls_.get());
    ::shutdown(socket_, SHUT_WR);
}

void HttpClient::reset() {
    const linger at_once{1, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    ::close(socket_);
    socket_ = -1;
}

std::string HttpClient::receive_some() {
    if (buffer_.empty()) (void)fill();
    return std::exchange(buffer_, {});
}

std::string HttpClient::shown_name() const {
    const X509* shown = SSL_get0_peer_certificate(tls_.get());
    std::array<char, 256> name{};
    X509_NAME_get_text_by_NID(X509_get_subject_name(shown), NID_commonName, name.data(),
                              static_cast<int>(name.size()));
    return name.data();
}

Answer HttpClient::receive() {
    Answer answer;
    while (buffer_.find("\r\n\r\n") == std::string::npos) {
        if (fill()) continue;
        answer.is_cut = !buffer_.empty();
        return answer;
    }
    const std::size_t head_end = buffer_.find("\r\n\r\n");
    const std::string head = buffer_.substr(0, head_end);
    buffer_.erase(0, head_end + 4);
    answer.status = std::stoi(head.substr(9, 3));
    for (std::size_t at = head.find("\r\n"); at != std::string::npos;
         at = head.find("\r\n", at + 2)) {
        const std::string line = head.substr(at + 2, head.find("\r\n", at + 2) - at - 2);
        std::string name = line.substr(0, line.find(':'));
        std::transform(name.begin(), name.end(), name.begin(), ::tolower);
        answer.headers[name] = line.substr(line.find(':') + 2);
    }
    if (!answer.headers.contains("content-length")) return answer;
    const auto length = static_cast<std::size_t>(std::stoul(answer.headers["content-length"]));
    while (buffer_.size() < length && fill()) {
    }
    answer.is_cut = buffer_.size() < length;
    answer.body = buffer_.substr(0, length);
    buffer_.erase(0, length);
    return answer;
}

Answer HttpClient::ask(const std::string& method, const std::string& target,
                       const std::string& body, const std::string& headers) {
    send(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n" + headers +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
    Answer answer = receive();
    const bool is_of_a_book = answer.headers.contains("ledger-position");
    if (is_of_a_book && !answer.is_cut)
        record({method, target, answer.status, answer.headers["content-type"], answer.body, body,
                answer.headers});
    return answer;
}

bool HttpClient::is_closed() { return buffer_.empty() && !fill(); }

bool HttpClient::is_closed_now() { return is_answered_within({}) && !fill(); }

bool HttpClient::is_answered_within(std::chrono::milliseconds time) {
    if (tls_ && SSL_pending(tls_.get()) > 0) return true;
    pollfd waiting{socket_, POLLIN, 0};
    return ::poll(&waiting, 1, static_cast<int>(time.count())) == 1;
}
