#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ledger/events/control.hpp"

namespace ledger {

// What can be asked about meters' commands and the notices to their customers.

struct RequestCommand {
    MeterId meter;
    CommandKind kind;
    std::optional<Instant> expires_at;  ///< none: a day after it is requested

    static constexpr void fields(auto&& visit) {
        using T = RequestCommand;
        visit(field<1>("meter", &T::meter), field<2>("kind", &T::kind),
              field<3>("expires_at", &T::expires_at));
    }
    friend bool operator==(const RequestCommand&, const RequestCommand&) = default;
};

/// The dispatcher is about to write: asked before the bytes go out.
struct ReportSent {
    Position command;

    static constexpr void fields(auto&& visit) { visit(field<1>("command", &ReportSent::command)); }
    friend bool operator==(const ReportSent&, const ReportSent&) = default;
};

struct ReportConfirmed {
    Position command;
    std::optional<bool> relay_closed;
    std::string read_back;  ///< the words that were read, for people

    static constexpr void fields(auto&& visit) {
        using T = ReportConfirmed;
        visit(field<1>("command", &T::command), field<2>("relay_closed", &T::relay_closed),
              field<3>("read_back", &T::read_back));
    }
    friend bool operator==(const ReportConfirmed&, const ReportConfirmed&) = default;
};

struct ReportFailed {
    Position command;
    std::string cause;

    static constexpr void fields(auto&& visit) {
        visit(field<1>("command", &ReportFailed::command), field<2>("cause", &ReportFailed::cause));
    }
    friend bool operator==(const ReportFailed&, const ReportFailed&) = default;
};

/// Ends a command whose time is over. Refused while it is not.
struct ExpireCommand {
    Position command;

    static constexpr void fields(auto&& visit) {
        visit(field<1>("command", &ExpireCommand::command));
    }
    friend bool operator==(const ExpireCommand&, const ExpireCommand&) = default;
};

struct CancelCommand {
    Position command;

    static constexpr void fields(auto&& visit) {
        visit(field<1>("command", &CancelCommand::command));
    }
    friend bool operator==(const CancelCommand&, const CancelCommand&) = default;
};

/// A meter stopped answering; or, where `meter` is empty, the whole line, or those of it that
/// `meters` names.
struct ReportContactLost {
    LineId line;
    MeterId meter;
    std::uint32_t misses;
    std::string detail;
    std::vector<MeterId> meters{};  ///< two or more, or none

    static constexpr void fields(auto&& visit) {
        using T = ReportContactLost;
        visit(field<1>("line", &T::line), field<2>("meter", &T::meter),
              field<3>("misses", &T::misses), field<4>("detail", &T::detail),
              field<5>("meters", &T::meters));
    }
    friend bool operator==(const ReportContactLost&, const ReportContactLost&) = default;
};

/// It answers (again). Changes nothing where contact was not lost.
struct ReportContact {
    LineId line;
    MeterId meter;

    static constexpr void fields(auto&& visit) {
        visit(field<1>("line", &ReportContact::line), field<2>("meter", &ReportContact::meter));
    }
    friend bool operator==(const ReportContact&, const ReportContact&) = default;
};

/// The same for many meters: the book begins their rows by itself.
struct RequestBatch {
    BatchId batch;
    CommandKind kind{};
    std::vector<MeterId> meters;        ///< each once
    std::optional<Instant> expires_at;  ///< none: a day after it is requested
    BatchId retry_of{};

    static constexpr void fields(auto&& visit) {
        using T = RequestBatch;
        visit(field<1>("batch", &T::batch), field<2>("kind", &T::kind),
              field<3>("meters", &T::meters), field<4>("expires_at", &T::expires_at),
              field<5>("retry_of", &T::retry_of));
    }
    friend bool operator==(const RequestBatch&, const RequestBatch&) = default;
};

/// Begins the next rows of a batch, or cancels what is on its way of one that was cancelled: so
/// many that they fit one command. Changes nothing where there is nothing left to do.
struct AdvanceBatch {
    BatchId batch;

    static constexpr void fields(auto&& visit) { visit(field<1>("batch", &AdvanceBatch::batch)); }
    friend bool operator==(const AdvanceBatch&, const AdvanceBatch&) = default;
};

struct CancelBatch {
    BatchId batch;

    static constexpr void fields(auto&& visit) { visit(field<1>("batch", &CancelBatch::batch)); }
    friend bool operator==(const CancelBatch&, const CancelBatch&) = default;
};

/// The time of a wallet in arrears may be over: cuts off what draws on it where it is, and changes
/// nothing where it is not.
struct CutPower {
    WalletId wallet;

    static constexpr void fields(auto&& visit) { visit(field<1>("wallet", &CutPower::wallet)); }
    friend bool operator==(const CutPower&, const CutPower&) = default;
};

struct ReportNoticeDelivered {
    Position notice;
    std::string reference;           ///< what the other side calls it; may be empty
    std::optional<Position> text{};  ///< by which it was told; none: the built-in one

    static constexpr void fields(auto&& visit) {
        using T = ReportNoticeDelivered;
        visit(field<1>("notice", &T::notice), field<2>("reference", &T::reference),
              field<3>("text", &T::text));
    }
    friend bool operator==(const ReportNoticeDelivered&, const ReportNoticeDelivered&) = default;
};

struct ReportNoticeFailed {
    Position notice;
    std::string cause;
    bool is_final{};  ///< it is not tried again

    static constexpr void fields(auto&& visit) {
        using T = ReportNoticeFailed;
        visit(field<1>("notice", &T::notice), field<2>("cause", &T::cause),
              field<3>("is_final", &T::is_final));
    }
    friend bool operator==(const ReportNoticeFailed&, const ReportNoticeFailed&) = default;
};

/// The field found that a credit push cannot go on: the meter's purchase count is neither the one
/// before it nor its own, or the meter refuses the purchase.
struct ReportPurchases {
    MeterId meter;
    std::string detail;

    static constexpr void fields(auto&& visit) {
        using T = ReportPurchases;
        visit(field<1>("meter", &T::meter), field<2>("detail", &T::detail));
    }
    friend bool operator==(const ReportPurchases&, const ReportPurchases&) = default;
};

/// A person settles what the meter and the book see differently.
struct ResolvePurchases {
    MeterId meter;
    std::uint64_t purchase_count{};  ///< that the meter shows
    bool sent_is_credited{};         ///< it took the push that was sent last

    static constexpr void fields(auto&& visit) {
        using T = ResolvePurchases;
        visit(field<1>("meter", &T::meter), field<2>("purchase_count", &T::purchase_count),
              field<3>("sent_is_credited", &T::sent_is_credited));
    }
    friend bool operator==(const ResolvePurchases&, const ResolvePurchases&) = default;
};

}  // namespace ledger
