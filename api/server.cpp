#include "api/server.hpp"

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

#include "api/message.hpp"

namespace api {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using tcp = asio::ip::tcp;

}  // namespace

class Session;

/// What the sessions share.
struct Server::Parts {
    Parts(const ServerOptions& given, Answer answerer)
        : options(given), answer(std::move(answerer)), acceptor(io), workers(given.workers) {}

    ServerOptions options;
    Answer answer;
    asio::io_context io;
    tcp::acceptor acceptor;
    asio::thread_pool workers;
    std::vector<std::thread> threads;
    std::atomic<bool> draining{false};
    std::mutex mutex;
    std::condition_variable gone;
    std::unordered_set<Session*> sessions;

    void accept();
};

/// One connection: reads a request, has it answered on a worker, writes the answer, begins again.
/// Everything but the answering runs on its strand, so there is one request at a time and requests
/// that were sent ahead wait in the socket.
class Session : public std::enable_shared_from_this<Session> {
public:
    Session(tcp::socket socket, Server::Parts& shared)
        : stream_(std::move(socket)), shared_(shared) {
        const std::lock_guard lock(shared_.mutex);
        shared_.sessions.insert(this);
    }

    ~Session() {
        const std::lock_guard lock(shared_.mutex);
        shared_.sessions.erase(this);
        shared_.gone.notify_all();
    }
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    void start() {
        asio::dispatch(stream_.get_executor(), [self = shared_from_this()] { self->wait(); });
    }

    /// Closes it now if it waits for a request, else after the one that runs.
    void drain() {
        asio::post(stream_.get_executor(), [self = shared_from_this()] {
            if (self->is_idle_) self->close();
        });
    }

private:
    /// For the first byte of a request: a connection may be idle for longer than a request may
    /// take.
    void wait() {
        if (shared_.draining) return close();
        is_idle_ = true;
        parser_.emplace();
        parser_->header_limit(static_cast<std::uint32_t>(shared_.options.most_header_bytes));
        parser_->body_limit(shared_.options.most_body_bytes);
        if (buffer_.size() > 0) return read();
        stream_.expires_after(shared_.options.idle_time);
        stream_.async_read_some(
            buffer_.prepare(4'096),
            [self = shared_from_this()](beast::error_code error, std::size_t n) {
                if (error) return self->close();
                self->buffer_.commit(n);
                self->read();
            });
    }

    void read() {
        is_idle_ = false;
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
            if (error || !goes_on) return self->close();
            self->wait();
        };
        if (is_head) return http::async_write_header(stream_, *serializer_, written);
        http::async_write(stream_, *serializer_, written);
    }

    void close() {
        beast::error_code ignored;  // it is going away
        stream_.socket().shutdown(tcp::socket::shutdown_send, ignored);
        stream_.close();
    }

    beast::tcp_stream stream_;
    Server::Parts& shared_;
    beast::flat_buffer buffer_;
    std::optional<http::request_parser<http::string_body>> parser_;
    http::response<http::string_body> message_;
    std::optional<http::response_serializer<http::string_body>> serializer_;
    bool is_idle_ = true;
};

void Server::Parts::accept() {
    acceptor.async_accept(asio::make_strand(io), [this](beast::error_code error,
                                                        tcp::socket socket) {
        if (error == asio::error::operation_aborted || draining) return;
        if (!error) {
            std::size_t open = 0;
            {
                const std::lock_guard lock(mutex);
                open = sessions.size();
            }
            beast::error_code ignored;  // a connection that is gone already is found out by reading
            socket.set_option(tcp::no_delay(true), ignored);
            if (open < options.connections) {
                std::make_shared<Session>(std::move(socket), *this)->start();
            } else {
                const std::string busy = too_many_connections();
                asio::write(socket, asio::buffer(busy), ignored);
            }
        }
        accept();
    });
}

Server::Server(const ServerOptions& options, Answer answer)
    : parts_(std::make_unique<Parts>(options, std::move(answer))) {
    Parts& parts = *parts_;
    try {
        const tcp::endpoint endpoint(asio::ip::make_address(options.address), options.port);
        parts.acceptor.open(endpoint.protocol());
        parts.acceptor.set_option(tcp::acceptor::reuse_address(true));
        parts.acceptor.bind(endpoint);
        parts.acceptor.listen(asio::socket_base::max_listen_connections);
    } catch (const boost::system::system_error& error) {
        throw std::runtime_error(
            fmt::format("cannot listen on {}:{}: {}: give an address of this "
                        "machine and a port that is free",
                        options.address, options.port, error.code().message()));
    }
    parts.accept();
    for (unsigned i = 0; i < options.io_threads; ++i)
        parts.threads.emplace_back([&parts] { parts.io.run(); });
}

Server::~Server() {
    Parts& parts = *parts_;
    parts.draining = true;
    asio::post(parts.acceptor.get_executor(), [&parts] {
        beast::error_code ignored;
        parts.acceptor.close(ignored);
    });
    {
        std::unique_lock lock(parts.mutex);
        for (Session* each : parts.sessions) {
            if (const auto alive = each->weak_from_this().lock()) alive->drain();
        }
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
