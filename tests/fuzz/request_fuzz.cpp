#include <cstddef>
#include <cstdint>

#include "tests/fuzz/request_path.hpp"

// Whatever bytes come in over HTTP, answered by a real book.

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    static auto& path = *new fuzz::RequestPath;  // a book must not end after its thread's own
    path.walk({reinterpret_cast<const char*>(bytes), size});
    return 0;
}
