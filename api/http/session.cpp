#include "api/http/session.hpp"

#include <boost/asio/post.hpp>

#include "api/http/network.hpp"

namespace api {
namespace {

namespace asio = boost::asio;

constexpr std::size_t piece = 8'192;
constexpr std::size_t large_piece = 65'536;  ///< of a body

std::string address_of(Connection& connection) {
    boost::system::error_code gone;  // reading finds out
    const auto peer = connection.socket().remote_endpoint(gone);
    return gone ? std::string() : peer.address().to_string();
}

/// Tells a session as long as it lives.
class SessionListener : public Listener {
public:
    explicit SessionListener(std::weak_ptr<Session> session) : session_(std::move(session)) {}
    ~SessionListener() override { finish(); }
    SessionListener(const SessionListener&) = delete;
    SessionListener& operator=(const SessionListener&) = delete;

    bool tell(std::string bytes) override {
        const auto session = session_.lock();
        return session && session->tell(std::move(bytes));
    }
    std::size_t untold() const override {
        const auto session = session_.lock();
        return session ? session->untold() : 0;
    }
    void finish() final {
        if (const auto session = session_.lock()) session->finish_telling();
    }

private:
    std::weak_ptr<Session> session_;
};

}  // namespace

Session::Session(std::unique_ptr<Connection> connection, Server::Parts& shared, Loop& loop,
                 bool is_one_too_many)
    : connection_(std::move(connection)),
      shared_(shared),
      loop_(loop),
      address_(address_of(*connection_)),
      network_(network_of(address_)),
      is_one_too_many_(is_one_too_many),
      reader_(shared.options.most_header_bytes, shared.options.most_body_bytes),
      timer_(connection_->socket().get_executor()) {}

Session::~Session() { shared_.forget(this); }

template <class Then>
void Session::on_its_thread(Then&& then) {
    asio::post(connection_->socket().get_executor(),
               [self = shared_from_this(), then = std::forward<Then>(then)] { then(*self); });
}

void Session::start() {
    shared_.keep(this);
    on_its_thread([](Session& self) { self.open(); });
}

void Session::drain() {
    on_its_thread([](Session& self) {
        if (self.is_listened_to_) return self.linger();
        if (!self.is_idle_) return;
        Error gone;  // it is told by what it waited for
        (void)self.connection_->socket().cancel(gone);
    });
}

/// What comes next has so much time, then the connection is closed. That is hardly ever reached, so
/// the timer stays where it is as long as it rings early enough.
void Session::give(std::chrono::steady_clock::duration time) {
    due_ = std::chrono::steady_clock::now() + time;
    if (due_ >= rings_) return;
    rings_ = due_;
    timer_.expires_at(rings_);
    timer_.async_wait([watched = weak_from_this()](Error error) {
        const auto self = watched.lock();
        if (self && !error) self->ring();
    });
}

void Session::give_all_time() { due_ = Moment::max(); }

void Session::ring() {
    rings_ = Moment::max();
    if (due_ == Moment::max()) return;
    const auto now = std::chrono::steady_clock::now();
    if (now < due_) return give(due_ - now);
    close();
}

void Session::open() {
    is_idle_ = true;
    give(shared_.options.request_time);
    connection_->open([self = shared_from_this()](Error error, std::size_t) {
        self->is_idle_ = false;
        if (error) return self->close();
        if (self->is_one_too_many_) return self->write(too_many_connections(), false);
        self->wait();
    });
}

// --- a request ---------------------------------------------------------------------------------

/// For the first byte of a request: a connection may be idle for longer than a request may take.
void Session::wait() {
    if (shared_.draining) return linger();
    reader_.begin();
    if (buffer_.size() > 0) {  // others come first: whoever sends ahead does not keep the thread
        give(shared_.options.request_time);
        return on_its_thread([](Session& self) { self.read(); });
    }
    is_idle_ = true;
    give(shared_.options.idle_time);
    connection_->read_some(buffer_.prepare(piece),
                           [self = shared_from_this()](Error error, std::size_t n) {
                               self->is_idle_ = false;
                               if (error == asio::error::operation_aborted) return self->linger();
                               if (error) return self->close();
                               self->buffer_.commit(n);
                               self->give(self->shared_.options.request_time);
                               self->read();
                           });
}

void Session::read_on() {
    connection_->read_some(buffer_.prepare(reader_.has_header() ? large_piece : piece),
                           [self = shared_from_this()](Error error, std::size_t n) {
                               if (error) return self->close();
                               self->buffer_.commit(n);
                               self->read();
                           });
}

void Session::read() {
    switch (reader_.take(buffer_)) {
        case Reading::unfinished:
            return read_on();
        case Reading::wants_body:
            return go_on();
        case Reading::finished:
            return has_request();
        case Reading::refused:
            return write(reader_.refusal(), false);
        case Reading::hopeless:
            return close();
    }
}

/// It said "Expect: 100-continue", and the body comes only now.
void Session::go_on() {
    out_ = "HTTP/1.1 100 Continue\r\n\r\n";
    connection_->write(out_, [self = shared_from_this()](Error error, std::size_t) {
        if (error) return self->close();
        self->read_on();
    });
}

void Session::has_request() {
    auto request = reader_.request();
    if (!request) return write(unreadable_target(), reader_.wants_to_stay());
    request->address = address_;
    request->is_secure = connection_->is_secure();
    if (const auto wait = shared_.rates.refuse(*request, std::chrono::steady_clock::now()))
        return write(too_many_requests(*wait), reader_.wants_to_stay());
    give_all_time();
    ask(std::move(*request));
}

void Session::ask(Request request) {
    shared_.is_asked();
    if (shared_.is_quick && shared_.is_quick(request)) return shared_.answer(request, respond());
    asio::post(shared_.workers, [self = shared_from_this(), request = std::move(request)] {
        self->shared_.answer(request, self->respond());
    });
}

/// Whoever is told holds nothing of the server afterwards: that may end then.
Respond Session::respond() {
    return [self = shared_from_this()](std::function<Response()> make) mutable {
        Server::Parts& shared = self->shared_;
        Loop& loop = self->loop_;
        loop.tell([self = std::move(self), make = std::move(make)] {
            self->write(make(), self->reader_.wants_to_stay());
        });
        shared.is_answered();
    };
}

/// Most answers go out at once, whole.
void Session::write(Response response, bool keep) {
    const bool goes_on = keep && !shared_.draining && !response.follow;
    const bool is_head = reader_.is_head();
    out_ = bytes_of(response, {goes_on, is_head, connection_->is_secure()});
    if (!is_head) follow_ = std::move(response.follow);
    rest_ = is_head ? nullptr : std::move(response.rest);
    give(shared_.options.write_time);
    const std::size_t gone = connection_->write_now(out_);
    if (gone == out_.size()) return write_rest(goes_on);
    connection_->write(std::string_view(out_).substr(gone),
                       [self = shared_from_this(), goes_on](Error error, std::size_t) {
                           if (error) return self->close();
                           self->write_rest(goes_on);
                       });
}

/// Piece by piece, each as soon as the one before it is heard. What cannot be read ends the
/// connection before the length that was said, so that nobody takes it for the whole.
void Session::write_rest(bool keep) {
    try {
        out_ = rest_ ? rest_->take() : "";
    } catch (const std::runtime_error&) {
        return close();
    }
    if (!out_.empty()) {
        give(shared_.options.write_time);
        return connection_->write(out_,
                                  [self = shared_from_this(), keep](Error error, std::size_t) {
                                      if (error) return self->close();
                                      self->write_rest(keep);
                                  });
    }
    rest_.reset();
    if (keep) return wait();
    if (follow_ && !shared_.draining) return listen();
    linger();
}

// --- a listener --------------------------------------------------------------------------------

void Session::listen() {
    is_listened_to_ = true;
    give_all_time();
    hear();
    follow_(std::make_shared<SessionListener>(weak_from_this()));
}

/// Whoever listens has nothing more to say: what comes is forgotten, until they go.
void Session::hear() {
    buffer_.clear();
    connection_->read_some(buffer_.prepare(piece),
                           [self = shared_from_this()](Error error, std::size_t) {
                               if (!self->is_listened_to_) return;
                               if (error) return self->close();
                               self->hear();
                           });
}

bool Session::tell(std::string bytes) {
    if (is_gone_) return false;
    const std::size_t size = bytes.size();
    const bool is_too_slow = untold_bytes_.fetch_add(size) > shared_.options.most_untold_bytes;
    if (is_too_slow) is_gone_ = true;
    on_its_thread([is_too_slow, bytes = std::move(bytes)](Session& self) {
        if (is_too_slow) return self.close();
        if (!self.is_listened_to_) return;
        self.untold_.push_back(bytes);
        self.tell_next();
    });
    return !is_too_slow;
}

void Session::finish_telling() {
    on_its_thread([](Session& self) {
        if (!self.is_listened_to_) return;
        self.has_told_all_ = true;
        self.tell_next();
    });
}

void Session::tell_next() {
    if (is_telling_) return;
    if (untold_.empty()) {
        if (has_told_all_) linger();
        return;
    }
    is_telling_ = true;
    out_ = std::move(untold_.front());
    untold_.pop_front();
    give(shared_.options.write_time);
    connection_->write(out_, [self = shared_from_this()](Error error, std::size_t) {
        self->is_telling_ = false;
        self->untold_bytes_ -= self->out_.size();
        self->give_all_time();
        if (error) return self->close();
        if (self->is_listened_to_) self->tell_next();
    });
}

// --- the end -----------------------------------------------------------------------------------

/// Closed with bytes unread, the kernel would reset the connection and the client lose the answer
/// that is on its way: so what still comes is read, for a while, and forgotten.
void Session::linger() {
    is_gone_ = true;
    const bool was_listened_to = std::exchange(is_listened_to_, false);
    if (was_listened_to) return close();
    give(shared_.options.linger_time);
    connection_->finish([self = shared_from_this()](Error, std::size_t) { self->forget(); });
}

void Session::forget() {
    buffer_.clear();
    connection_->socket().async_read_some(buffer_.prepare(2 * piece),
                                          [self = shared_from_this()](Error error, std::size_t) {
                                              if (error) return self->close();
                                              self->forget();
                                          });
}

void Session::close() {
    is_gone_ = true;
    is_listened_to_ = false;
    connection_->close();
}

}  // namespace api
