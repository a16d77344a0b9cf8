#include "tools/metersim/meter/load_curve.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>

#include "tools/metersim/decimal.hpp"
#include "tools/metersim/meter/bdew_csv.hpp"

namespace metersim {
namespace {

constexpr std::size_t first_curve_column = 3;  // time, period, weekday come before
constexpr int csv_decimals = 6;                // kW at 1,000 kWh a year = microwatts for each kWh

std::string_view take_until(std::string_view& text, char end) {
    const std::size_t at = text.find(end);
    const std::string_view head = text.substr(0, at);
    text.remove_prefix(at == std::string_view::npos ? text.size() : at + 1);
    return head;
}

std::vector<std::string_view> cells_of(std::string_view line) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    std::vector<std::string_view> cells;
    while (!line.empty()) cells.push_back(take_until(line, ','));
    return cells;
}

Season season_named(std::string_view name) {
    if (name == "summer") return Season::summer;
    if (name == "winter") return Season::winter;
    if (name == "transition") return Season::transition;
    throw std::runtime_error("the load profiles name an unknown season: " + std::string{name});
}

}  // namespace

/// Reads the compiled-in table once. A table of another shape is our own mistake and throws.
class LoadCurveTable {
public:
    static const LoadCurveTable& instance() {
        static const LoadCurveTable table{bdew_csv()};
        return table;
    }

    std::map<std::string, LoadCurve, std::less<>> curves;

private:
    explicit LoadCurveTable(std::string_view csv) {
        header_ = cells_of(take_until(csv, '\n'));
        std::size_t rows = 0;
        for (; !csv.empty(); ++rows) take_row(cells_of(take_until(csv, '\n')));
        if (rows != 3 * LoadCurve::quarters_a_week) {
            throw std::runtime_error("the load profiles must have three weeks of quarter hours");
        }
    }

    void take_row(const std::vector<std::string_view>& cells) {
        if (cells.size() != header_.size()) throw std::runtime_error("a load profile row is short");
        const auto season = static_cast<std::size_t>(season_named(cells[1]));
        const std::size_t quarter = filled_[season]++;
        for (std::size_t column = first_curve_column; column < cells.size(); ++column) {
            const auto value = read_decimal(cells[column], csv_decimals);
            if (!value) throw std::runtime_error("a load profile value is not a decimal");
            LoadCurve& curve = curves[std::string{header_[column]}];
            curve.seasons_[season].at(quarter) = static_cast<std::int32_t>(*value);
        }
    }

    std::vector<std::string_view> header_;
    std::array<std::size_t, 3> filled_{};
};

Season season_of(const LocalTime& day) {
    const int date = day.month * 100 + day.day;
    if (date >= 1101 || date <= 320) return Season::winter;
    return date >= 515 && date <= 914 ? Season::summer : Season::transition;
}

const LoadCurve& LoadCurve::named(std::string_view name) {
    const auto& curves = LoadCurveTable::instance().curves;
    const auto found = curves.find(name);
    if (found != curves.end()) return found->second;
    std::string known;
    for (const std::string& one : names()) known += " " + one;
    throw std::invalid_argument("no load profile '" + std::string{name} + "'; known are" + known);
}

std::vector<std::string> LoadCurve::names() {
    std::vector<std::string> all;
    for (const auto& [name, curve] : LoadCurveTable::instance().curves) all.push_back(name);
    return all;
}

std::int64_t LoadCurve::microwatts_per_kwh(const LocalTime& time) const {
    const auto day = static_cast<std::size_t>(time.weekday - 1);
    const auto quarter = static_cast<std::size_t>(time.minute_of_day() / 15);
    return seasons_[static_cast<std::size_t>(season_of(time))][day * quarters_a_day + quarter];
}

std::int64_t LoadCurve::peak_microwatts_per_kwh() const {
    std::int32_t peak = 0;
    for (const auto& week : seasons_) peak = std::max(peak, *std::ranges::max_element(week));
    return peak;
}

}  // namespace metersim
