#pragma once
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>

namespace meterbook {

/// What waits between threads: at most so many, so that memory does not grow with the log. Who
/// finds it full sleeps until half of it was taken, and who finds it empty until `least` are there,
/// or it has ended: to be woken costs more than to look at a block, so nobody is for a single one.
template <class T>
class Belt {
public:
    explicit Belt(std::size_t most, std::size_t least = 1) : most_(most), least_(least) {}

    /// Waits while the belt is full.
    void put(T item) {
        std::unique_lock lock(mutex_);
        if (items_.size() >= most_) emptied_.wait(lock, [&] { return items_.size() <= most_ / 2; });
        items_.push_back(std::move(item));
        tell(lock);
    }

    /// Behind what was put ahead before, and before all else. Waits for nothing.
    void put_ahead(T item) {
        std::unique_lock lock(mutex_);
        items_.insert(items_.begin() + static_cast<std::ptrdiff_t>(ahead_++), std::move(item));
        tell(lock);
    }

    /// Nothing more comes.
    void end() {
        const std::lock_guard lock(mutex_);
        ended_ = true;
        filled_.notify_all();
    }

    /// The next one; nothing at the end.
    std::optional<T> take() {
        std::unique_lock lock(mutex_);
        if (items_.empty()) filled_.wait(lock, [&] { return items_.size() >= least_ || ended_; });
        if (items_.empty()) return std::nullopt;
        T item = std::move(items_.front());
        items_.pop_front();
        if (ahead_ > 0) --ahead_;
        const bool is_half_empty = items_.size() <= most_ / 2;
        lock.unlock();
        if (is_half_empty) emptied_.notify_all();
        return item;
    }

private:
    void tell(std::unique_lock<std::mutex>& lock) {
        const bool are_enough = items_.size() >= least_;
        lock.unlock();
        if (are_enough) filled_.notify_one();
    }

    std::size_t most_;
    std::size_t least_;
    std::mutex mutex_;
    std::condition_variable filled_;
    std::condition_variable emptied_;
    std::deque<T> items_;
    std::size_t ahead_ = 0;
    bool ended_ = false;
};

}  // namespace meterbook
