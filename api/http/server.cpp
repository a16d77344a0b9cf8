#include "api/http/server.hpp"

#include <algorithm>
#include <stdexcept>

#include <boost/asio.hpp>
#include <fmt/core.h>
#include <sys/resource.h>

#include "api/http/network.hpp"
#include "api/http/server_parts.hpp"
#include "api/http/session.hpp"
#include "ledger/values/thread_name.hpp"

namespace api {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using Tcp = asio::ip::tcp;

/// At most half of what this process may open: the book's own files come first.
std::size_t affordable(std::size_t connections) {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return connections;
    return std::min<std::size_t>(connections, limit.rlim_cur / 2);
}

/// Of what there is, one network may hold so much: else it would lock out all others.
constexpr std::size_t share_of_a_network = 2;

/// So many at most beyond the others are told that they are too many.
constexpr std::size_t told_to_go = 64;

std::vector<std::unique_ptr<Loop>> loops_of(unsigned threads) {
    std::vector<std::unique_ptr<Loop>> loops;
    for (unsigned i = 0; i < threads; ++i) loops.push_back(std::make_unique<Loop>());
    return loops;
}

}  // namespace

void Loop::tell(Work told) {
    if (io.get_executor().running_in_this_thread()) return told();
    bool is_first = false;
    {
        const std::lock_guard lock(mutex_);
        is_first = told_.empty();
        told_.push_back(std::move(told));
    }
    if (is_first) asio::post(io, [this] { do_told(); });
}

void Loop::do_told() {
    std::vector<Work> told;
    {
        const std::lock_guard lock(mutex_);
        told.swap(told_);
    }
    for (const Work& each : told) each();
}

Server::Parts::Parts(const ServerOptions& given)
    : options(given),
      rates(given.rates),
      certificate(given.certificate ? std::make_unique<Certificate>(*given.certificate) : nullptr),
      most_sessions(affordable(given.connections)),
      loops(loops_of(given.io_threads)),
      acceptor(loops.front()->io),
      pause(acceptor.get_executor()),
      workers(given.workers) {}

void Server::Parts::accept() {
    Loop& its = *loops[next_loop++ % loops.size()];
    acceptor.async_accept(its.io, [this, &its](beast::error_code error, Socket socket) {
        if (draining) return;
        if (error) return accept_later();
        take(std::move(socket), its);
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

void Server::Parts::take(Socket socket, Loop& its) {
    beast::error_code ignored;  // a connection that is gone already is found out by reading
    (void)socket.set_option(Tcp::no_delay(true), ignored);
    const auto peer = socket.remote_endpoint(ignored);
    const std::string network = network_of(peer.address().to_string());
    std::size_t open = 0;
    std::size_t from_there = 0;
    {
        const std::lock_guard lock(mutex);
        open = sessions.size();
        if (!network.empty())
            from_there = static_cast<std::size_t>(std::ranges::count(
                sessions, network, [](const Session* each) { return each->network(); }));
    }
    if (open >= most_sessions + told_to_go) return;  // closed, as it goes out of scope
    const bool is_one_too_many =
        open >= most_sessions || from_there >= most_sessions / share_of_a_network;
    auto connection = certificate ? tls_connection(std::move(socket), certificate->current())
                                  : plain_connection(std::move(socket));
    std::make_shared<Session>(std::move(connection), *this, its, is_one_too_many)->start();
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

void Server::Parts::is_asked() {
    const std::lock_guard lock(mutex);
    ++unanswered;
}

void Server::Parts::is_answered() {
    const std::lock_guard lock(mutex);
    --unanswered;
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

void Server::start(Answer answer, IsQuick is_quick) {
    Parts& parts = *parts_;
    beast::error_code error;
    (void)parts.acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (error) throw cannot_listen(parts.options, error);
    parts.answer = std::move(answer);
    parts.is_quick = std::move(is_quick);
    parts.accept();
    for (std::size_t i = 0; i < parts.loops.size(); ++i)
        parts.loops[i]->thread = std::thread([&io = parts.loops[i]->io, i] {
            ledger::name_thread(fmt::format("http {}", i + 1).c_str());
            io.run();
        });
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
    {
        std::unique_lock lock(parts.mutex);
        parts.gone.wait(lock, [&] { return parts.unanswered == 0; });
    }
    for (const auto& each : parts.loops) each->io.stop();
    for (const auto& each : parts.loops) {
        if (each->thread.joinable()) each->thread.join();
    }
}

Server::Answer at_once(std::function<Response(const Request&)> answer) {
    return [answer = std::move(answer)](const Request& request, const Respond& respond) {
        respond([response = answer(request)]() mutable { return std::move(response); });
    };
}

std::optional<std::string> Server::renew_certificate() {
    return parts_->certificate ? parts_->certificate->renew() : std::nullopt;
}

std::uint16_t Server::port() const { return parts_->acceptor.local_endpoint().port(); }

}  // namespace api
