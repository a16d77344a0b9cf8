#include "ingest/edge/tenure.hpp"

#include <algorithm>

#include "ledger/events/event_codec.hpp"
#include "ledger/journal/index.hpp"
#include "ledger/journal/journal.hpp"

namespace edge {
namespace {

using namespace ledger;  // NOLINT(google-build-using-namespace): nothing but the ledger's words

constexpr std::size_t events_at_once = 1'024;

/// One registration, and when the book took it.
template <class Fact>
struct Registered {
    Instant at;
    Fact fact;
};

template <class Fact>
std::vector<Registered<Fact>> registrations(const Book& book, const Subject& subject) {
    std::vector<Registered<Fact>> all;
    std::uint64_t version = 1;
    for (;;) {
        const auto positions = book.index().find_subject(subject, version, events_at_once);
        if (positions.empty()) return all;
        for (const Position position : positions) {
            const auto event = decode_event(book.journal().get(position));
            if (!event) continue;
            if (const auto* fact = std::get_if<Fact>(&event->payload))
                all.push_back({event->envelope.recorded_at, *fact});
        }
        version += positions.size();
    }
}

/// The gateways of a line while the meter hung on it.
void add_terms(const Book& book, const LineId& line, Instant from, Instant until,
               std::vector<Term>& terms) {
    const Subject subject{SubjectKind::line, line.text()};
    for (const auto& each : registrations<LineRegistered>(book, subject)) {
        if (each.at >= until) return;
        const Instant begins = std::max(each.at, from);
        if (!terms.empty() && terms.back().from == begins) terms.pop_back();
        terms.push_back({begins, each.fact.gateway});
    }
}

Position last_registration(const State& state, const MeterId& id) {
    const auto edited = [&](SubjectKind kind, const std::string& name) {
        const Position* last = find(state.edited, Subject{kind, name});
        return last == nullptr ? Position{} : *last;
    };
    const Meter* meter = find(state.meters, id);
    if (meter == nullptr) return {};
    return std::max(edited(SubjectKind::meter, id.text()),
                    edited(SubjectKind::line, meter->registered.line.text()));
}

}  // namespace

const std::vector<Term>& Tenure::of(const MeterId& meter) {
    const Position newest =
        book_.read([&](const State& state) { return last_registration(state, meter); });
    const auto known = known_.find(meter);
    if (known != known_.end() && known->second.registered == newest) return known->second.terms;
    std::vector<Term> terms;
    const auto places =
        registrations<MeterRegistered>(book_, Subject{SubjectKind::meter, meter.text()});
    for (std::size_t i = 0; i < places.size(); ++i) {
        const Instant until = i + 1 < places.size() ? places[i + 1].at : latest_instant;
        add_terms(book_, places[i].fact.line, places[i].at, until, terms);
    }
    return known_.insert_or_assign(meter, Known{newest, std::move(terms)}).first->second.terms;
}

bool was_read_by(const GatewayId& gateway, const std::vector<Term>& terms, Instant at) {
    const auto next =
        std::upper_bound(terms.begin(), terms.end(), at,
                         [](Instant moment, const Term& each) { return moment < each.from; });
    return next != terms.begin() && std::prev(next)->gateway == gateway;
}

bool was_ever_read_by(const GatewayId& gateway, const std::vector<Term>& terms) {
    return std::ranges::any_of(terms, [&](const Term& each) { return each.gateway == gateway; });
}

}  // namespace edge
