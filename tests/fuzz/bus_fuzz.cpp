#include <cstddef>

#include "tools/metersim/wire/bus_framer.hpp"

// What a simulated meter hears: Modbus RTU and DL/T 645 on one bus, or Modbus TCP, in any pieces.

namespace {

using namespace metersim;  // NOLINT(google-build-using-namespace): nothing but its words

/// The first byte of each piece says how long it is, and whether a silence follows.
void hear(Framer& framer, BytesView bytes) {
    Tick now{};
    while (!bytes.empty() && !framer.is_lost()) {
        const std::size_t length = std::min<std::size_t>(bytes[0] & 0x7FU, bytes.size() - 1);
        if ((bytes[0] & 0x80U) != 0) now += std::chrono::seconds(1);
        framer.hear_silence(now);
        framer.hear(bytes.subspan(1, length), now);
        bytes = bytes.subspan(1 + length);
        while (framer.has_request()) {
            const Request request = framer.take_request();
            if (request.pdu.empty()) continue;
            (void)framer.wrap(request, request.pdu);
        }
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    BusFramer bus;
    hear(bus, {bytes, size});
    MbapFramer tcp;
    hear(tcp, {bytes, size});
    return 0;
}
