#include "api/tables/xlsx_styles.hpp"

#include <charconv>
#include <map>

#include <fmt/core.h>

#include "api/tables/xml.hpp"
#include "ledger/values/day.hpp"
#include "ledger/values/decimal.hpp"

namespace api {
namespace {

constexpr std::int64_t seconds_a_day = 86'400;
constexpr std::int64_t unix_epoch_1900 = 25'569;  // 1970-01-01 in days since 1899-12-30
constexpr std::int64_t unix_epoch_1904 = 24'107;
constexpr std::int64_t first_sure_serial = 61;  // before it the spreadsheets count a day too many
constexpr std::int64_t last_serial = 2'958'465;
constexpr std::size_t most_formats = 65'536;

int number_in(const XmlEvents::Attributes& attributes, const char* name) {
    const auto found = attributes.find(name);
    int number = -1;
    if (found != attributes.end())
        std::from_chars(found->second.data(), found->second.data() + found->second.size(), number);
    return number;
}

/// The formats that every spreadsheet knows by number, those of East Asia among them.
bool is_known_date(int format) {
    return (format >= 14 && format <= 22) || (format >= 27 && format <= 36) ||
           (format >= 45 && format <= 47) || (format >= 50 && format <= 58);
}

/// Takes the formats as they come: their codes first, then the cells' formats that name them.
class Formats {
public:
    void begin(const std::string& name, const XmlEvents::Attributes& attributes) {
        if (name == "cellXfs") is_of_cells_ = true;
        if (name == "numFmt") {
            const auto code = attributes.find("formatCode");
            own_[number_in(attributes, "numFmtId")] =
                code != attributes.end() && is_date_format(code->second);
        }
        if (name != "xf" || !is_of_cells_ || dates_.size() == most_formats) return;
        const int format = number_in(attributes, "numFmtId");
        const auto own = own_.find(format);
        dates_.push_back(own == own_.end() ? is_known_date(format) : own->second);
    }
    void end(const std::string& name) {
        if (name == "cellXfs") is_of_cells_ = false;
    }
    std::vector<bool> take() { return std::move(dates_); }

private:
    std::map<int, bool> own_;
    std::vector<bool> dates_;
    bool is_of_cells_ = false;
};

}  // namespace

bool is_date_format(std::string_view code) {
    bool is_quoted = false;
    bool is_bracketed = false;
    for (std::size_t i = 0; i < code.size(); ++i) {
        const char c = code[i];
        if (c == '\\' || c == '_' || c == '*') {
            ++i;
        } else if (c == '"') {
            is_quoted = !is_quoted;
        } else if (c == '[' || c == ']') {
            is_bracketed = c == '[';
        } else if (!is_quoted && !is_bracketed) {
            if (code.substr(i).starts_with("General")) return false;
            if (std::string_view("yYmMdDhHsS").find(c) != std::string_view::npos) return true;
        }
    }
    return false;
}

std::vector<bool> date_formats(ZipFile& archive) {
    const std::string part = "xl/styles.xml";
    if (!archive.has(part)) return {};
    Formats formats;
    XmlReader reader(
        part, {[&](const auto& name, const auto& attributes) { formats.begin(name, attributes); },
               [&](const auto& name) { formats.end(name); }, [](std::string_view) {}});
    archive.read(part, [&](std::string_view piece) { reader.read(piece); });
    reader.finish();
    return formats.take();
}

std::string moment_of_serial(const std::string& decimal, bool is_1904) {
    constexpr int digits = 9;
    const std::size_t point = std::min(decimal.find('.'), decimal.size());
    const auto serial = ledger::from_decimal(decimal.substr(0, point + 1 + digits), digits);
    if (!serial || *serial < 0) return "";
    constexpr std::int64_t one = 1'000'000'000;
    std::int64_t day = *serial / one;
    std::int64_t seconds = ((*serial % one) * seconds_a_day + one / 2) / one;
    if (seconds == seconds_a_day) {
        ++day;
        seconds = 0;
    }
    if (day > last_serial || (!is_1904 && day < first_sure_serial)) return "";
    const ledger::Day shown{day - (is_1904 ? unix_epoch_1904 : unix_epoch_1900)};
    if (seconds == 0) return to_text(shown);
    return fmt::format("{}T{:02}:{:02}:{:02}", to_text(shown), seconds / 3'600, seconds / 60 % 60,
                       seconds % 60);
}

}  // namespace api
