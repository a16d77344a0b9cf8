#include <cstddef>
#include <cstdint>

#include "ingest/edge/fact.hpp"
#include "ingest/edge/messages.hpp"
#include "ingest/edge/register_things.hpp"

// Whatever bytes a stranger sends: cut into frames, read as messages, and as the items in them.

namespace {

using namespace edge;  // NOLINT(google-build-using-namespace): nothing but the edge's words

void read_items(const Facts& facts) {
    for (const std::string& item : facts.items) {
        const auto fact = decode_fact(item);
        if (fact && decode_fact(encode(*fact)) != fact) __builtin_trap();
    }
}

void read_message(const Frame& frame, RegisterBook& book) {
    switch (frame.kind) {
        case Kind::hello:
            return void(message_in<Hello>(frame));
        case Kind::welcome:
            return void(message_in<Welcome>(frame));
        case Kind::facts:
            return read_items(message_in<Facts>(frame));
        case Kind::taken:
            return void(message_in<Taken>(frame));
        case Kind::reg:
            return void(book.take(message_in<RegisterNews>(frame)));
        case Kind::tick:
            return void(message_in<Tick>(frame));
        case Kind::tock:
            return void(message_in<Tock>(frame));
        case Kind::farewell:
            return void(message_in<Farewell>(frame));
        case Kind::seal_ask:
            return void(message_in<SealAsk>(frame));
        case Kind::seal_answer:
            return void(message_in<SealAnswer>(frame));
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    PacketReader reader;
    RegisterBook book({});
    reader.feed({reinterpret_cast<const char*>(bytes), size});
    try {
        while (const auto payload = reader.next()) read_message(frame_in(*payload), book);
    } catch (const BadFrame&) {
        return 0;  // as a link ends
    }
    return 0;
}
