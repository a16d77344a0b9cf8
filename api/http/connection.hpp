#pragma once
#include <functional>
#include <memory>
#include <string>

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/beast/core/tcp_stream.hpp>

namespace api {

/// One connection of a client, plain or under TLS: whoever uses it does not know which. One read
/// and one write at a time, all on the strand of its socket; it outlives what it was asked.
class Connection {
public:
    using Done = std::function<void(boost::system::error_code, std::size_t)>;

    explicit Connection(boost::asio::ip::tcp::socket socket) : stream_(std::move(socket)) {}
    virtual ~Connection() = default;
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// Shakes hands where there is something to shake.
    virtual void open(Done done) = 0;
    virtual void read_some(boost::asio::mutable_buffer into, Done done) = 0;
    virtual void write(const std::string& bytes, Done done) = 0;
    /// Says that nothing more comes from here.
    virtual void finish(Done done) = 0;
    virtual bool is_secure() const = 0;

    /// The socket itself, with the time that is left for what is asked next.
    boost::beast::tcp_stream& stream() { return stream_; }
    void close();

protected:
    void end_sending();

private:
    boost::beast::tcp_stream stream_;
};

std::unique_ptr<Connection> plain_connection(boost::asio::ip::tcp::socket socket);
std::unique_ptr<Connection> tls_connection(boost::asio::ip::tcp::socket socket,
                                           std::shared_ptr<boost::asio::ssl::context> context);

}  // namespace api
