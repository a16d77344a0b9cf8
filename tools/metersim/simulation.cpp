#include "tools/metersim/simulation.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "tools/metersim/control_port.hpp"
#include "tools/metersim/decimal.hpp"
#include "tools/metersim/meter/dice.hpp"

namespace metersim {
namespace {

Instant start_of(const Options& options) {
    const auto now = std::chrono::system_clock::now();
    return options.start.value_or(std::chrono::floor<std::chrono::milliseconds>(now));
}

Building checked(Building building) {
    check(building);
    return building;
}

/// What each user of a box can read about the box.
std::map<std::string, Box> boxes_of(const Building& building) {
    std::vector<const MeterSpec*> users;
    for (const MeterSpec& meter : building.meters) {
        if (!meter.box.empty()) users.push_back(&meter);
    }
    std::ranges::sort(users, {}, &MeterSpec::unit);
    std::map<std::string, Box> boxes;
    for (const MeterSpec* user : users) {
        const auto [box, is_new] = boxes.try_emplace(user->box);
        if (is_new) box->second.first_unit = user->unit;
        if (phases_of(user->kind) == 3) box->second.cts.push_back(user->ct);
    }
    return boxes;
}

}  // namespace

Simulation::Simulation(Building building, Options options)
    : building_(checked(std::move(building))), clock_(start_of(options), options.speed) {
    place_meters(options);
    open_lines(options);
    if (options.control_port) {
        control_ = std::make_unique<ControlPort>(*this, *options.control_port);
    }
}

Simulation::~Simulation() = default;

void Simulation::place_meters(const Options& options) {
    const Surroundings place{
        .clock = clock_, .utc_offset = building_.utc_offset, .seed = options.seed};
    auto boxes = boxes_of(building_);
    for (const MeterSpec& spec : building_.meters) {
        Box box = spec.box.empty() ? Box{} : boxes.at(spec.box);
        meters_.emplace(spec.id, std::make_unique<Meter>(spec, std::move(box), place));
    }
}

void Simulation::open_lines(const Options& options) {
    for (LineSpec& spec : building_.lines) {
        std::vector<Meter*> on_line;
        for (const auto& [id, meter] : meters_) {
            if (meter->spec().line == spec.id) on_line.push_back(meter.get());
        }
        const Pacing pacing =
            options.is_paced ? Pacing{.baud = spec.baud, .think = options.think} : Pacing{};
        auto line = std::make_unique<Line>(spec, on_line,
                                           Line::Manner{.pacing = pacing,
                                                        .late_by = options.late_by,
                                                        .seed = seed_of(options.seed, spec.id)});
        spec = line->spec();
        lines_.emplace(spec.id, std::move(line));
    }
}

int Simulation::port(std::string_view line) const {
    const LineSpec* spec = building_.line(line);
    if (spec == nullptr || spec->transport == Transport::rtu) {
        throw std::invalid_argument(fmt::format("there is no TCP line {}", line));
    }
    return spec->port;
}

std::string Simulation::device(std::string_view line) const {
    const LineSpec* spec = building_.line(line);
    if (spec == nullptr || spec->transport != Transport::rtu) {
        throw std::invalid_argument(fmt::format("there is no serial line {}", line));
    }
    return spec->device;
}

int Simulation::control_port() const {
    if (!control_) throw std::invalid_argument("this simulation has no control port");
    return control_->port();
}

Meter& Simulation::meter(std::string_view id) {
    const auto found = meters_.find(id);
    if (found != meters_.end()) return *found->second;
    throw std::invalid_argument(fmt::format("there is no meter {}", id));
}

Simulation::Target Simulation::find(std::string_view target) const {
    const std::size_t slash = target.find('/');
    const auto line = lines_.find(target.substr(0, slash));
    if (line != lines_.end() && slash == std::string_view::npos) {
        return {.line = line->second.get(), .unit = std::nullopt};
    }
    const auto unit =
        slash == std::string_view::npos ? std::nullopt : read_decimal(target.substr(slash + 1), 0);
    if (line != lines_.end() && unit && *unit >= 1 && *unit <= 247) {
        return {.line = line->second.get(), .unit = static_cast<int>(*unit)};
    }
    const auto meter = meters_.find(target);
    if (meter != meters_.end()) {
        const MeterSpec& spec = meter->second->spec();
        return {.line = lines_.at(spec.line).get(), .unit = spec.unit};
    }
    throw std::invalid_argument(fmt::format(
        "there is no '{}'; name a line (L01), a unit (L01/3) or a meter (M0103)", target));
}

void Simulation::set_fault(std::string_view text) { set_fault(read_fault(text)); }

void Simulation::set_fault(const Fault& fault) {
    const Target target = find(fault.target);
    target.line->arm(fault.kind, target.unit, fault.dose);
}

void Simulation::clear_faults(std::string_view target) {
    if (!target.empty()) {
        const Target one = find(target);
        one.line->clear_faults(one.unit);
        return;
    }
    for (auto& [id, line] : lines_) line->clear_faults(std::nullopt);
}

}  // namespace metersim
