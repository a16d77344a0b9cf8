#include "projections/batches.hpp"

#include "ledger/events/groups.hpp"
#include "ledger/events/wire.hpp"
#include "ledger/journal/big_endian.hpp"

// "b" | batch              -> BatchSummary
// "n" | requested u64      -> batch
// "r" | batch | 0 | row u64 -> BatchRow
// "c" | command u64        -> the key of its row

namespace projections {
namespace {

using namespace ledger;  // NOLINT(google-build-using-namespace): every event is the ledger's

Bytes numbered(Bytes prefix, std::uint64_t number) {
    put_big_endian(number, prefix);
    return prefix;
}

Bytes batch_key(const BatchId& batch) { return "b" + batch.text(); }
Bytes rows_key(const BatchId& batch) { return "r" + batch.text() + '\0'; }
Bytes row_key(const BatchId& batch, std::uint32_t row) { return numbered(rows_key(batch), row); }
Bytes command_key(Position command) { return numbered("c", command.number); }

template <class Row>
Row decoded(BytesView bytes) {
    auto row = wire::decode<Row>(bytes);
    ensure(row.has_value(), "a projection reads what it wrote");
    return std::move(*row);
}

BatchSummary summary_of(const Table& table, const BatchId& batch) {
    const auto known = table.get(batch_key(batch));
    ensure(known.has_value(), "a batch is requested before its rows are begun");
    return decoded<BatchSummary>(*known);
}

/// A row goes from one state to another, and the counts with it.
void move(Table& table, BatchSummary& batch, BatchRow row, RowState to) {
    --batch.rows.at(static_cast<std::size_t>(row.state));
    ++batch.rows.at(static_cast<std::size_t>(to));
    row.state = to;
    table.put(row_key(batch.batch, row.row), wire::encode(row));
}

/// The next row is begun.
BatchRow next_row(const Table& table, BatchSummary& batch) {
    ++batch.begun;
    return decoded<BatchRow>(table.get(row_key(batch.batch, batch.begun)).value());
}

void move_on(Table& table, Position command, RowState to, const std::string& result) {
    const auto key = table.get(command_key(command));
    if (!key) return;  // of no batch
    auto row = decoded<BatchRow>(table.get(*key).value());
    const Bytes name = key->substr(1, key->find('\0') - 1);
    BatchSummary batch = summary_of(table, BatchId(std::string(name)));
    if (!result.empty()) row.result = result;
    move(table, batch, std::move(row), to);
    table.put(batch_key(batch.batch), wire::encode(batch));
}

template <class Fact>
constexpr bool is_of_no_batch =
    is_about_operators<Fact> || is_about_places_and_prices<Fact> || is_about_people<Fact> ||
    is_about_office<Fact> || is_about_approvals<Fact> || is_about_alarms<Fact> ||
    is_about_notices<Fact> || is_about_money<Fact> || is_about_meters<Fact> ||
    is_one_of<Fact, SiteConfigured, PurchasesResolved>;

template <class Fact>
    requires is_of_no_batch<Fact>
void follow(Table&, const Envelope&, const Fact&) {}

void follow(Table& table, const Envelope& envelope, const BatchRequested& fact) {
    BatchSummary batch;
    batch.batch = fact.batch;
    batch.kind = fact.kind;
    batch.requested = envelope.position;
    batch.requested_at = envelope.occurred_at;
    batch.expires_at = fact.expires_at;
    batch.actor = envelope.actor.name;
    batch.reason = envelope.reason;
    batch.retry_of = fact.retry_of;
    batch.rows.assign(EnumNames<RowState>::names.size(), 0);
    batch.rows.front() = static_cast<std::uint32_t>(fact.meters.size());
    table.put(batch_key(fact.batch), wire::encode(batch));
    table.put(numbered("n", envelope.position.number), fact.batch.text());
    BatchRow row;
    for (const MeterId& meter : fact.meters) {
        ++row.row;
        row.meter = meter;
        table.put(row_key(fact.batch, row.row), wire::encode(row));
    }
}

void follow(Table& table, const Envelope&, const BatchRowRefused& fact) {
    BatchSummary batch = summary_of(table, fact.batch);
    BatchRow row = next_row(table, batch);
    row.result = fact.rule + ": " + fact.detail;
    move(table, batch, std::move(row), RowState::refused);
    table.put(batch_key(fact.batch), wire::encode(batch));
}

void follow(Table& table, const Envelope& envelope, const CommandRequested& fact) {
    if (fact.batch.is_empty()) return;
    BatchSummary batch = summary_of(table, fact.batch);
    BatchRow row = next_row(table, batch);
    row.command = envelope.position;
    table.put(command_key(row.command), row_key(fact.batch, row.row));
    move(table, batch, std::move(row), RowState::requested);
    table.put(batch_key(fact.batch), wire::encode(batch));
}

void follow(Table& table, const Envelope& envelope, const BatchCancelled& fact) {
    BatchSummary batch = summary_of(table, fact.batch);
    batch.is_cancelled = true;
    while (batch.count(RowState::waiting) > 0) {
        BatchRow row = next_row(table, batch);
        row.result = envelope.reason;
        move(table, batch, std::move(row), RowState::cancelled);
    }
    table.put(batch_key(fact.batch), wire::encode(batch));
}

void follow(Table& table, const Envelope&, const CommandSent& fact) {
    move_on(table, fact.command, RowState::sent, {});
}

void follow(Table& table, const Envelope&, const CommandConfirmed& fact) {
    move_on(table, fact.command, RowState::confirmed, fact.read_back);
}

void follow(Table& table, const Envelope&, const CommandFailed& fact) {
    move_on(table, fact.command, RowState::failed, fact.cause);
}

void follow(Table& table, const Envelope&, const CommandExpired& fact) {
    move_on(table, fact.command, RowState::expired, {});
}

void follow(Table& table, const Envelope& envelope, const CommandCancelled& fact) {
    move_on(table, fact.command, RowState::cancelled, envelope.reason);
}

}  // namespace

void Batches::fold(Table& table, const Event& event) const {
    std::visit([&](const auto& fact) { follow(table, event.envelope, fact); }, event.payload);
}

std::optional<BatchSummary> Batches::of(const BatchId& batch) const {
    const auto known = live()->find(batch_key(batch));
    return known ? std::optional(decoded<BatchSummary>(*known)) : std::nullopt;
}

Page<BatchSummary> Batches::list(Position before, std::size_t limit) const {
    Page<BatchSummary> page;
    const auto table = live();
    const std::uint64_t newest = before.is_none() ? UINT64_MAX : before.number - 1;
    table->descend("n", numbered("n", newest), [&](BytesView, BytesView name) {
        if (page.rows.size() == limit) {
            page.next = std::to_string(page.rows.back().requested.number);
            return false;
        }
        const BatchId batch{std::string(name)};
        page.rows.push_back(decoded<BatchSummary>(table->find(batch_key(batch)).value()));
        return true;
    });
    return page;
}

Page<BatchRow> Batches::rows(const BatchId& batch, std::optional<RowState> state,
                             std::uint32_t after, std::size_t limit) const {
    Page<BatchRow> page;
    live()->ascend(rows_key(batch), row_key(batch, after + 1), [&](BytesView, BytesView value) {
        auto row = decoded<BatchRow>(value);
        if (state && row.state != *state) return true;
        if (page.rows.size() == limit) {
            page.next = std::to_string(page.rows.back().row);
            return false;
        }
        page.rows.push_back(std::move(row));
        return true;
    });
    return page;
}

}  // namespace projections
