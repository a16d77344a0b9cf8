#include <algorithm>
#include <cstddef>

#include "ingest/dlt645.hpp"

// What is heard on a line where DL/T 645 is spoken: any bytes.

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace ingest;  // NOLINT(google-build-using-namespace): nothing but its words
    const std::span<const std::uint8_t> heard(bytes, size);
    const auto found = find_telegram(heard);
    if (!found) return 0;
    // What was understood was said, to the byte.
    const Octets wire = to_wire(*found);
    const auto frame = std::span(wire).subspan(4);
    if (std::search(heard.begin(), heard.end(), frame.begin(), frame.end()) == heard.end())
        __builtin_trap();
    const Telegram request = read_request(found->address, 0x00900200);
    if (answers(*found, request) && refusal_in(*found)) (void)is_refused_for_good(*found);
    if (const auto number = number_of(found->address);
        number && address_of(*number) != found->address)
        __builtin_trap();
    return 0;
}
