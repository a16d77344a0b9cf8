#include "projections/every.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "projections/read_models.hpp"

namespace projections {
namespace {

template <class... Models>
std::vector<std::unique_ptr<Projection>> one_of_each() {
    std::vector<std::unique_ptr<Projection>> all;
    (all.push_back(std::make_unique<Models>()), ...);
    std::ranges::sort(all, {}, [](const auto& each) { return each->name(); });
    return all;
}

}  // namespace

std::vector<std::unique_ptr<Projection>> every_projection() {
    return one_of_each<Balances, EnergyUse, MeterStates, Commands, Sales, Shifts, Late, Corrections,
                       Batches, Notices, AccountDays, MoneyRecords, SystemLog, Cases,
                       RegisterDays>();
}

std::unique_ptr<Table> kept_table(const std::filesystem::path& directory,
                                  const Projection& projection, ledger::Position position) {
    const std::string begin = fmt::format("{}-v{}-", projection.name(), projection.version());
    if (!std::filesystem::is_directory(directory)) return nullptr;
    for (const auto& entry : std::filesystem::directory_iterator(directory)) {
        const bool is_it = entry.path().filename().string().starts_with(begin);
        if (!is_it || !Table::is_kept(entry.path())) continue;
        auto table = std::make_unique<Table>(entry.path());
        if (!Table::is_kept(entry.path())) continue;  // it was damaged, and has begun anew
        table->keep();
        if (table->position() == position) return table;
    }
    return nullptr;
}

}  // namespace projections
