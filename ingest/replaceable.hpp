#pragma once
#include <memory>
#include <mutex>

namespace ingest {

/// What is replaced as a whole while others read it: who holds the one before keeps it. Any thread.
template <class T>
class Replaceable {
public:
    using Held = std::shared_ptr<const T>;

    explicit Replaceable(T first) : held_(std::make_shared<const T>(std::move(first))) {}

    Held now() const {
        const std::lock_guard lock(mutex_);
        return held_;
    }
    void replace(T next) {
        auto fresh = std::make_shared<const T>(std::move(next));
        const std::lock_guard lock(mutex_);
        held_.swap(fresh);
    }

private:
    mutable std::mutex mutex_;
    Held held_;
};

}  // namespace ingest
