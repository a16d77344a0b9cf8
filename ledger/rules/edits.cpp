#include "ledger/rules/edits.hpp"

#include <fmt/core.h>

#include "ledger/rules/commands.hpp"
#include "ledger/rules/state.hpp"
#include "ledger/values/one_of.hpp"

namespace ledger {
namespace {

template <class Fact>
constexpr bool edits =
    is_one_of<Fact, SiteConfigured, BuildingRegistered, GatewayRegistered, LineRegistered,
              MeterRegistered, MeterReplaced, RegisterRolledOver, MeterReset,
              TransformerRatioChanged, TariffPublished, TariffAssigned, ThresholdsSet,
              CalendarPublished, CustomerRegistered, CustomerForgotten, AccountPrepared,
              PreparationWithdrawn, AccountOpened, MeterAttached, MeterDetached, AccountClosed,
              AccountTransferred, CreditLimitsSet, FeePublished, FeeAssigned, MeterRetired,
              RoleDefined, OperatorAdded, OperatorChanged, ApprovalLimitsSet, NoticeTextSet>;

using Edited = std::optional<Subject>;

template <class Command>
constexpr bool is_about_account =
    is_one_of<Command, OpenAccount, OpenPrepared, WithdrawPreparation, AttachMeter, DetachMeter,
              CloseAccount, TransferAccount>;
template <class Command>
constexpr bool is_about_meter = is_one_of<Command, ReplaceMeter, ChangeRatio>;

template <class Fact>
Edited edited(const Declare<Fact>& command) {
    return edits<Fact> ? Edited(subject_of(command.fact)) : std::nullopt;
}
template <class Command>
    requires is_about_account<Command>
Edited edited(const Command& command) {
    return Subject{SubjectKind::account, command.account.text()};
}
template <class Command>
    requires is_about_meter<Command>
Edited edited(const Command& command) {
    return Subject{SubjectKind::meter, command.meter.text()};
}
Edited edited(const PublishTariff& command) {
    return Subject{SubjectKind::tariff, command.tariff.text()};
}
Edited edited(const PublishFee& command) { return Subject{SubjectKind::fee, command.fee.text()}; }
Edited edited(const ForgetCustomer& command) {
    return Subject{SubjectKind::customer, command.customer.text()};
}
template <class Command>
Edited edited(const Command&) {
    return std::nullopt;
}

std::string name_of(const Subject& subject) {
    const std::string kind(to_text(subject.kind));
    return subject.id.empty() ? kind : fmt::format("{} '{}'", kind, subject.id);
}

std::string time_of(Position edited) {
    return edited.is_none() ? "before it was edited first"
                            : fmt::format("at event {}", edited.number);
}

}  // namespace

bool is_edit(const Payload& payload) {
    return std::visit([]<class Fact>(const Fact&) { return edits<Fact>; }, payload);
}

Edited edited_by(const Command& command) {
    return std::visit([](const auto& each) { return edited(each); }, command);
}

Objection check_unchanged(const State& state, const Expected& expected) {
    const Position* known = find(state.edited, expected.subject);
    const Position newest = known == nullptr ? Position{} : *known;
    if (newest == expected.edited) return std::nullopt;
    const std::string now = newest.is_none()
                                ? "it was never edited"
                                : fmt::format("event {} edited it last", newest.number);
    return Refusal{Rule::subject_must_be_unchanged, "if_match",
                   fmt::format("{} was seen {}, and {}: read it again, and decide anew",
                               name_of(expected.subject), time_of(expected.edited), now)};
}

}  // namespace ledger
