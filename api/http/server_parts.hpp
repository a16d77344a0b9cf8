#pragma once
#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_set>
#include <vector>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>

#include "api/http/certificate.hpp"
#include "api/http/rate_limit.hpp"
#include "api/http/server.hpp"

namespace api {

class Session;

/// What the sessions share.
struct Server::Parts {
    explicit Parts(const ServerOptions& given);

    ServerOptions options;
    Answer answer;
    IsQuick is_quick;  ///< may be empty
    RateLimiter rates;
    std::unique_ptr<Certificate> certificate;  ///< none: plain
    const std::size_t most_sessions;
    std::atomic<bool> draining{false};
    std::mutex mutex;
    std::condition_variable gone;
    std::unordered_set<Session*> sessions;
    boost::asio::io_context io;  ///< below what the sessions that it holds know when they end
    /// While every request is with a worker there is nothing else that keeps `io` running.
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work;
    boost::asio::ip::tcp::acceptor acceptor;
    boost::asio::steady_timer pause;
    boost::asio::thread_pool workers;
    std::vector<std::thread> threads;

    void accept();
    void accept_later();
    void take(boost::asio::ip::tcp::socket socket);
    void keep(Session* session);
    void forget(Session* session);
    void stop_accepting();
    std::vector<std::shared_ptr<Session>> open_sessions();
};

}  // namespace api
