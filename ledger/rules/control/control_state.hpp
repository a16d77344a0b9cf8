#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ledger/events/event.hpp"

namespace ledger {

// What the rules remember of commands, batches, arrears and notices.

/// A wallet in arrears, and whether its customer knows.
struct Arrears {
    Instant since;
    std::uint32_t notices{};      ///< about it that are on their way
    std::optional<Instant> told;  ///< when the first was delivered, or the last one given up

    static constexpr void fields(auto&& visit) {
        visit(field<1>("since", &Arrears::since), field<2>("notices", &Arrears::notices),
              field<3>("told", &Arrears::told));
    }
    friend bool operator==(const Arrears&, const Arrears&) = default;
};

/// A command that is not finished.
struct PendingCommand {
    MeterId meter;
    CommandKind kind{};
    CommandCause cause{};
    Instant requested_at;
    Instant expires_at;
    std::uint32_t attempts{};  ///< 0: never sent; otherwise its outcome may be unknown
    BatchId batch{};
    std::optional<Cargo> cargo{};

    static constexpr void fields(auto&& visit) {
        using T = PendingCommand;
        visit(field<1>("meter", &T::meter), field<2>("kind", &T::kind),
              field<3>("cause", &T::cause), field<4>("requested_at", &T::requested_at),
              field<5>("expires_at", &T::expires_at), field<6>("attempts", &T::attempts),
              field<7>("batch", &T::batch), field<8>("cargo", &T::cargo));
    }
    friend bool operator==(const PendingCommand&, const PendingCommand&) = default;
};

/// A batch that is not finished.
struct Batch {
    CommandKind kind{};
    Instant expires_at;
    Actor actor;  ///< who asked for it, and why
    std::string reason;
    std::vector<MeterId> meters;
    std::uint64_t next{};        ///< the row that is begun next
    std::vector<Position> open;  ///< rows that are on their way, in their order
    Position requested;          ///< the event that asked for it
    Position cancelled;          ///< none: it is not

    bool is_finished() const { return next == meters.size() && open.empty(); }
    bool has_work() const {
        return next < meters.size() || (!cancelled.is_none() && !open.empty());
    }

    static constexpr void fields(auto&& visit) {
        using T = Batch;
        visit(field<1>("kind", &T::kind), field<2>("expires_at", &T::expires_at),
              field<3>("actor", &T::actor), field<4>("reason", &T::reason),
              field<5>("meters", &T::meters), field<6>("next", &T::next),
              field<7>("open", &T::open), field<8>("requested", &T::requested),
              field<9>("cancelled", &T::cancelled));
    }
    friend bool operator==(const Batch&, const Batch&) = default;
};

/// A notice that is on its way.
struct PendingNotice {
    NoticeQueued queued;
    std::uint32_t attempts{};
    std::optional<Instant> tried_at;  ///< last

    static constexpr void fields(auto&& visit) {
        using T = PendingNotice;
        visit(field<1>("queued", &T::queued), field<2>("attempts", &T::attempts),
              field<3>("tried_at", &T::tried_at));
    }
    friend bool operator==(const PendingNotice&, const PendingNotice&) = default;
};

}  // namespace ledger
