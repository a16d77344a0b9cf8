#include "tools/metersim/wire/line.hpp"

#include <algorithm>
#include <filesystem>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>
#include <poll.h>

#include "tools/metersim/maps/dlt645.hpp"
#include "tools/metersim/wire/bus_framer.hpp"
#include "tools/metersim/wire/dialogue.hpp"
#include "tools/metersim/wire/dlt645_dialogue.hpp"

namespace metersim {
namespace {

using std::chrono::steady_clock;

constexpr int broadcast_unit = 0;
constexpr std::size_t rtu_overhead = 3;      // unit and CRC around a pdu
constexpr std::size_t dlt645_overhead = 15;  // wake-up, address, length, checksum
constexpr std::uint8_t broadcast_time = 0x08;

std::size_t size_of(const Request& request) {
    return request.pdu.size() + (request.station.empty() ? rtu_overhead : dlt645_overhead);
}

std::unique_ptr<Framer> framer_for(Transport transport) {
    if (transport == Transport::modbus_tcp) return std::make_unique<MbapFramer>();
    return std::make_unique<BusFramer>();
}

pollfd wanting_input(int number) { return {.fd = number, .events = POLLIN, .revents = 0}; }

/// Nothing waits for ever; a bell and a deadline end it.
timespec until(std::optional<Tick> deadline) {
    if (!deadline) return {.tv_sec = 3600, .tv_nsec = 0};
    const auto left = std::max(*deadline - steady_clock::now(), steady_clock::duration{0});
    const auto seconds = std::chrono::floor<std::chrono::seconds>(left);
    return {.tv_sec = seconds.count(), .tv_nsec = (left - seconds).count()};
}

}  // namespace

Line::Line(LineSpec spec, const std::vector<Meter*>& meters, const Manner& manner)
    : spec_(std::move(spec)), manner_(manner), faults_(manner.seed) {
    for (Meter* meter : meters) {
        if (speaks_dlt645(meter->spec().kind)) by_number_.push_back(meter);
        if (!speaks_dlt645(meter->spec().kind)) meters_.emplace(meter->spec().unit, meter);
    }
    open();
    thread_ = std::thread{[this] { run(); }};
}

Line::~Line() {
    is_stopping_ = true;
    bell_.ring();
    thread_.join();
    std::error_code ignored;
    if (!linked_path_.empty()) std::filesystem::remove(linked_path_, ignored);
}

void Line::open() {
    if (spec_.transport != Transport::rtu) {
        listener_ = listen_on(spec_.port);
        spec_.port = port_of(listener_);
        return;
    }
    terminal_ = open_pseudo_terminal();
    if (!spec_.device.empty()) link_device();
    if (spec_.device.empty()) spec_.device = terminal_.device;
    connect(std::move(terminal_.near));
}

void Line::link_device() {
    std::error_code trouble;
    if (std::filesystem::is_symlink(spec_.device)) std::filesystem::remove(spec_.device, trouble);
    std::filesystem::create_symlink(terminal_.device, spec_.device, trouble);
    if (trouble) {
        throw std::runtime_error(fmt::format("line {}: cannot make the device link {}: {}",
                                             spec_.id, spec_.device, trouble.message()));
    }
    linked_path_ = spec_.device;
}

void Line::arm(FaultKind kind, std::optional<int> unit, const Dose& dose) {
    if (kind == FaultKind::bad_crc && spec_.transport == Transport::modbus_tcp) {
        throw std::invalid_argument(fmt::format(
            "line {} is Modbus TCP, which has no CRC to spoil: take truncated", spec_.id));
    }
    if (kind == FaultKind::disconnect && spec_.transport == Transport::rtu) {
        throw std::invalid_argument(
            fmt::format("line {} is a serial device and cannot hang up: take silence", spec_.id));
    }
    const bool is_known =
        !unit || meters_.contains(*unit) ||
        std::ranges::any_of(by_number_, [&](Meter* each) { return each->spec().unit == *unit; });
    if (!is_known) {
        throw std::invalid_argument(fmt::format("line {} has no unit {}", spec_.id, *unit));
    }
    faults_.arm(kind, unit, dose);
}

void Line::clear_faults(std::optional<int> unit) { faults_.clear(unit); }

void Line::connect(Fd wire) {
    connections_[next_connection_++] = {.wire = std::move(wire),
                                        .framer = framer_for(spec_.transport)};
}

void Line::run() {
    while (!is_stopping_) {
        wait();
        const Tick now = steady_clock::now();
        welcome();
        hear(now);
        serve(now);
        speak(now);
        std::erase_if(connections_, [](const auto& entry) { return entry.second.is_over; });
    }
}

void Line::wait() const {
    std::vector<pollfd> watched{wanting_input(bell_.number())};
    if (listener_.is_open()) watched.push_back(wanting_input(listener_.number()));
    for (const auto& [id, connection] : connections_) {
        watched.push_back(wanting_input(connection.wire.number()));
    }
    const timespec patience = until(next_deadline());
    ::ppoll(watched.data(), watched.size(), &patience, nullptr);
}

std::optional<Tick> Line::next_deadline() const {
    std::optional<Tick> earliest;
    const auto consider = [&](Tick tick) {
        earliest = earliest ? std::min(*earliest, tick) : tick;
    };
    for (const Reply& reply : replies_) consider(reply.due);
    for (const auto& [id, connection] : connections_) {
        if (const auto tick = connection.framer->wakes_at()) consider(*tick);
        if (connection.framer->has_request()) consider(bus_free_at_);
    }
    return earliest;
}

void Line::welcome() {
    if (!listener_.is_open()) return;
    for (Fd wire = accept_from(listener_); wire.is_open(); wire = accept_from(listener_)) {
        connect(std::move(wire));
    }
}

void Line::hear(Tick now) {
    for (auto& [id, connection] : connections_) {
        const auto bytes = receive_from(connection.wire);
        if (bytes && !bytes->empty()) connection.framer->hear(*bytes, now);
        connection.framer->hear_silence(now);
        if (!bytes || connection.framer->is_lost()) connection.is_over = true;
    }
}

void Line::serve(Tick now) {
    for (auto& [id, connection] : connections_) {
        while (!connection.is_over && now >= bus_free_at_ && connection.framer->has_request()) {
            serve_one(id, connection);
        }
    }
}

void Line::serve_one(int id, Connection& connection) {
    const Request request = connection.framer->take_request();
    bus_free_at_ = std::max(bus_free_at_, request.heard);
    if (!request.station.empty()) {
        take_telegram(id, request);
        return;
    }
    if (request.unit == broadcast_unit && spec_.transport != Transport::modbus_tcp) {
        broadcast(request);
        return;
    }
    take(id, connection, request);
}

/// A broadcast is carried out by everybody and answered by nobody.
void Line::broadcast(const Request& request) {
    for (auto& [unit, meter] : meters_) {
        answer(*meter, request.pdu,
               [&, this](FaultKind kind) { return fires(kind, meter->spec().unit); });
    }
    bus_free_at_ += manner_.pacing.transaction(size_of(request), 0);
}

/// Nobody answers: the bus is free when the request is over.
void Line::pass(const Request& request) {
    bus_free_at_ += manner_.pacing.characters(size_of(request));
}

/// To every meter of DL/T 645, or to the one that is named. Nobody answers.
void Line::spread_time(const Request& request) {
    const bool is_to_all = std::ranges::all_of(request.station, [](auto b) { return b == 0x99; });
    for (Meter* each : by_number_) {
        const bool is_meant = is_to_all || is_addressed(request.station, each->true_state().number);
        if (is_meant && !fires(FaultKind::silence, each->spec().unit))
            hear_dlt645_time(*each, request.pdu);
    }
    pass(request);
}

/// Of DL/T 645. Where several meters answer to one address, what is heard is nobody's.
void Line::take_telegram(int id, Request request) {
    std::vector<Meter*> asked;
    std::ranges::copy_if(by_number_, std::back_inserter(asked), [&](Meter* each) {
        return is_addressed(request.station, each->true_state().number);
    });
    if (request.pdu[0] == broadcast_time) return spread_time(request);
    if (asked.empty()) return pass(request);
    Meter& meter = *asked.front();
    request.unit = static_cast<std::uint8_t>(meter.spec().unit);
    const auto ask = [&](FaultKind kind) { return fires(kind, request.unit); };
    if (ask(FaultKind::disconnect)) {
        connections_.at(id).is_over = true;
        return;
    }
    if (ask(FaultKind::silence)) return pass(request);
    const Bytes reply = answer_dlt645(meter, request.pdu, ask);
    if (ask(FaultKind::lost_reply)) return pass(request);
    request.station = dlt645_address(meter.true_state().number);
    post(id, std::move(request), reply);
    if (asked.size() > 1) replies_.back().bytes.back() = 0;
}

void Line::take(int id, Connection& connection, const Request& request) {
    const int unit = request.unit;
    if (fires(FaultKind::disconnect, unit)) {
        connection.is_over = true;
        return;
    }
    const auto found = meters_.find(unit);
    const bool is_there = found != meters_.end();
    if (!is_there && spec_.transport == Transport::modbus_tcp) {
        post(id, request, exception_reply(request.pdu, Exception::gateway_target_silent));
        return;
    }
    const auto ask = [&](FaultKind kind) { return fires(kind, unit); };
    const bool is_heard = is_there && !ask(FaultKind::silence);
    const Bytes pdu = is_heard ? answer(*found->second, request.pdu, ask) : Bytes{};
    if (!is_heard || ask(FaultKind::lost_reply)) return pass(request);
    post(id, request, pdu);
}

/// Puts a reply on the wire for the moment its last byte would arrive, spoiled as armed.
void Line::post(int id, Request request, const Bytes& pdu) {
    const int unit = request.unit;
    if (fires(FaultKind::wrong_slave, unit)) {
        request.unit = static_cast<std::uint8_t>(unit % 247 + 1);
        if (!request.station.empty()) request.station[0] ^= 1U;
    }
    Bytes frame = connections_.at(id).framer->wrap(request, pdu);
    const std::size_t reply_bytes =
        request.station.empty() ? pdu.size() + rtu_overhead : frame.size();
    if (fires(FaultKind::bad_crc, unit)) frame.back() ^= 0x10U;
    if (fires(FaultKind::truncated, unit)) frame.resize(frame.size() / 2);

    const Pacing& pacing = manner_.pacing;
    Tick due = bus_free_at_ + pacing.until_answered(size_of(request), reply_bytes);
    if (fires(FaultKind::late, unit)) due += manner_.late_by;
    bus_free_at_ += pacing.transaction(size_of(request), reply_bytes);
    replies_.push_back({.due = due, .connection = id, .bytes = std::move(frame)});
}

void Line::speak(Tick now) {
    const auto is_due = [&](const Reply& reply) { return reply.due <= now; };
    std::ranges::stable_sort(replies_, {}, &Reply::due);
    for (const Reply& reply : replies_) {
        const auto listener = connections_.find(reply.connection);
        if (!is_due(reply) || listener == connections_.end()) continue;
        const bool is_sent = send_to(listener->second.wire, reply.bytes);
        // a serial device has nobody to hang up on: what its buffer cannot hold is lost
        if (!is_sent && spec_.transport != Transport::rtu) listener->second.is_over = true;
    }
    std::erase_if(replies_, is_due);
}

}  // namespace metersim
