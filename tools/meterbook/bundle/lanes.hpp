#pragma once
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace meterbook {

/// Threads that do the same work side by side, each on a part of its own, again and again.
class Lanes {
public:
    explicit Lanes(std::size_t count);
    ~Lanes();
    Lanes(const Lanes&) = delete;
    Lanes& operator=(const Lanes&) = delete;

    std::size_t count() const { return threads_.size() + 1; }

    /// Calls `work` with every number below `count()`, 0 on the caller's own thread; returns when
    /// all have returned. It must not throw.
    using Work = std::function<void(std::size_t lane)>;
    void run(const Work& work);

private:
    void wait_for_work(std::size_t lane);

    std::mutex mutex_;
    std::condition_variable begun_;
    std::condition_variable done_;
    const Work* work_ = nullptr;
    std::uint64_t round_ = 0;
    std::size_t busy_ = 0;
    bool over_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace meterbook
