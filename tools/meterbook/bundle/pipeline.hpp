#pragma once
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace meterbook {

/// What waits between two threads: at most so many, so that memory does not grow with the log.
template <class T>
class Belt {
public:
    explicit Belt(std::size_t most) : most_(most) {}

    /// Waits while the belt is full.
    void put(T item) {
        std::unique_lock lock(mutex_);
        moved_.wait(lock, [&] { return items_.size() < most_; });
        items_.push_back(std::move(item));
        moved_.notify_all();
    }

    /// Nothing more comes.
    void end() {
        const std::lock_guard lock(mutex_);
        ended_ = true;
        moved_.notify_all();
    }

    /// The next one; nothing at the end.
    std::optional<T> take() {
        std::unique_lock lock(mutex_);
        moved_.wait(lock, [&] { return !items_.empty() || ended_; });
        if (items_.empty()) return std::nullopt;
        T item = std::move(items_.front());
        items_.pop_front();
        moved_.notify_all();
        return item;
    }

private:
    std::size_t most_;
    std::mutex mutex_;
    std::condition_variable moved_;
    std::deque<T> items_;
    bool ended_ = false;
};

}  // namespace meterbook
