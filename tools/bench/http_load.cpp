#include "tools/bench/http_load.hpp"

#include <array>
#include <chrono>
#include <future>
#include <list>
#include <stdexcept>
#include <vector>

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int threads = 4;  // as pgbench has, at the same number of connections
constexpr int patience_ms = 30'000;

[[noreturn]] void broke(const std::string& why) {
    throw std::runtime_error("the server under measurement " + why + ": see that it runs");
}

/// One connection, and what it has received.
class Client {
public:
    explicit Client(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        const int now = 1;
        ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &now, sizeof now);
        if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
            broke("takes no connection");
    }
    ~Client() { ::close(socket_); }
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    int socket() const { return socket_; }

    void send(const std::string& request) const {
        if (::send(socket_, request.data(), request.size(), MSG_NOSIGNAL) !=
            static_cast<ssize_t>(request.size()))
            broke("does not listen");
    }

    /// Takes what has come. True where the answer is whole.
    bool receive() {
        std::array<char, 65'536> chunk;
        const ssize_t n = ::recv(socket_, chunk.data(), chunk.size(), 0);
        if (n <= 0) broke("closed a connection");
        received_.append(chunk.data(), static_cast<std::size_t>(n));
        const std::size_t end = received_.find("\r\n\r\n");
        if (end == std::string::npos) return false;
        const std::size_t at = received_.find("Content-Length: ");
        if (at == std::string::npos || at > end) broke("says no length");
        body_at_ = end + 4;
        return received_.size() - body_at_ == std::stoul(received_.substr(at + 16, 20));
    }

    int status() const { return std::stoi(received_.substr(9, 3)); }
    std::string body() const { return received_.substr(body_at_); }
    void forget() { received_.clear(); }

private:
    int socket_;
    std::string received_;
    std::size_t body_at_ = 0;
};

/// A part of the connections, on a thread of its own. How many answers they had.
std::uint64_t ask(const Load& load, int first, int count, Clock::time_point until) {
    std::list<Client> clients;
    std::vector<Client*> by_number;
    std::vector<pollfd> waiting;
    std::vector<std::uint64_t> rounds(static_cast<std::size_t>(count), 0);
    for (int i = 0; i < count; ++i) {
        Client& client = clients.emplace_back(load.port);
        by_number.push_back(&client);
        waiting.push_back({client.socket(), POLLIN, 0});
        client.send(load.request(first + i, 0));
    }
    std::uint64_t answers = 0;
    while (Clock::now() < until) {
        if (::poll(waiting.data(), waiting.size(), patience_ms) <= 0) broke("does not answer");
        for (std::size_t i = 0; i < waiting.size(); ++i) {
            if (waiting[i].revents == 0 || !by_number[i]->receive()) continue;
            if (by_number[i]->status() != load.status) broke("says " + by_number[i]->body());
            by_number[i]->forget();
            ++answers;
            by_number[i]->send(load.request(first + static_cast<int>(i), ++rounds[i]));
        }
    }
    return answers;
}

}  // namespace

double answers_per_second(const Load& load) {
    const auto begun = Clock::now();
    const auto until = begun + std::chrono::seconds(load.seconds);
    std::vector<std::future<std::uint64_t>> parts;
    for (int i = 0; i < threads; ++i) {
        const int first = load.connections * i / threads;
        const int count = load.connections * (i + 1) / threads - first;
        parts.push_back(std::async(std::launch::async, [&load, first, count, until] {
            return ask(load, first, count, until);
        }));
    }
    std::uint64_t answers = 0;
    for (auto& each : parts) answers += each.get();
    return static_cast<double>(answers) /
           std::chrono::duration<double>(Clock::now() - begun).count();
}

std::string body_of_one(std::uint16_t port, const std::string& request) {
    Client client(port);
    client.send(request);
    while (!client.receive()) {
    }
    return client.body();
}

}  // namespace bench
