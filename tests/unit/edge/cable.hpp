#pragma once
#include <atomic>
#include <cstdint>
#include <list>
#include <mutex>
#include <thread>

#include "ingest/edge/socket.hpp"
#include "tests/support/fuse.hpp"

namespace edge {

/// A cable that can be cut: connections to `port()` go on to another port of this machine, until
/// it is cut; then those that are there break, and new ones find nobody.
class Cable {
public:
    explicit Cable(std::uint16_t to);
    ~Cable();
    Cable(const Cable&) = delete;
    Cable& operator=(const Cable&) = delete;

    std::uint16_t port() const { return listener_.port(); }
    void cut() { is_cut_ = true; }
    void mend() { is_cut_ = false; }
    void lead_to(std::uint16_t port) { to_ = port; }

    /// The connection breaks where it burns. Its steps are two for each piece of what passes,
    /// either way: before it goes on, and after.
    Fuse& fuse() { return fuse_; }

private:
    void run();
    void carry(Socket from);
    bool move_some(int from, int to);

    Listener listener_{"127.0.0.1", 0};
    std::atomic<std::uint16_t> to_;
    std::atomic<bool> is_cut_{false};
    std::atomic<bool> is_over_{false};
    Fuse fuse_;
    std::list<std::thread> carriers_;
    std::thread thread_;
};

}  // namespace edge
