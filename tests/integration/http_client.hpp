#pragma once
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <string>

struct ssl_st;

/// An answer as it came over the wire.
struct Answer {
    int status = 0;
    std::map<std::string, std::string> headers;  ///< names in lower case
    std::string body;
    bool is_cut = false;  ///< the server closed in the middle of it
};

enum class Wire { plain, tls };

/// One keep-alive connection to a server on this machine, byte by byte: it sends what it is given.
/// Under TLS it believes any certificate.
class HttpClient {
public:
    explicit HttpClient(std::uint16_t port, Wire wire = Wire::plain);
    ~HttpClient();
    HttpClient(const HttpClient&) = delete;
    HttpClient& operator=(const HttpClient&) = delete;

    Answer ask(const std::string& method, const std::string& target, const std::string& body = "",
               const std::string& headers = "");

    void send(const std::string& bytes);
    Answer receive();  ///< status 0: the server closed
    bool is_closed();
    bool is_closed_now();  ///< without waiting
    bool is_answered_within(std::chrono::milliseconds time);

    void finish_sending();       ///< half of it is closed
    void reset();                ///< gone without a word
    std::string receive_some();  ///< what comes next; empty: the server closed

    /// Of the certificate that the server has shown.
    std::string shown_name() const;

private:
    struct Free {
        void operator()(ssl_st* connection) const;
    };
    void shake_hands();
    bool fill();
    int socket_;
    std::unique_ptr<ssl_st, Free> tls_;  ///< none: plain
    std::string buffer_;
};
