#include "projections/notices.hpp"

#include "ledger/events/groups.hpp"
#include "ledger/events/wire.hpp"
#include "ledger/journal/big_endian.hpp"

// "n" | notice u64 -> NoticeRow
// "q" | notice u64 -> "1" while it is queued, "" afterwards

namespace projections {
namespace {

using namespace ledger;  // NOLINT(google-build-using-namespace): every event is the ledger's

Bytes numbered(Bytes prefix, std::uint64_t number) {
    put_big_endian(number, prefix);
    return prefix;
}

Bytes notice_key(Position notice) { return numbered("n", notice.number); }
Bytes queue_key(Position notice) { return numbered("q", notice.number); }

NoticeRow row_in(BytesView bytes) {
    auto row = wire::decode<NoticeRow>(bytes);
    ensure(row.has_value(), "a projection reads what it wrote");
    return std::move(*row);
}

struct Outcome {
    NoticeState state;
    std::uint32_t attempt;
    const std::string& result;
    Position text{};
};

void move_on(Table& table, const Envelope& envelope, Position notice, const Outcome& outcome) {
    NoticeRow row = row_in(table.get(notice_key(notice)).value());
    row.state = outcome.state;
    row.attempts = outcome.attempt;
    row.result = outcome.result;
    row.text = outcome.text;
    row.changed_at = envelope.occurred_at;
    table.put(notice_key(notice), wire::encode(row));
    if (row.state != NoticeState::queued) table.put(queue_key(notice), "");
}

template <class Fact>
constexpr bool is_no_notice =
    is_about_operators<Fact> || is_about_places_and_prices<Fact> || is_about_people<Fact> ||
    is_about_office<Fact> || is_about_approvals<Fact> || is_about_commands<Fact> ||
    is_about_alarms<Fact> || is_about_money<Fact> || is_about_meters<Fact> ||
    is_about_batches<Fact> || is_one_of<Fact, SiteConfigured, PurchasesResolved>;

template <class Fact>
    requires is_no_notice<Fact>
void follow(Table&, const Envelope&, const Fact&) {}

void follow(Table& table, const Envelope& envelope, const NoticeQueued& fact) {
    NoticeRow row;
    row.notice = envelope.position;
    row.facts = fact;
    row.changed_at = envelope.occurred_at;
    table.put(notice_key(row.notice), wire::encode(row));
    table.put(queue_key(row.notice), "1");
}

void follow(Table& table, const Envelope& envelope, const NoticeDelivered& fact) {
    move_on(table, envelope, fact.notice,
            {NoticeState::delivered, fact.attempt, fact.reference, fact.text});
}

void follow(Table& table, const Envelope& envelope, const NoticeFailed& fact) {
    const NoticeState state = fact.is_final ? NoticeState::failed : NoticeState::queued;
    move_on(table, envelope, fact.notice, {state, fact.attempt, fact.cause});
}

bool is_of(const NoticeRow& row, const NoticeFilter& filter) {
    return (filter.wallet.is_empty() || row.facts.wallet == filter.wallet) &&
           (!filter.state || row.state == *filter.state);
}

/// Adds a row that is wanted. False: the page is full, and the rest begins after it.
bool add(Page<NoticeRow>& page, NoticeRow row, const NoticeFilter& filter) {
    if (!is_of(row, filter)) return true;
    if (page.rows.size() == filter.limit) {
        page.next = std::to_string(page.rows.back().notice.number);
        return false;
    }
    page.rows.push_back(std::move(row));
    return true;
}

}  // namespace

void Notices::fold(Table& table, const Event& event) const {
    std::visit([&](const auto& fact) { follow(table, event.envelope, fact); }, event.payload);
}

std::optional<NoticeRow> Notices::of(Position notice) const {
    const auto row = live()->find(notice_key(notice));
    return row ? std::optional(row_in(*row)) : std::nullopt;
}

Page<NoticeRow> Notices::list(const NoticeFilter& filter) const {
    if (filter.state == NoticeState::queued) return list_queued(filter);
    Page<NoticeRow> page;
    const Position newest{filter.cursor.is_none() ? UINT64_MAX : filter.cursor.number - 1};
    live()->descend("n", notice_key(newest),
                    [&](BytesView, BytesView value) { return add(page, row_in(value), filter); });
    return page;
}

Page<NoticeRow> Notices::list_queued(const NoticeFilter& filter) const {
    Page<NoticeRow> page;
    const auto table = live();
    table->ascend("q", queue_key(filter.cursor.next()), [&](BytesView key, BytesView value) {
        if (value.empty()) return true;
        const Bytes notice = "n" + Bytes(key.substr(1));
        return add(page, row_in(table->find(notice).value()), filter);
    });
    return page;
}

}  // namespace projections
