#include "api/http/connection.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>

namespace api {
namespace {

namespace asio = boost::asio;
using Tcp = asio::ip::tcp;

class PlainConnection : public Connection {
public:
    using Connection::Connection;

    void open(Done done) override { done({}, 0); }
    void read_some(asio::mutable_buffer into, Done done) override {
        stream().async_read_some(into, std::move(done));
    }
    void write(const std::string& bytes, Done done) override {
        asio::async_write(stream(), asio::buffer(bytes), std::move(done));
    }
    void finish(Done done) override {
        end_sending();
        done({}, 0);
    }
    bool is_secure() const override { return false; }
};

class TlsConnection : public Connection {
public:
    TlsConnection(Tcp::socket socket, std::shared_ptr<asio::ssl::context> context)
        : Connection(std::move(socket)), context_(std::move(context)), tls_(stream(), *context_) {}

    void open(Done done) override {
        tls_.async_handshake(
            asio::ssl::stream_base::server,
            [done = std::move(done)](const boost::system::error_code& error) { done(error, 0); });
    }
    void read_some(asio::mutable_buffer into, Done done) override {
        tls_.async_read_some(into, std::move(done));
    }
    void write(const std::string& bytes, Done done) override {
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
    asio::ssl::stream<boost::beast::tcp_stream&> tls_;
};

}  // namespace

void Connection::end_sending() {
    boost::system::error_code ignored;  // reading finds out
    (void)stream_.socket().shutdown(Tcp::socket::shutdown_send, ignored);
}

void Connection::close() {
    end_sending();
    stream_.close();
}

std::unique_ptr<Connection> plain_connection(Tcp::socket socket) {
    return std::make_unique<PlainConnection>(std::move(socket));
}

std::unique_ptr<Connection> tls_connection(Tcp::socket socket,
                                           std::shared_ptr<asio::ssl::context> context) {
    return std::make_unique<TlsConnection>(std::move(socket), std::move(context));
}

}  // namespace api
