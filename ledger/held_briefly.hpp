#pragma once
#include <mutex>

namespace ledger {

/// A lock of what everybody holds for a microsecond at most: whoever waits for it stays awake a
/// while, since to fall asleep and be woken takes fifty times as long as the wait.
template <class Lock, class Mutex>
Lock held_briefly(Mutex& mutex) {
    constexpr int tries = 2'000;
    Lock lock(mutex, std::try_to_lock);
    for (int i = 0; i < tries && !lock.owns_lock(); ++i) (void)lock.try_lock();
    if (!lock.owns_lock()) lock.lock();
    return lock;
}

}  // namespace ledger
