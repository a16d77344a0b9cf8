#pragma once
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>

namespace api {

/// Of one of the server's threads, which does everything that is done with it.
using Socket =
    boost::asio::basic_stream_socket<boost::asio::ip::tcp, boost::asio::io_context::executor_type>;

/// One connection of a client, plain or under TLS: whoever uses it does not know which. One read
/// and one write at a time, all on the thread of its socket; it outlives what it was asked.
class Connection {
public:
    using Done = std::function<void(boost::system::error_code, std::size_t)>;

    explicit Connection(Socket socket);
    virtual ~Connection() = default;
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// Shakes hands where there is something to shake.
    virtual void open(Done done) = 0;
    virtual void read_some(boost::asio::mutable_buffer into, Done done) = 0;
    /// So many bytes at the front have gone out, without a wait; the others are to be written.
    virtual std::size_t write_now(std::string_view bytes) = 0;
    virtual void write(std::string_view bytes, Done done) = 0;
    /// Says that nothing more comes from here.
    virtual void finish(Done done) = 0;
    virtual bool is_secure() const = 0;

    Socket& socket() { return socket_; }
    void close();

protected:
    void end_sending();

private:
    Socket socket_;
};

std::unique_ptr<Connection> plain_connection(Socket socket);
std::unique_ptr<Connection> tls_connection(Socket socket,
                                           std::shared_ptr<boost::asio::ssl::context> context);

}  // namespace api
