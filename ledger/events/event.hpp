#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <variant>

#include "ledger/events/approval.hpp"
#include "ledger/events/catalogue.hpp"
#include "ledger/events/control.hpp"
#include "ledger/events/energy.hpp"
#include "ledger/events/migration.hpp"
#include "ledger/events/money.hpp"
#include "ledger/events/office.hpp"
#include "ledger/events/operators.hpp"
#include "ledger/events/people.hpp"
#include "ledger/events/watch.hpp"
#include "ledger/values/bytes.hpp"
#include "ledger/values/event_id.hpp"
#include "ledger/values/instant.hpp"

namespace ledger {

/// Everything that can happen. Adding an event: its struct and its message in events.proto, this
/// list, `apply`, `postings`, each projection, a golden sample; the compiler walks you through.
using AnyFact = std::variant<
    SiteConfigured, BuildingRegistered, GatewayRegistered, LineRegistered, MeterRegistered,
    TariffPublished, TariffAssigned, ThresholdsSet, CalendarPublished, CustomerRegistered,
    AccountOpened, MeterAttached, MeterDetached, AccountClosed, AccountTransferred, CreditSold,
    CreditRefunded, TransactionReversed, CreditTransferred, BalanceAdjusted, AdjustmentProposed,
    AdjustmentDeclined, ReadingRecorded, ReadingQuarantined, QuarantineResolved, EnergyEstimated,
    MeterReplaced, RegisterRolledOver, MeterReset, TransformerRatioChanged, CommandRequested,
    CommandSent, CommandConfirmed, CommandFailed, CommandExpired, CommandCancelled, AlarmRaised,
    AlarmCleared, ContactLost, ContactRestored, CreditLimitsSet, FeePublished, FeeAssigned,
    FeeCharged, ShiftOpened, ShiftClosed, PeriodClosed, CustomerForgotten, AccountPrepared,
    PreparationWithdrawn, OpeningBalanceBroughtIn, WalletSettled, ReadingCorrected, ChargeCorrected,
    BatchRequested, BatchRowRefused, BatchCancelled, PurchasesResolved, NoticeQueued,
    NoticeDelivered, NoticeFailed, MeterRetired, RoleDefined, OperatorAdded, OperatorChanged,
    PasswordChanged, KeyIssued, KeyRevoked, OperatorSignedIn, SignInRefused, RequestRefused,
    ExportTaken, SigningKeyRotated, ReceiptPrinted, SessionEnded, TransactionProposed,
    TransactionApproved, TransactionDeclined, ApprovalLimitsSet, FeesDrawn, NoticeTextSet>;

/// One of them. A type of its own, copied and moved by code that is compiled once: the names and
/// the code of a variant of sixty would else lie in every object file.
struct Payload : AnyFact {
    using AnyFact::AnyFact;
    Payload();
    Payload(const Payload&);
    Payload(Payload&&) noexcept;
    Payload& operator=(const Payload&);
    Payload& operator=(Payload&&) noexcept;
    ~Payload();
};

/// Who caused it, and by which request of theirs.
struct Actor {
    ActorKind kind;
    std::string name;
    std::string request;

    static constexpr void fields(auto&& visit) {
        visit(field<1>("kind", &Actor::kind), field<2>("name", &Actor::name),
              field<3>("request", &Actor::request));
    }
    friend bool operator==(const Actor&, const Actor&) = default;
};

/// The one thing an event is about.
struct Subject {
    SubjectKind kind;
    std::string id;

    static constexpr void fields(auto&& visit) {
        visit(field<1>("kind", &Subject::kind), field<2>("id", &Subject::id));
    }
    friend auto operator<=>(const Subject&, const Subject&) = default;
};

/// What every event carries besides its payload.
struct Envelope {
    Position position;
    Instant recorded_at;  ///< when the book took it; never goes back
    Instant occurred_at;  ///< when it happened in the world
    Actor actor;
    std::string reason;
    std::string idempotency_key;  ///< on the first event of its command; empty: none was given
    std::string fingerprint;      ///< 16 bytes of SHA-256 over the command that holds the key
    Position causation;           ///< the event that led to this one
    EventId event_id;
    Subject subject;
    std::uint64_t subject_version;  ///< 1, 2, 3 … of that subject
    std::uint32_t schema;           ///< version of the payload's meaning
    std::uint32_t command_events;   ///< on the first event of a command: how many it wrote

    static constexpr void fields(auto&& visit) {
        using T = Envelope;
        visit(field<1>("position", &T::position), field<2>("recorded_at", &T::recorded_at),
              field<3>("occurred_at", &T::occurred_at), field<4>("actor", &T::actor),
              field<5>("reason", &T::reason), field<6>("idempotency_key", &T::idempotency_key),
              field<7>("fingerprint", &T::fingerprint), field<8>("causation", &T::causation),
              field<9>("event_id", &T::event_id), field<10>("subject", &T::subject),
              field<11>("subject_version", &T::subject_version), field<12>("schema", &T::schema),
              field<13>("command_events", &T::command_events));
    }
    friend bool operator==(const Envelope&, const Envelope&) = default;
};

/// One immutable fact of the book.
struct Event {
    Envelope envelope;
    Payload payload;

    friend bool operator==(const Event&, const Event&);
};

/// "CreditSold": the payload's name in the catalogue.
std::string_view name_of(const Payload& payload);

/// What the payload is about; it alone decides the envelope's subject.
Subject subject_of(const Payload& payload);

}  // namespace ledger

template <>
struct std::hash<ledger::Subject> {
    std::size_t operator()(const ledger::Subject& subject) const noexcept {
        return ledger::hash_of_name(subject.id) * 31 + static_cast<std::size_t>(subject.kind);
    }
};
