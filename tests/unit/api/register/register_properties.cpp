#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "api/register/export.hpp"
#include "api/register/import.hpp"
#include "api/register/register_file.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/unit/api/register/any_register.hpp"

namespace api {
namespace {

using ledger::ExportFormat;
using ledger::State;

/// An empty book, gone with its directory.
class EmptyBook {
public:
    EmptyBook()
        : book_(
              ledger::Book::open({directory_.path(), [] { return register_clock; },
                                  [](const std::string& why) { throw std::runtime_error(why); }})) {
    }

    ImportOutcome take(const std::string& file, bool is_dry_run = false) {
        return import_register(*book_, file, "",
                               {{ledger::ActorKind::person, "tester", ""}, "moved in", is_dry_run},
                               {register_clock});
    }
    std::vector<Table> tables() const { return write_register(export_register(*book_)); }
    std::string file(ExportFormat format) const { return write_file(tables(), {format}); }
    State state() const {
        return book_->read([](const State& state) { return state; });
    }
    std::uint64_t last() const { return state().last.number; }

private:
    TemporaryDirectory directory_;
    std::unique_ptr<ledger::Book> book_;
};

std::string said(const ImportOutcome& outcome) { return outcome_json(outcome, false).dump(1); }

/// What a register says, without the moments and positions at which the book heard of it.
Json essence(const State& state) {
    Json json;
    json["site"] = state.site ? write_value(*state.site) : Json(nullptr);
    json["buildings"] = write_value(state.buildings);
    json["gateways"] = write_value(state.gateways);
    json["calendars"] = write_value(state.calendars);
    json["prepared"] = write_value(state.prepared);
    for (const auto& [id, line] : state.lines)
        json["lines"].push_back(write_record(line.registered));
    for (const auto& [id, tariff] : state.tariffs) {
        for (const auto& each : tariff.versions)
            json["tariffs"].push_back(write_record(each.terms));
    }
    for (const auto& [id, meter] : state.meters)
        json["meters"].push_back({write_record(meter.registered), write_value(meter.thresholds),
                                  write_value(meter.tariffs), write_value(meter.account),
                                  write_value(meter.wallet)});
    for (const auto& [id, account] : state.accounts)
        json["accounts"].push_back({id.text(), account.customer.text(),
                                    std::string(to_text(account.wallets)),
                                    write_value(account.meters)});
    return json;
}

std::vector<std::vector<Cell>> cells_of(const Table& table) {
    std::vector<std::vector<Cell>> cells;
    for (const TableRow& each : table.rows) cells.push_back(each.cells);
    return cells;
}

void check_equal(const std::vector<Table>& left, const std::vector<Table>& right) {
    RC_ASSERT(left.size() == right.size());
    for (std::size_t i = 0; i < left.size(); ++i) {
        RC_ASSERT(left[i].name == right[i].name);
        RC_ASSERT(cells_of(left[i]) == cells_of(right[i]));
    }
}

/// An exported file changes nothing where it came from, and makes the same register elsewhere.
void check_round_trip(const RegisterRows& rows, ExportFormat format) {
    EmptyBook book;
    const ImportOutcome first = book.take(write_file(write_register(rows), {format}));
    if (!first.faults.empty()) RC_FAIL(said(first));
    const std::uint64_t last = book.last();
    const std::string exported = book.file(format);
    const ImportOutcome again = book.take(exported);
    if (!again.faults.empty() || again.changed() != 0) RC_FAIL(said(again));
    RC_ASSERT(book.last() == last);
    EmptyBook other;
    const ImportOutcome copied = other.take(exported);
    if (!copied.faults.empty()) RC_FAIL(said(copied));
    RC_ASSERT(essence(other.state()) == essence(book.state()));
    check_equal(other.tables(), book.tables());
}

RC_GTEST_PROP(Register, ExportedInAnyFormatChangesNothingAndIsTheSameInAnEmptyBook, ()) {
    const RegisterRows rows = any_register();
    const auto format =
        *rc::gen::element(ExportFormat::xlsx, ExportFormat::csv, ExportFormat::json);
    RC_TAG(media_type_of({format}));
    check_round_trip(rows, format);
}

TEST(Register, TemplateIsImportedAsItIsAndChangesNothing) {
    EmptyBook book;
    for (const ExportFormat format : {ExportFormat::xlsx, ExportFormat::csv}) {
        const ImportOutcome outcome = book.take(write_template({format}));
        EXPECT_TRUE(outcome.faults.empty()) << said(outcome);
        EXPECT_EQ(outcome.changed(), 0U);
    }
}

TEST(Register, ExamplesOfTheTemplateAreARegister) {
    std::vector<Table> tables;
    for (const RegisterSheet& sheet : register_sheets()) {
        Table table{sheet.name, {}, 1, {{2, {}}}};
        for (const RegisterColumn& each : sheet.columns) {
            table.header.push_back(each.name);
            table.rows[0].cells.push_back(text_cell(each.example));
        }
        tables.push_back(std::move(table));
    }
    EmptyBook book;
    const ImportOutcome outcome = book.take(write_file(tables, {ExportFormat::csv}));
    EXPECT_TRUE(outcome.faults.empty()) << said(outcome);
    EXPECT_EQ(outcome.changed(), register_sheets().size());
}

/// Whether the book says of these rows what they say.
void check_said(const RegisterRows& rows, const State& state) {
    for (const auto& each : rows.lines)
        RC_ASSERT(state.lines.at(each.value.line).registered == each.value);
    for (const auto& each : rows.meters)
        RC_ASSERT(state.meters.at(each.value.meter.meter).registered == each.value.meter);
    for (const auto& each : rows.accounts) {
        const bool is_open = each.value.stage == AccountStage::open;
        RC_ASSERT(state.accounts.contains(each.value.account) == is_open);
        RC_ASSERT(state.prepared.contains(each.value.account) == !is_open);
        if (!is_open) continue;
        const auto& last = *state.meters.at(each.value.meter).last_good;
        RC_ASSERT(last.at == *each.value.read_at);
        RC_ASSERT(last.registers.total == *each.value.total);
        RC_ASSERT(last.registers.rates == each.value.rates);
    }
}

RC_GTEST_PROP(Register, SaysWhatTheFileSaidAndADryRunSaysItWithoutWriting, ()) {
    const RegisterRows rows = any_register();
    const std::string file = write_file(write_register(rows), {ExportFormat::json});
    EmptyBook book;
    const ImportOutcome dry = book.take(file, true);
    RC_ASSERT(!dry.is_written);
    RC_ASSERT(book.last() == 0U);
    const ImportOutcome wet = book.take(file);
    if (!wet.faults.empty()) RC_FAIL(said(wet));
    RC_ASSERT(outcome_json(wet, true)["sheets"] == outcome_json(dry, true)["sheets"]);
    RC_ASSERT(outcome_json(wet, true)["changes"] == outcome_json(dry, true)["changes"]);
    check_said(rows, book.state());
}

RC_GTEST_PROP(Register, WithOneSpoiltRowWritesNothing, ()) {
    RegisterRows rows = any_register();
    auto spoilt = rows.lines.back();
    spoilt.row = 99;
    spoilt.value.line = ledger::LineId("spoilt");
    spoilt.value.baud = 7;
    rows.lines.push_back(spoilt);
    EmptyBook book;
    const ImportOutcome outcome = book.take(write_file(write_register(rows), {ExportFormat::json}));
    RC_ASSERT(!outcome.is_written);
    RC_ASSERT(outcome.faults.size() == 1U);
    RC_ASSERT(outcome.faults[0].sheet == "lines");
    RC_ASSERT(outcome.faults[0].row == rows.lines.size());
    RC_ASSERT(outcome.faults[0].column == "baud");
    RC_ASSERT(book.last() == 0U);
}

}  // namespace
}  // namespace api
