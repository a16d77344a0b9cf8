#include "ledger/values/thread_name.hpp"

#include <cstring>

#include <pthread.h>

#include "ledger/values/ensure.hpp"

namespace ledger {

void name_thread(const char* name) {
    constexpr std::size_t longest = 15;
    ensure(std::strlen(name) <= longest, "a thread's name fits the kernel's");
    (void)pthread_setname_np(pthread_self(), name);
}

}  // namespace ledger
