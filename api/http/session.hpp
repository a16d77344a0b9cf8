#pragma once
#include <atomic>
#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <string>

#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>

#include "api/http/connection.hpp"
#include "api/http/request_reader.hpp"
#include "api/http/server_parts.hpp"

namespace api {

/// One client: reads a request, has it answered, writes the answer, begins again. Everything but
/// the answering runs on the thread of its connection, so there is one request at a time, and
/// requests that were sent ahead wait in the socket.
class Session : public std::enable_shared_from_this<Session> {
public:
    /// One too many is told so, and goes.
    Session(std::unique_ptr<Connection> connection, Server::Parts& shared, Loop& loop,
            bool is_one_too_many);
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    /// Known to the others only when it has an owner, so that they can hold on to it.
    void start();

    /// Where its client is (network.hpp).
    const std::string& network() const { return network_; }

    /// Ends it now if it waits for a request or is listened to, else after the one that runs.
    void drain();

    /// For whoever listens, as Listener says. Any thread.
    bool tell(std::string bytes);
    std::size_t untold() const { return untold_bytes_; }
    void finish_telling();

private:
    using Error = boost::system::error_code;

    template <class Then>
    void on_its_thread(Then&& then);
    void give(std::chrono::steady_clock::duration time);
    void give_all_time();
    void ring();
    void open();
    void wait();
    void read_on();
    void read();
    void go_on();
    void has_request();
    void ask(Request request);
    Respond respond();
    void write(Response response, bool keep);
    void write_rest(bool keep);
    void listen();
    void hear();
    void tell_next();
    void linger();
    void forget();
    void close();

    using Moment = std::chrono::steady_clock::time_point;

    std::unique_ptr<Connection> connection_;
    Server::Parts& shared_;
    Loop& loop_;  ///< of its connection
    const std::string address_;
    const std::string network_;
    const bool is_one_too_many_;
    boost::beast::flat_buffer buffer_;
    RequestReader reader_;
    std::string out_;                   ///< what is being written
    std::shared_ptr<LongBody> rest_{};  ///< of the answer that is being written
    bool is_idle_ = false;          ///< waits for a handshake, or for the first byte of a request
    Moment due_ = Moment::max();    ///< then it is closed
    Moment rings_ = Moment::max();  ///< the timer: then it looks
    boost::asio::steady_timer timer_;

    // While somebody listens.
    std::function<void(std::shared_ptr<Listener>)> follow_;
    bool is_listened_to_ = false;
    bool is_telling_ = false;  ///< `out_` is on its way
    bool has_told_all_ = false;
    std::deque<std::string> untold_;
    std::atomic<std::size_t> untold_bytes_{0};
    std::atomic<bool> is_gone_{false};
};

}  // namespace api
