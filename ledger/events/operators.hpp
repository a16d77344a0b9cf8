#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ledger/events/rights.hpp"
#include "ledger/events/words.hpp"
#include "ledger/values/fields.hpp"
#include "ledger/values/id.hpp"
#include "ledger/values/instant.hpp"
#include "ledger/values/one_of.hpp"

namespace ledger {

/// Who holds this role may do these things from now on, and nothing else by it. The administrators'
/// role holds every right there is, whatever was recorded when it was defined.
struct RoleDefined {
    static constexpr int tag = 114;
    static constexpr std::string_view event_name = "RoleDefined";
    RoleId role;
    std::vector<Right> rights;  ///< in their order, each once

    static constexpr void fields(auto&& visit) {
        visit(field<1>("role", &RoleDefined::role), field<2>("rights", &RoleDefined::rights));
    }
    friend bool operator==(const RoleDefined&, const RoleDefined&) = default;
};

/// Somebody, or a program, may ask the book from now on. What they prove it with is kept beside the
/// journal and never in it.
struct OperatorAdded {
    static constexpr int tag = 100;
    static constexpr std::string_view event_name = "OperatorAdded";
    OperatorId who;
    bool is_machine{};         ///< asks with a key; a person signs in with a password
    std::string display_name;  ///< a post such as "Counter 2": it stays in the log for ever
    std::vector<RoleId> roles;
    std::vector<BuildingId> buildings;  ///< that they may touch; empty: all
    std::vector<AccountId> accounts;    ///< of a tenant: their own

    static constexpr void fields(auto&& visit) {
        using T = OperatorAdded;
        visit(field<1>("operator", &T::who), field<2>("is_machine", &T::is_machine),
              field<3>("display_name", &T::display_name), field<4>("roles", &T::roles),
              field<5>("buildings", &T::buildings), field<6>("accounts", &T::accounts));
    }
    friend bool operator==(const OperatorAdded&, const OperatorAdded&) = default;
};

/// What an operator is and may do from now on, all of it.
struct OperatorChanged {
    static constexpr int tag = 101;
    static constexpr std::string_view event_name = "OperatorChanged";
    OperatorId who;
    std::string display_name;
    std::vector<RoleId> roles;
    std::vector<BuildingId> buildings;
    std::vector<AccountId> accounts;
    bool disabled{};  ///< may not ask any more

    static constexpr void fields(auto&& visit) {
        using T = OperatorChanged;
        visit(field<1>("operator", &T::who), field<2>("display_name", &T::display_name),
              field<3>("roles", &T::roles), field<4>("buildings", &T::buildings),
              field<5>("accounts", &T::accounts), field<6>("disabled", &T::disabled));
    }
    friend bool operator==(const OperatorChanged&, const OperatorChanged&) = default;
};

/// A person has another password; the envelope says who gave it.
struct PasswordChanged {
    static constexpr int tag = 108;
    static constexpr std::string_view event_name = "PasswordChanged";
    OperatorId who;

    static constexpr void fields(auto&& visit) {
        visit(field<1>("operator", &PasswordChanged::who));
    }
    friend bool operator==(const PasswordChanged&, const PasswordChanged&) = default;
};

/// A program got a key. The key itself was shown once.
struct KeyIssued {
    static constexpr int tag = 109;
    static constexpr std::string_view event_name = "KeyIssued";
    OperatorId who;
    ApiKeyId key;                         ///< its name, which is no secret
    std::optional<Instant> expires_at{};  ///< opens nothing from this moment on; none: never ends

    static constexpr void fields(auto&& visit) {
        using T = KeyIssued;
        visit(field<1>("operator", &T::who), field<2>("key", &T::key),
              field<3>("expires_at", &T::expires_at));
    }
    friend bool operator==(const KeyIssued&, const KeyIssued&) = default;
};

struct KeyRevoked {
    static constexpr int tag = 113;
    static constexpr std::string_view event_name = "KeyRevoked";
    OperatorId who;
    ApiKeyId key;

    static constexpr void fields(auto&& visit) {
        visit(field<1>("operator", &KeyRevoked::who), field<2>("key", &KeyRevoked::key));
    }
    friend bool operator==(const KeyRevoked&, const KeyRevoked&) = default;
};

struct OperatorSignedIn {
    static constexpr int tag = 102;
    static constexpr std::string_view event_name = "OperatorSignedIn";
    OperatorId who;
    std::string address;  ///< from which they came

    static constexpr void fields(auto&& visit) {
        using T = OperatorSignedIn;
        visit(field<1>("operator", &T::who), field<2>("address", &T::address));
    }
    friend bool operator==(const OperatorSignedIn&, const OperatorSignedIn&) = default;
};

/// Somebody did not get in. A name that no operator has is not recorded: it may be a password that
/// was typed into the wrong field.
struct SignInRefused {
    static constexpr int tag = 103;
    static constexpr std::string_view event_name = "SignInRefused";
    OperatorId who;       ///< empty: no operator has the name that was given
    std::string address;  ///< of the newest
    SignInFault fault{};
    std::uint64_t count{};  ///< since the last one of the same kind was recorded

