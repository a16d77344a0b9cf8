#pragma once
#include <memory>
#include <optional>

#include "ingest/edge/link.hpp"
#include "ingest/edge/messages.hpp"
#include "ingest/edge/seal.hpp"

namespace edge {

/// Frames over a link, sealed where that was agreed. Of one thread.
class Channel {
public:
    explicit Channel(std::unique_ptr<Link> link) : link_(std::move(link)) {}

    /// The other end is known: longer frames are taken from now on.
    void trust() { reader_.allow(most_frame_bytes); }
    void seal(Seal seal) { seal_.emplace(std::move(seal)); }

    void send(const Frame& frame);
    template <class Message>
    void say(const Message& message) {
        send(frame_of(message));
    }

    /// The next frame; nothing: none began until then. One that began has to come whole within
    /// `frame_time`. Throws LinkBroken, or BadFrame.
    std::optional<Frame> receive(Deadline until);

    /// The next frame, which must come until then and be such a message; a farewell in its place is
    /// a LinkBroken with its words.
    template <class Message>
    Message expect(Deadline until) {
        return message_in<Message>(expect_frame(until));
    }

    /// Says why it closes, as well as that can still be said.
    void part(const std::string& why) noexcept;

private:
    Frame expect_frame(Deadline until);
    bool read_more(Deadline until);

    std::unique_ptr<Link> link_;
    PacketReader reader_;
    std::optional<Deadline> whole_until_;  ///< where a frame has begun
    std::optional<Seal> seal_;
};

}  // namespace edge
