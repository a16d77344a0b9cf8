#include "api/reports/report_writer.hpp"

#include <array>
#include <cstdlib>

#include <fmt/core.h>

#include "ledger/values/decimal.hpp"

namespace api {

std::string to_text(const ReportValue& value) {
    return std::visit(
        [](const auto& each) -> std::string {
            using T = std::remove_cvref_t<decltype(each)>;
            if constexpr (std::is_same_v<T, std::monostate>) {
                return "";
            } else if constexpr (std::is_same_v<T, std::string>) {
                return each;
            } else if constexpr (std::is_same_v<T, std::int64_t>) {
                return std::to_string(each);
            } else if constexpr (std::is_same_v<T, CalendarMonth>) {
                return each.month == 0 ? fmt::format("{:04}", each.year)
                                       : fmt::format("{:04}-{:02}", each.year, each.month);
            } else if constexpr (std::is_same_v<T, TimeSpan>) {
                const std::int64_t all = std::abs(each.seconds);
                return fmt::format("{}{:02}:{:02}:{:02}", each.seconds < 0 ? "-" : "", all / 3'600,
                                   all / 60 % 60, all % 60);
            } else if constexpr (std::is_same_v<T, Percent>) {
                return ledger::to_decimal(each.hundredths, 2);
            } else {
                return ledger::to_text(each);
            }
        },
        value);
}

std::unique_ptr<ReportWriter> writer_of(ledger::ExportFormat format, const ReportHead& head) {
    if (format == ledger::ExportFormat::xlsx) return xlsx_writer(head);
    return format == ledger::ExportFormat::csv ? csv_writer(head) : json_writer(head);
}

const std::string& heading_of(const ReportColumn& column, Language language) {
    return language == Language::zh ? column.zh : column.en;
}

std::string to_text(ValueKind kind) {
    constexpr std::array<const char*, 10> names{"text", "money", "energy", "count",    "time",
                                                "date", "month", "year",   "duration", "percent"};
    return names.at(static_cast<std::size_t>(kind));
}

}  // namespace api
