#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ingest/edge/frame.hpp"
#include "ledger/values/fields.hpp"
#include "ledger/values/id.hpp"
#include "ledger/values/instant.hpp"

namespace edge {

// What the frames say. Fields are only added; an unknown one is skipped.

/// Up, first: who speaks, and what it has. Again where its next items are of another life.
struct Hello {
    static constexpr Kind kind = Kind::hello;
    std::uint32_t protocol;
    ledger::GatewayId gateway;
    std::string queue;      ///< name of the life that the next items are of
    std::uint64_t next;     ///< number of the first item the gateway holds
    ledger::Position seen;  ///< the newest place of the book that an answer named
    std::string release;

    static constexpr void fields(auto&& visit) {
        using T = Hello;
        visit(ledger::field<1>("protocol", &T::protocol), ledger::field<2>("gateway", &T::gateway),
              ledger::field<3>("queue", &T::queue), ledger::field<4>("next", &T::next),
              ledger::field<5>("seen", &T::seen), ledger::field<6>("release", &T::release));
    }
    friend bool operator==(const Hello&, const Hello&) = default;
};

/// Down: the gateway is known.
struct Welcome {
    static constexpr Kind kind = Kind::welcome;
    std::uint32_t protocol;
    std::uint64_t taken;    ///< of that life the book has everything up to this number
    ledger::Position head;  ///< of the book
    std::string release;

    static constexpr void fields(auto&& visit) {
        using T = Welcome;
        visit(ledger::field<1>("protocol", &T::protocol), ledger::field<2>("taken", &T::taken),
              ledger::field<3>("head", &T::head), ledger::field<4>("release", &T::release));
    }
    friend bool operator==(const Welcome&, const Welcome&) = default;
};

/// Up: items of the queue, in order and without a gap.
struct Facts {
    static constexpr Kind kind = Kind::facts;
    std::uint64_t first;
    std::vector<std::string> items;  ///< encoded Facts (fact.hpp)

    static constexpr void fields(auto&& visit) {
        visit(ledger::field<1>("first", &Facts::first), ledger::field<2>("items", &Facts::items));
    }
    friend bool operator==(const Facts&, const Facts&) = default;
};

/// An item that a rule of the book refused: it is over with it.
struct RefusedItem {
    std::uint64_t number;
    std::string why;

    static constexpr void fields(auto&& visit) {
        visit(ledger::field<1>("number", &RefusedItem::number),
              ledger::field<2>("why", &RefusedItem::why));
    }
    friend bool operator==(const RefusedItem&, const RefusedItem&) = default;
};

/// Down: these are durable in the book.
struct Taken {
    static constexpr Kind kind = Kind::taken;
    std::uint64_t through;
    ledger::Position head;
    std::vector<RefusedItem> refused;

    static constexpr void fields(auto&& visit) {
        visit(ledger::field<1>("through", &Taken::through), ledger::field<2>("head", &Taken::head),
              ledger::field<3>("refused", &Taken::refused));
    }
    friend bool operator==(const Taken&, const Taken&) = default;
};

/// One thing of the gateway's part of the register (register_things.hpp).
struct RegisterThing {
    std::string name;
    std::string bytes;  ///< empty: it is not there any more

    static constexpr void fields(auto&& visit) {
        visit(ledger::field<1>("name", &RegisterThing::name),
              ledger::field<2>("bytes", &RegisterThing::bytes));
    }
    friend bool operator==(const RegisterThing&, const RegisterThing&) = default;
};

/// Down: what changed in the gateway's part of the register, in as many frames as that takes.
struct RegisterNews {
    static constexpr Kind kind = Kind::reg;
    bool is_anew;   ///< the first frame of a link: what was known before is forgotten
    bool is_whole;  ///< the last frame of a change: it holds from now on
    std::vector<RegisterThing> things;

    static constexpr void fields(auto&& visit) {
        using T = RegisterNews;
        visit(ledger::field<1>("is_anew", &T::is_anew), ledger::field<2>("is_whole", &T::is_whole),
              ledger::field<3>("things", &T::things));
    }
    friend bool operator==(const RegisterNews&, const RegisterNews&) = default;
};

/// Up, now and then: it lives; what it asks is the time.
struct Tick {
    static constexpr Kind kind = Kind::tick;
    ledger::Instant clock;                  ///< the gateway's own, as it stands
    std::optional<std::int64_t> offset_us;  ///< book's clock less the gateway's, as it measured it
    std::uint64_t error_us;                 ///< how wrong that may be
    std::uint64_t waiting;                  ///< items in its queue

    static constexpr void fields(auto&& visit) {
        using T = Tick;
        visit(ledger::field<1>("clock", &T::clock), ledger::field<2>("offset_us", &T::offset_us),
              ledger::field<3>("error_us", &T::error_us), ledger::field<4>("waiting", &T::waiting));
    }
    friend bool operator==(const Tick&, const Tick&) = default;
};

/// Down: the answer to a Tick, at once.
struct Tock {
    static constexpr Kind kind = Kind::tock;
    ledger::Instant asked;  ///< what the Tick said
    ledger::Instant clock;  ///< the book's

    static constexpr void fields(auto&& visit) {
        visit(ledger::field<1>("asked", &Tock::asked), ledger::field<2>("clock", &Tock::clock));
    }
    friend bool operator==(const Tock&, const Tock&) = default;
};

struct Farewell {
    static constexpr Kind kind = Kind::farewell;
    std::string why;

    static constexpr void fields(auto&& visit) { visit(ledger::field<1>("why", &Farewell::why)); }
    friend bool operator==(const Farewell&, const Farewell&) = default;
};

/// Up, in clear: a gateway without TLS. `fresh` are 16 random bytes that were never used before.
struct SealAsk {
    static constexpr Kind kind = Kind::seal_ask;
    ledger::GatewayId gateway;
    std::string fresh;

    static constexpr void fields(auto&& visit) {
        visit(ledger::field<1>("gateway", &SealAsk::gateway),
              ledger::field<2>("fresh", &SealAsk::fresh));
    }
    friend bool operator==(const SealAsk&, const SealAsk&) = default;
};

struct SealAnswer {
    static constexpr Kind kind = Kind::seal_answer;
    std::string fresh;

    static constexpr void fields(auto&& visit) {
        visit(ledger::field<1>("fresh", &SealAnswer::fresh));
    }
    friend bool operator==(const SealAnswer&, const SealAnswer&) = default;
};

/// One of the above as a frame, and back. A frame of its kind that does not hold one is a BadFrame.
template <class Message>
Frame frame_of(const Message& message);
template <class Message>
Message message_in(const Frame& frame);

}  // namespace edge
