#pragma once
#include <atomic>
#include <functional>
#include <mutex>
#include <utility>

/// Something that happens once, at a chosen step of whoever counts them: from 0 since it was armed.
/// Any thread.
class Fuse {
public:
    void arm(unsigned step, std::function<void()> happens) {
        const std::lock_guard lock(mutex_);
        happens_ = std::move(happens);
        steps_left_ = step;
        has_burned_ = false;
    }

    void disarm() {
        const std::lock_guard lock(mutex_);
        happens_ = nullptr;
    }

    /// A step is reached. True: it happened here.
    bool step() {
        const std::lock_guard lock(mutex_);
        if (!happens_ || steps_left_-- > 0) return false;
        std::exchange(happens_, nullptr)();
        has_burned_ = true;
        return true;
    }

    bool has_burned() const { return has_burned_; }

private:
    std::mutex mutex_;
    std::function<void()> happens_;
    unsigned steps_left_ = 0;
    std::atomic<bool> has_burned_{false};
};
