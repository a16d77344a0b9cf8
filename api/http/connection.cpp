#include "api/http/connection.hpp"

#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>

namespace api {
namespace {

namespace asio = boost::asio;

class PlainConnection : public Connection {
public:
    using Connection::Connection;

    void open(Done done) override { done({}, 0); }
    void read_some(asio::mutable_buffer into, Done done) override {
        socket().async_read_some(into, std::move(done));
    }
    std::size_t write_now(std::string_view bytes) override {
        boost::system::error_code later;  // writing the rest finds out
        return socket().write_some(asio::buffer(bytes), later);
    }
    void write(std::string_view bytes, Done done) override {
        asio::async_write(socket(), asio::buffer(bytes), std::move(done));
    }
    void finish(Done done) override {
        end_sending();
        done({}, 0);
    }
    bool is_secure() const override { return false; }
};

class TlsConnection : public Connection {
public:
    TlsConnection(Socket socket, std::shared_ptr<asio::ssl::context> context)
        : Connection(std::move(socket)),
          context_(std::move(context)),
          tls_(this->socket(), *context_) {}

    void open(Done done) override {
        tls_.async_handshake(
            asio::ssl::stream_base::server,
            [done = std::move(done)](const boost::system::error_code& error) { done(error, 0); });
    }
    void read_some(asio::mutable_buffer into, Done done) override {
        tls_.async_read_some(into, std::move(done));
    }
    std::size_t write_now(std::string_view) override { return 0; }
    void write(std::string_view bytes, Done done) override {
        asio::async_write(tls_, asio::buffer(bytes), std::move(done));
    }
    /// Whoever does not say good-bye, or says other things first, is not waited for.
    void finish(Done done) override {
        tls_.async_shutdown([this, done = std::move(done)](const boost::system::error_code&) {
            end_sending();
            done({}, 0);
        });
    }
    bool is_secure() const override { return true; }

private:
    std::shared_ptr<asio::ssl::context> context_;  ///< below what is made of it
    asio::ssl::stream<Socket&> tls_;
};

}  // namespace

Connection::Connection(Socket socket) : socket_(std::move(socket)) {
    boost::system::error_code ignored;  // reading finds out
    (void)socket_.non_blocking(true, ignored);
}

void Connection::end_sending() {
    boost::system::error_code ignored;  // reading finds out
    (void)socket_.shutdown(Socket::shutdown_send, ignored);
}

void Connection::close() {
    end_sending();
    boost::system::error_code ignored;  // it is gone then, too
    (void)socket_.close(ignored);
}

std::unique_ptr<Connection> plain_connection(Socket socket) {
    return std::make_unique<PlainConnection>(std::move(socket));
}

std::unique_ptr<Connection> tls_connection(Socket socket,
                                           std::shared_ptr<asio::ssl::context> context) {
    return std::make_unique<TlsConnection>(std::move(socket), std::move(context));
}

}  // namespace api
