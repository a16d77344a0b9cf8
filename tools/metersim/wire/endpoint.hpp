#pragma once
#include <optional>
#include <string>

#include "tools/metersim/wire/frames.hpp"

namespace metersim {

/// Owns a file descriptor.
class Fd {
public:
    Fd() = default;
    explicit Fd(int number) : number_(number) {}
    Fd(Fd&& other) noexcept : number_(other.release()) {}
    Fd& operator=(Fd&& other) noexcept;
    Fd(const Fd&) = delete;
    Fd& operator=(const Fd&) = delete;
    ~Fd();

    int number() const { return number_; }
    bool is_open() const { return number_ >= 0; }
    int release();

private:
    int number_ = -1;
};

/// A listening TCP socket on 127.0.0.1; port 0 takes a free one. Throws std::runtime_error with one
/// sentence when the port is taken.
Fd listen_on(int port);
int port_of(const Fd& listener);

/// The next connection, not blocking, without delay; closed Fd when there is none.
Fd accept_from(const Fd& listener);

/// A pseudo terminal in raw mode. The far side stays open here too, so that a master may come and
/// go.
struct PseudoTerminal {
    Fd near;
    Fd far;
    std::string device;  ///< The path a master opens.
};

PseudoTerminal open_pseudo_terminal();

/// What a read brought: nothing at all when the other side is gone, no bytes when there are none
/// now.
std::optional<Bytes> receive_from(const Fd& wire);

/// How many bytes could be handed over at once; 0 when none.
std::size_t send_some(const Fd& wire, BytesView bytes);

/// False when the bytes could not be handed over whole.
bool send_to(const Fd& wire, BytesView bytes);

/// Lets one thread end another's wait for descriptors.
class Bell {
public:
    Bell();
    void ring() const;
    int number() const { return fd_.number(); }

private:
    Fd fd_;
};

}  // namespace metersim
