#include "tools/bench/constant_server.hpp"

#include <thread>
#include <vector>

#include <boost/asio.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include "api/http/server.hpp"

namespace bench {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using Tcp = asio::ip::tcp;

class Session : public std::enable_shared_from_this<Session> {
public:
    Session(Tcp::socket socket, const std::string& body) : stream_(std::move(socket)) {
        answer_.set(http::field::content_type, "application/json");
        answer_.body() = body;
        answer_.prepare_payload();
    }

    void read() {
        request_ = {};
        http::async_read(stream_, buffer_, request_,
                         [self = shared_from_this()](beast::error_code error, std::size_t) {
                             if (!error) self->write();
                         });
    }

private:
    void write() {
        http::async_write(stream_, answer_,
                          [self = shared_from_this()](beast::error_code error, std::size_t) {
                              if (!error) self->read();
                          });
    }

    beast::tcp_stream stream_;
    beast::flat_buffer buffer_;
    http::request<http::string_body> request_;
    http::response<http::string_body> answer_;
};

}  // namespace

struct ConstantServer::Parts {
    explicit Parts(std::string given) : body(std::move(given)) {
        accept();
        for (unsigned i = 0; i < api::ServerOptions{}.io_threads; ++i)
            threads.emplace_back([this] { io.run(); });
    }
    ~Parts() {
        io.stop();
        for (std::thread& each : threads) each.join();
    }
    Parts(const Parts&) = delete;
    Parts& operator=(const Parts&) = delete;

    void accept() {
        acceptor.async_accept(asio::make_strand(io),
                              [this](beast::error_code error, Tcp::socket socket) {
                                  if (error) return;
                                  socket.set_option(Tcp::no_delay(true));
                                  std::make_shared<Session>(std::move(socket), body)->read();
                                  accept();
                              });
    }

    const std::string body;
    asio::io_context io;
    Tcp::acceptor acceptor{io, {asio::ip::address_v4::loopback(), 0}};
    std::vector<std::thread> threads;
};

ConstantServer::ConstantServer(std::string body)
    : parts_(std::make_unique<Parts>(std::move(body))) {}
ConstantServer::~ConstantServer() = default;

std::uint16_t ConstantServer::port() const { return parts_->acceptor.local_endpoint().port(); }

}  // namespace bench
