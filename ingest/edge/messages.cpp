#include "ingest/edge/messages.hpp"

#include <fmt/core.h>

#include "ledger/events/wire.hpp"

namespace edge {

template <class Message>
Frame frame_of(const Message& message) {
    return {Message::kind, ledger::wire::encode(message)};
}

template <class Message>
Message message_in(const Frame& frame) {
    const int number = static_cast<int>(frame.kind);
    if (frame.kind != Message::kind)
        throw BadFrame(fmt::format("a frame of kind {} where one of kind {} is due", number,
                                   static_cast<int>(Message::kind)));
    auto message = ledger::wire::decode<Message>(frame.body);
    if (!message) throw BadFrame(fmt::format("a frame of kind {} that holds none", number));
    return std::move(*message);
}

template Frame frame_of(const Hello&);
template Frame frame_of(const Welcome&);
template Frame frame_of(const Facts&);
template Frame frame_of(const Taken&);
template Frame frame_of(const RegisterNews&);
template Frame frame_of(const Tick&);
template Frame frame_of(const Tock&);
template Frame frame_of(const Farewell&);
template Frame frame_of(const SealAsk&);
template Frame frame_of(const SealAnswer&);
template Hello message_in(const Frame&);
template Welcome message_in(const Frame&);
template Facts message_in(const Frame&);
template Taken message_in(const Frame&);
template RegisterNews message_in(const Frame&);
template Tick message_in(const Frame&);
template Tock message_in(const Frame&);
template Farewell message_in(const Frame&);
template SealAsk message_in(const Frame&);
template SealAnswer message_in(const Frame&);

}  // namespace edge
