#include "api/server.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <thread>
#include <unordered_set>
#include <vector>

#include <boost/asio.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <fmt/core.h>
#include <sys/resource.h>

#include "api/message.hpp"

namespace api {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using Tcp = asio::ip::tcp;

/// At most half of what this process may open: the book's own files come first.
std::size_t affordable(std::size_t connections) {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return connections;
    return std::min<std::size_t>(connections, limit.rlim_cur / 2);
}

}  // namespace

class Session;

/// What the sessions share.
struct Server::Parts {
    explicit Parts(const ServerOptions& given)
        : options(given),
          most_sessions(affordable(given.connections)),
          acceptor(asio::make_strand(io)),
          pause(acceptor.get_executor()),
          workers(given.workers) {}

    ServerOptions options;
    Answer answer;
    const std::size_t most_sessions;
    std::atomic<bool> draining{false};
    std::mutex mutex;
    std::condition_variable gone;
    std::unordered_set<Session*> sessions;
    asio::io_context io;  ///< below what the sessions that it holds know when they end
    /// While every request is with a worker there is nothing else that keeps `io` running.
    asio::executor_work_guard<asio::io_context::executor_type> work = asio::make_work_guard(io);
    Tcp::acceptor acceptor;
    asio::steady_timer pause;
    asio::thread_pool workers;
    std::vector<std::thread> threads;

    void accept();
    void accept_later();
    void take(Tcp::socket socket);
    void keep(Session* session);
    void forget(Session* session);
    void stop_accepting();
    std::vector<std::shared_ptr<Session>> open_sessions();
};

/// One connection: reads a request, has it answered on a worker, writes the answer, begins again.
/// Everything but the answering runs on its strand, so there is one request at a time and requests
/// that were sent ahead wait in the socket.
class Session : public std::enable_shared_from_this<Session> {
public:
    Session(Tcp::socket socket, Server::Parts& shared)
        : stream_(std::move(socket)), shared_(shared) {}

    ~Session() { shared_.forget(this); }
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    /// Known to the others only when it has an owner, so that they can hold on to it.
    void start() {
        shared_.keep(this);
        asio::dispatch(stream_.get_executor(), [self = shared_from_this()] { self->wait(); });
    }

