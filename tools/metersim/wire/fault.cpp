#include "tools/metersim/wire/fault.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "tools/metersim/decimal.hpp"

namespace metersim {
namespace {

constexpr int sure_ppm = 1'000'000;

constexpr std::array<std::pair<FaultKind, std::string_view>, 16> names{{
    {FaultKind::silence, "silence"},
    {FaultKind::lost_reply, "lost_reply"},
    {FaultKind::bad_crc, "bad_crc"},
    {FaultKind::late, "late"},
    {FaultKind::wrong_slave, "wrong_slave"},
    {FaultKind::truncated, "truncated"},
    {FaultKind::zero_reading, "zero_reading"},
    {FaultKind::spike, "spike"},
    {FaultKind::rollover, "rollover"},
    {FaultKind::reset, "reset"},
    {FaultKind::relay_stuck, "relay_stuck"},
    {FaultKind::failure, "failure"},
    {FaultKind::busy, "busy"},
    {FaultKind::gateway, "gateway"},
    {FaultKind::pieces, "pieces"},
    {FaultKind::disconnect, "disconnect"},
}};

FaultKind read_kind(std::string_view text) {
    std::string known;
    for (const auto& [kind, name] : names) {
        if (name == text) return kind;
        known.append(" ").append(name);
    }
    throw std::invalid_argument(fmt::format("no fault '{}'; known are{}", text, known));
}

std::optional<Dose> read_dose(std::string_view text) {
    if (text == "always") return Dose::always();
    if (text.starts_with("next=")) {
        const auto count = read_decimal(text.substr(5), 0);
        if (!count || *count < 1) return std::nullopt;
        return Dose::times(*count);
    }
    const auto chance = read_decimal(text, 6);
    if (!chance || *chance < 0 || *chance > sure_ppm) return std::nullopt;
    return Dose::chance(static_cast<int>(*chance));
}

Dose usual_dose(FaultKind kind) {
    const bool is_single_event = kind == FaultKind::rollover || kind == FaultKind::reset;
    return is_single_event ? Dose::times(1) : Dose::always();
}

}  // namespace

std::string_view name_of(FaultKind kind) { return names.at(static_cast<std::size_t>(kind)).second; }

Fault read_fault(std::string_view text) {
    const std::size_t first = text.find(':');
    if (first == std::string_view::npos) {
        throw std::invalid_argument(
            fmt::format("fault '{}' must be KIND:TARGET[:DOSE], such as silence:L01/3:0.1", text));
    }
    const FaultKind kind = read_kind(text.substr(0, first));
    const std::size_t second = text.find(':', first + 1);
    const std::string_view target = text.substr(first + 1, second - first - 1);
    if (second == std::string_view::npos) {
        return {.kind = kind, .target = std::string{target}, .dose = usual_dose(kind)};
    }
    const auto dose = read_dose(text.substr(second + 1));
    if (!dose) {
        throw std::invalid_argument(
            fmt::format("the dose in '{}' must be always, a chance from 0 to 1 or next=N", text));
    }
    return {.kind = kind, .target = std::string{target}, .dose = *dose};
}

void Faults::arm(FaultKind kind, std::optional<int> unit, const Dose& dose) {
    const std::lock_guard lock{mutex_};
    armed_.push_back({.kind = kind, .unit = unit, .dose = dose});
}

void Faults::clear(std::optional<int> unit) {
    const std::lock_guard lock{mutex_};
    std::erase_if(armed_, [&](const Armed& armed) { return !unit || armed.unit == unit; });
}

bool Faults::fires(FaultKind kind, int unit) {
    const std::lock_guard lock{mutex_};
    const auto hit = std::ranges::find_if(armed_, [&](const Armed& armed) {
        const bool concerns = armed.kind == kind && (!armed.unit || *armed.unit == unit);
        return concerns && hits(armed.dose);
    });
    if (hit == armed_.end()) return false;
    const bool is_last = hit->dose.next == 1;
    if (hit->dose.next > 1) --hit->dose.next;
    if (is_last) armed_.erase(hit);
    return true;
}

bool Faults::hits(const Dose& dose) {
    if (dose.chance_ppm >= sure_ppm) return true;
    return std::uniform_int_distribution<int>{0, sure_ppm - 1}(dice_) < dose.chance_ppm;
}

}  // namespace metersim
