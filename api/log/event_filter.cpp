#include "api/log/event_filter.hpp"

#include <utility>

#include <fmt/ranges.h>

#include "api/problem.hpp"

namespace api {
namespace {

template <std::size_t... Index>
bool is_event_type(std::string_view type, std::index_sequence<Index...>) {
    return (... || (std::variant_alternative_t<Index, ledger::AnyFact>::event_name == type));
}

}  // namespace

bool is_wanted(const EventFilter& filter, const ledger::Event& event) {
    const ledger::Subject& subject = event.envelope.subject;
    return (filter.types.empty() ||
            filter.types.contains(std::string(ledger::name_of(event.payload)))) &&
           (filter.subject_kind.empty() || filter.subject_kind == ledger::to_text(subject.kind)) &&
           (filter.subject.empty() || filter.subject == subject.id);
}

void check_event_type(const std::string& type) {
    constexpr std::size_t types = std::variant_size_v<ledger::AnyFact>;
    if (type.empty() || is_event_type(type, std::make_index_sequence<types>())) return;
    throw Problem(400, "field_must_fit", "type",
                  fmt::format("type: '{}' is no type of event: give one of docs/events.md, "
                              "CreditSold for instance",
                              type));
}

void check_subject_kind(const std::string& kind) {
    if (kind.empty() || ledger::enum_from_text<ledger::SubjectKind>(kind)) return;
    throw Problem(400, "field_must_fit", "subject_kind",
                  fmt::format("subject_kind: give one of {}",
                              fmt::join(ledger::EnumNames<ledger::SubjectKind>::names, ", ")));
}

}  // namespace api
