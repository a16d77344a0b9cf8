#pragma once
#include <atomic>
#include <condition_variable>
#include <functional>
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
#include "api/http/connection.hpp"
#include "api/http/rate_limit.hpp"
#include "api/http/server.hpp"

namespace api {

class Session;

/// One thread with its connections. They stay with it, so none of them needs a lock, and nobody
/// else is woken for them.
struct Loop {
    using Work = std::function<void()>;

    /// Does it on its thread: here and now, or as soon as that comes to it. Of many that are told
    /// one after the other only the first wakes it. Any thread.
    void tell(Work told);

    boost::asio::io_context io{1};
    boost::asio::steady_timer first{io};  ///< takes the descriptors of `io` before clients do
    /// While every request waits elsewhere there is nothing else that keeps it running.
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work{
        io.get_executor()};
    std::thread thread{};

private:
    void do_told();

    std::mutex mutex_;
    std::vector<Work> told_;
};

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
    std::size_t unanswered = 0;                ///< requests
    std::vector<std::unique_ptr<Loop>> loops;  ///< below what the sessions that they hold know
    std::size_t next_loop = 0;                 ///< of the acceptor
    boost::asio::ip::tcp::acceptor acceptor;
    boost::asio::steady_timer pause;
    boost::asio::thread_pool workers;

    void accept();
    void accept_later();
    void take(Socket socket, Loop& its);
    void keep(Session* session);
    void forget(Session* session);
    void is_asked();
    void is_answered();  ///< the last that is done with it for a request
    void stop_accepting();
    std::vector<std::shared_ptr<Session>> open_sessions();
};

}  // namespace api