    static constexpr void fields(auto&& visit) {
        using T = SignInRefused;
        visit(field<1>("operator", &T::who), field<2>("address", &T::address),
              field<3>("fault", &T::fault), field<4>("count", &T::count));
    }
    friend bool operator==(const SignInRefused&, const SignInRefused&) = default;
};

/// Somebody asked for a change without the right to it.
struct RequestRefused {
    static constexpr int tag = 115;
    static constexpr std::string_view event_name = "RequestRefused";
    OperatorId who;
    Right right{};          ///< that was missing
    std::string asked;      ///< the newest: "POST /v1/refunds"
    std::uint64_t count{};  ///< since the last one of the same kind was recorded

    static constexpr void fields(auto&& visit) {
        using T = RequestRefused;
        visit(field<1>("operator", &T::who), field<2>("right", &T::right),
              field<3>("asked", &T::asked), field<4>("count", &T::count));
    }
    friend bool operator==(const RequestRefused&, const RequestRefused&) = default;
};

/// Somebody took a list or a report away as a file.
struct ExportTaken {
    static constexpr int tag = 107;
    static constexpr std::string_view event_name = "ExportTaken";
    OperatorId who;
    std::string what;  ///< "/v1/wallets/A1.M1/entries"
    ExportFormat format{};
    std::uint64_t rows{};

    static constexpr void fields(auto&& visit) {
        using T = ExportTaken;
        visit(field<1>("operator", &T::who), field<2>("what", &T::what),
              field<3>("format", &T::format), field<4>("rows", &T::rows));
    }
    friend bool operator==(const ExportTaken&, const ExportTaken&) = default;
};

/// The log is signed with another key from this event on, and the one before it says so.
struct SigningKeyRotated {
    static constexpr int tag = 150;
    static constexpr std::string_view event_name = "SigningKeyRotated";
    std::string from;       ///< a vkey, as C2SP signed-note writes them
    std::string to;         ///< a vkey
    std::string signature;  ///< base64: `from` hands over to `to` (ledger/notes/key_rotation.hpp)

    static constexpr void fields(auto&& visit) {
        using T = SigningKeyRotated;
        visit(field<1>("from", &T::from), field<2>("to", &T::to),
              field<3>("signature", &T::signature));
    }
    friend bool operator==(const SigningKeyRotated&, const SigningKeyRotated&) = default;
};

/// The paper of a sale, a refund or a reversal was printed. The first print is number 1; every one
/// behind it is a reprint 补打 and says so.
struct ReceiptPrinted {
    static constexpr int tag = 117;
    static constexpr std::string_view event_name = "ReceiptPrinted";
    Position transaction;  ///< that the paper is about
    WalletId wallet;       ///< of that transaction
    std::uint64_t number;  ///< 1, 2, 3 … of that transaction

    static constexpr void fields(auto&& visit) {
        using T = ReceiptPrinted;
        visit(field<1>("transaction", &T::transaction), field<2>("wallet", &T::wallet),
              field<3>("number", &T::number));
    }
    friend bool operator==(const ReceiptPrinted&, const ReceiptPrinted&) = default;
};

/// Somebody who had signed in is out, and has to sign in again.
struct SessionEnded {
    static constexpr int tag = 116;
    static constexpr std::string_view event_name = "SessionEnded";
    OperatorId who;
    SessionEnd cause{};
    std::uint64_t count{};  ///< of their sessions, by this cause at once

    static constexpr void fields(auto&& visit) {
        using T = SessionEnded;
        visit(field<1>("operator", &T::who), field<2>("cause", &T::cause),
              field<3>("count", &T::count));
    }
    friend bool operator==(const SessionEnded&, const SessionEnded&) = default;
};

/// By these words customers are told of a kind of notice in a language, from here on.
struct NoticeTextSet {
    static constexpr int tag = 120;
    static constexpr std::string_view event_name = "NoticeTextSet";
    NoticeKind kind{};
    NoticeLanguage language{};
    std::string text;  ///< with {placeholders} and [brackets]; empty: the built-in words again

    static constexpr void fields(auto&& visit) {
        using T = NoticeTextSet;
        visit(field<1>("kind", &T::kind), field<2>("language", &T::language),
              field<3>("text", &T::text));
    }
    friend bool operator==(const NoticeTextSet&, const NoticeTextSet&) = default;
};

/// The events that say who may ask, who did, who signs, by which words the house speaks, and what
/// left it on paper or as a file: they move neither money nor energy.
template <class Fact>
constexpr bool is_about_operators =
    is_one_of<Fact, RoleDefined, OperatorAdded, OperatorChanged, PasswordChanged, KeyIssued,
              KeyRevoked, OperatorSignedIn, SignInRefused, RequestRefused, ExportTaken,
              SigningKeyRotated, ReceiptPrinted, SessionEnded, NoticeTextSet>;

}  // namespace ledger
