#include "api/reports/list_table.hpp"

#include <fmt/core.h>

#include "api/exports.hpp"
#include "api/json/json_writer.hpp"
#include "api/reports/report_writer.hpp"
#include "api/reports/subject_names.hpp"
#include "api/wanted_format.hpp"
#include "ledger/values/ensure.hpp"
#include "projections/reports/booking.hpp"

namespace api {
namespace {

using ledger::ExportFormat;

ValueKind kind_of(const std::string& word) {
    for (const ValueKind each : {ValueKind::money, ValueKind::energy, ValueKind::count,
                                 ValueKind::time, ValueKind::date}) {
        if (to_text(each) == word) return each;
    }
    return ValueKind::text;
}

/// Named in both languages as the API names them.
std::vector<ReportColumn> described(const std::vector<ListColumn>& columns) {
    std::vector<ReportColumn> known;
    for (const ListColumn& each : columns)
        known.push_back({each.name, kind_of(each.kind), each.name, each.name});
    return known;
}

/// What stands behind "place.building"; null where any of it is not there.
Json field_of(const Json& item, std::string_view name) {
    const Json* found = &item;
    while (!name.empty() && found->is_object()) {
        const std::string_view own = name.substr(0, name.find('.'));
        name.remove_prefix(std::min(name.size(), own.size() + 1));
        const auto field = found->find(own);
        if (field == found->end()) return nullptr;
        found = &*field;
    }
    return *found;
}

template <class T>
ReportValue known(const std::optional<T>& value) {
    ledger::ensure(value.has_value(), "the API reads what it wrote");
    return *value;
}

/// What is more than one value is JSON.
ReportValue value_of(const Json& json, ValueKind kind) {
    if (json.is_null()) return {};
    if (kind == ValueKind::count) return json.get<std::int64_t>();
    if (!json.is_string()) return json.dump();
    const auto& text = json.get_ref<const std::string&>();
    if (kind == ValueKind::money) return known(ledger::from_text<ledger::Money>(text));
    if (kind == ValueKind::energy) return known(ledger::from_text<ledger::Energy>(text));
    if (kind == ValueKind::time) return known(ledger::instant_from_text(text));
    return kind == ValueKind::date ? known(ledger::day_from_text(text)) : ReportValue(text);
}

/// RFC 3986: whatever is not unreserved stands as its bytes.
std::string encoded(const std::string& text) {
    std::string all;
    for (const char each : text) {
        const bool is_plain = (each >= '0' && each <= '9') || (each >= 'A' && each <= 'Z') ||
                              (each >= 'a' && each <= 'z') ||
                              std::string_view("-._~:/").find(each) != std::string_view::npos;
        all += is_plain ? std::string(1, each)
                        : fmt::format("%{:02X}", static_cast<unsigned char>(each));
    }
    return all;
}

std::string address_of(const Request& request, const std::string& cursor = "") {
    auto query = request.query;
    if (!cursor.empty()) query["cursor"] = cursor;
    std::string address = request.path;
    for (const auto& [name, value] : query)
        address +=
            fmt::format("{}{}={}", address == request.path ? '?' : '&', name, encoded(value));
    return address;
}

/// "entries" of "/v1/wallets/A1.M1/entries".
std::string name_of(const Call& call) {
    const std::string& path = call.request.path;
    const std::size_t end = path.find_last_of('/');
    return path.substr(end + 1);
}

ReportHead head_of(const Call& call, const Report& report, const Question& question,
                   const std::vector<ListColumn>& columns) {
    const auto site = call.service.book.read(
        [](const ledger::State& state) { return state.site.value_or(ledger::SiteConfigured{}); });
    const std::string zone = site.zone.empty() ? "UTC" : site.zone;
    const auto clock = ledger::Zone::find(zone);
    ledger::ensure(clock.has_value(), "the site's zone was checked when it was configured");
    return {.report = report,
            .question = question,
            .language = language_of(call.request),
            .columns = described(columns),
            .known = call.seen,
            .known_at = projections::recorded_at(call.service.book.journal(), call.seen),
            .is_closed = false,
            .zone = *clock,
            .zone_name = zone,
            .currency = site.currency,
            .printed_by = call.caller.actor.name,
            .printed_at = call.service.clock(),
            .most_rows = std::nullopt,
            .asked = address_of(call.request),
            .name_of = [&call](const ledger::Subject& subject) {
                return name_then(call.service.book, subject, call.seen);
            }};
}

Response table_of(const Call& call, const std::vector<ListColumn>& columns, const Json& items,
                  ExportFormat format) {
    const std::string name = name_of(call);
    Report list{};
    list.title = {name.c_str(), name.c_str()};
    Question question;
    question.allowed = call.caller.buildings;
    const ReportHead head = head_of(call, list, question, columns);
    const auto writer = writer_of(format, head);
    for (const Json& item : items) {
        ReportRow row;
        for (const ReportColumn& each : head.columns)
            row.push_back(value_of(field_of(item, each.name), each.kind));
        writer->add(row);
    }
    return writer->finish({{}, items.size(), 0});
}

}  // namespace

Response as_asked(const Call& call, const std::vector<ListColumn>& columns, Response page) {
    const ExportFormat format =
        wanted_format(call.request, {ExportFormat::json, ExportFormat::csv, ExportFormat::xlsx});
    if (format == ExportFormat::json) return page;
    const Json told = Json::parse(page.body);
    const Json& items = told.at("items");
    Response table = table_of(call, columns, items, format);
    tell_export(call, format, items.size());
    table.headers["Content-Disposition"] =
        fmt::format("attachment; filename=\"{}.{}\"", name_of(call), ledger::to_text(format));
    if (const Json& next = told.at("next_cursor"); !next.is_null())
        table.headers["Link"] =
            fmt::format("<{}>; rel=\"next\"", address_of(call.request, next.get<std::string>()));
    return table;
}

}  // namespace api
