#pragma once
#include <chrono>
#include <cstdint>
#include <map>
#include <string>

/// An answer as it came over the wire.
struct Answer {
    int status = 0;
    std::map<std::string, std::string> headers;  ///< names in lower case
    std::string body;
    bool is_cut = false;  ///< the server closed in the middle of it
};

/// One keep-alive connection to a server on this machine, byte by byte: it sends what it is given.
class HttpClient {
public:
    explicit HttpClient(std::uint16_t port);
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

private:
    bool fill();
    int socket_;
    std::string buffer_;
};