    /// Ends it now if it waits for a request, else after the one that runs.
    void drain() {
        asio::post(stream_.get_executor(), [self = shared_from_this()] {
            if (self->is_idle_) self->stream_.cancel();
        });
    }

private:
    /// For the first byte of a request: a connection may be idle for longer than a request may
    /// take.
    void wait() {
        if (shared_.draining) return linger();
        parser_.emplace();
        parser_->header_limit(static_cast<std::uint32_t>(shared_.options.most_header_bytes));
        parser_->body_limit(shared_.options.most_body_bytes);
        if (buffer_.size() > 0) return read();
        is_idle_ = true;
        stream_.expires_after(shared_.options.idle_time);
        stream_.async_read_some(
            buffer_.prepare(4'096),
            [self = shared_from_this()](beast::error_code error, std::size_t n) {
                self->is_idle_ = false;
                if (error == asio::error::operation_aborted) return self->linger();
                if (error) return self->close();
                self->buffer_.commit(n);
                self->read();
            });
    }

    void read() {
        stream_.expires_after(shared_.options.request_time);
        http::async_read(stream_, buffer_, *parser_,
                         [self = shared_from_this()](beast::error_code error, std::size_t) {
                             self->has_read(error);
                         });
    }

    void has_read(beast::error_code error) {
        if (error == http::error::end_of_stream) return close();
        if (const auto refusal = refusal_of(error)) return write(*refusal, false);
        if (error) return close();
        const auto& message = parser_->get();
        if (const auto refusal = refusal_of(message)) return write(*refusal, false);
        stream_.expires_never();
        asio::post(shared_.workers, [self = shared_from_this()] { self->answer(); });
    }

    /// On a worker.
    void answer() {
        const auto& message = parser_->get();
        Response response;
        if (const auto request = request_of(message)) {
            response = shared_.answer(*request);
        } else {
            response = unreadable_target();
        }
        const bool keep = message.keep_alive();
        asio::post(stream_.get_executor(),
                   [self = shared_from_this(), response = std::move(response), keep] {
                       self->write(response, keep);
                   });
    }

    void write(const Response& response, bool keep) {
        const bool goes_on = keep && !shared_.draining;
        const bool is_head =
            parser_->is_header_done() && parser_->get().method() == http::verb::head;
        message_ = message_of(response, goes_on, is_head);
        stream_.expires_after(shared_.options.write_time);
        serializer_.emplace(message_);
        serializer_->split(false);
        const auto written = [self = shared_from_this(), goes_on](beast::error_code error,
                                                                  std::size_t) {
            self->serializer_.reset();
            if (error) return self->close();
            if (!goes_on) return self->linger();
            self->wait();
        };
        if (is_head) return http::async_write_header(stream_, *serializer_, written);
        http::async_write(stream_, *serializer_, written);
    }

    /// Closed with bytes unread, the kernel would reset the connection and the client lose the
    /// answer that is on its way: so what still comes is read, for a while, and forgotten.
    void linger() {
        beast::error_code ignored;  // reading finds out
        (void)stream_.socket().shutdown(Tcp::socket::shutdown_send, ignored);
        stream_.expires_after(shared_.options.linger_time);
        forget();
    }

    void forget() {
        buffer_.clear();
        stream_.async_read_some(buffer_.prepare(16'384),
                                [self = shared_from_this()](beast::error_code error, std::size_t) {
                                    if (error) return self->close();
                                    self->forget();
                                });
    }

    void close() {
        beast::error_code ignored;  // it is going away
        (void)stream_.socket().shutdown(Tcp::socket::shutdown_send, ignored);
        stream_.close();
    }

    beast::tcp_stream stream_;
    Server::Parts& shared_;
    beast::flat_buffer buffer_;
    std::optional<http::request_parser<http::string_body>> parser_;
    http::response<http::string_body> message_;
    std::optional<http::response_serializer<http::string_body>> serializer_;
    bool is_idle_ = false;  ///< waits for the first byte of a request
};

void Server::Parts::accept() {
    acceptor.async_accept(asio::make_strand(io),
                          [this](beast::error_code error, Tcp::socket socket) {
                              if (draining) return;
                              if (error) return accept_later();
                              take(std::move(socket));
                              accept();
                          });
}

/// Out of descriptors, most likely: trying again at once would only burn the processor.
void Server::Parts::accept_later() {
    pause.expires_after(std::chrono::milliseconds(50));
    pause.async_wait([this](beast::error_code) {
        if (!draining) accept();
    });
}

void Server::Parts::take(Tcp::socket socket) {
    beast::error_code ignored;  // a connection that is gone already is found out by reading
    (void)socket.set_option(Tcp::no_delay(true), ignored);
    std::size_t open = 0;
    {
        const std::lock_guard lock(mutex);
        open = sessions.size();
    }
    if (open < most_sessions) return std::make_shared<Session>(std::move(socket), *this)->start();
    const std::string busy = too_many_connections();
    asio::write(socket, asio::buffer(busy), ignored);
}

void Server::Parts::keep(Session* session) {
    const std::lock_guard lock(mutex);
    sessions.insert(session);
}

void Server::Parts::forget(Session* session) {
    const std::lock_guard lock(mutex);
    sessions.erase(session);
    gone.notify_all();
}

void Server::Parts::stop_accepting() {
    draining = true;
    asio::post(acceptor.get_executor(), [this] {
        beast::error_code ignored;
        (void)acceptor.close(ignored);
        pause.cancel();
    });
}

/// Kept alive, because a session that ends takes the mutex.
std::vector<std::shared_ptr<Session>> Server::Parts::open_sessions() {
    std::vector<std::shared_ptr<Session>> open;
    const std::lock_guard lock(mutex);
    for (Session* each : sessions) {
        if (auto alive = each->weak_from_this().lock()) open.push_back(std::move(alive));
    }
    return open;
}

namespace {

std::runtime_error cannot_listen(const ServerOptions& options, const beast::error_code& why) {
    return std::runtime_error(
        fmt::format("cannot listen on {}:{}: {}: give an address of this machine and a port that "
                    "is free",
                    options.address, options.port, why.message()));
}

}  // namespace

Server::Server(const ServerOptions& options) : parts_(std::make_unique<Parts>(options)) {
    Parts& parts = *parts_;
    try {
        const Tcp::endpoint endpoint(asio::ip::make_address(options.address), options.port);
        parts.acceptor.open(endpoint.protocol());
        parts.acceptor.set_option(Tcp::acceptor::reuse_address(true));
        parts.acceptor.bind(endpoint);
    } catch (const boost::system::system_error& error) {
        throw cannot_listen(options, error.code());
    }
}

void Server::start(Answer answer) {
    Parts& parts = *parts_;
    beast::error_code error;
    (void)parts.acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (error) throw cannot_listen(parts.options, error);
    parts.answer = std::move(answer);
    parts.accept();
    for (unsigned i = 0; i < parts.options.io_threads; ++i)
        parts.threads.emplace_back([&parts] { parts.io.run(); });
}

Server::~Server() {
    Parts& parts = *parts_;
    parts.stop_accepting();
    for (const auto& each : parts.open_sessions()) each->drain();
    {
        std::unique_lock lock(parts.mutex);
        parts.gone.wait_for(lock, parts.options.shutdown_time,
                            [&] { return parts.sessions.empty(); });
    }
    parts.workers.join();
    parts.io.stop();
    for (std::thread& thread : parts.threads) thread.join();
}

std::uint16_t Server::port() const { return parts_->acceptor.local_endpoint().port(); }

bool is_loopback(const std::string& address) {
    boost::system::error_code error;
    const auto parsed = asio::ip::make_address(address, error);
    return !error && parsed.is_loopback();
}

}  // namespace api
