#include "tools/meterbook/bundle/lanes.hpp"

namespace meterbook {

Lanes::Lanes(std::size_t count) {
    for (std::size_t lane = 1; lane < count; ++lane)
        threads_.emplace_back([this, lane] { wait_for_work(lane); });
}

Lanes::~Lanes() {
    {
        const std::lock_guard lock(mutex_);
        over_ = true;
    }
    begun_.notify_all();
    for (std::thread& each : threads_) each.join();
}

void Lanes::run(const Work& work) {
    {
        const std::lock_guard lock(mutex_);
        work_ = &work;
        busy_ = threads_.size();
        ++round_;
    }
    begun_.notify_all();
    work(0);
    std::unique_lock lock(mutex_);
    done_.wait(lock, [&] { return busy_ == 0; });
}

void Lanes::wait_for_work(std::size_t lane) {
    std::uint64_t seen = 0;
    std::unique_lock lock(mutex_);
    for (;;) {
        begun_.wait(lock, [&] { return over_ || round_ > seen; });
        if (over_) return;
        seen = round_;
        const Work* work = work_;
        lock.unlock();
        (*work)(lane);
        lock.lock();
        if (--busy_ == 0) done_.notify_one();
    }
}

}  // namespace meterbook
