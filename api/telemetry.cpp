#include "api/telemetry.hpp"

#include <array>
#include <atomic>
#include <limits>
#include <optional>

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include "api/http/event_streams.hpp"
#include "ledger/journal/index.hpp"
#include "ledger/journal/journal.hpp"

namespace api {
namespace {

prometheus::Family<prometheus::Gauge>& gauge(prometheus::Registry& registry, const char* name,
                                             const char* help) {
    return prometheus::BuildGauge().Name(name).Help(help).Register(registry);
}

prometheus::Family<prometheus::Counter>& counter(prometheus::Registry& registry, const char* name,
                                                 const char* help) {
    return prometheus::BuildCounter().Name(name).Help(help).Register(registry);
}

double as_gauge(std::uint64_t count) { return static_cast<double>(count); }

/// Not a number while the wall is being built: a count of before would look like one of now.
void set_meters(prometheus::Family<prometheus::Gauge>& gauges,
                const projections::MeterStates& meters) {
    std::optional<projections::MeterCounts> counts;
    try {
        counts = meters.counts();
    } catch (const projections::MustBeBuilt&) {  // the gauge of what is being built tells
    }
    constexpr auto& names = ledger::EnumNames<projections::MeterState>::names;
    for (std::size_t i = 0; i < names.size(); ++i)
        gauges.Add({{"state", std::string(names.at(i))}})
            .Set(counts ? as_gauge(counts->at(i)) : std::numeric_limits<double>::quiet_NaN());
}

double seconds_between(ledger::Instant from, ledger::Instant to) {
    return std::chrono::duration<double>(to - from).count();
}

using LastReadings = std::vector<std::pair<std::string, std::optional<ledger::Instant>>>;

LastReadings last_readings(const Service& service) {
    return service.book.read([](const ledger::State& state) {
        LastReadings all;
        for (const auto& [id, meter] : state.meters) {
            if (!meter.retired.is_none()) continue;
            all.emplace_back(id.text(),
                             meter.last_good ? std::optional(meter.last_good->at) : std::nullopt);
        }
        return all;
    });
}

struct NoticeCount {
    std::uint64_t queued = 0;
    std::uint64_t failing = 0;
};
/// By channel.
using NoticeCounts =
    std::array<NoticeCount, ledger::EnumNames<ledger::NoticeChannel>::names.size()>;

NoticeCounts count_notices(const Service& service) {
    return service.book.read([](const ledger::State& state) {
        NoticeCounts counts{};
        for (const auto& [position, notice] : state.notices) {
            NoticeCount& count = counts.at(static_cast<std::size_t>(notice.queued.channel));
            ++count.queued;
            if (notice.attempts > 0) ++count.failing;
        }
        return counts;
    });
}

}  // namespace

struct Telemetry::Parts {
    prometheus::Registry registry;
    prometheus::Family<prometheus::Counter>& requests = prometheus::BuildCounter()
                                                            .Name("meterbook_http_requests_total")
                                                            .Help("Requests by status")
                                                            .Register(registry);
    prometheus::Histogram& seconds =
        prometheus::BuildHistogram()
            .Name("meterbook_http_request_seconds")
            .Help("Time from the whole request to its answer")
            .Register(registry)
            .Add({}, prometheus::Histogram::BucketBoundaries{0.001, 0.0025, 0.005, 0.01, 0.025,
                                                             0.05, 0.1, 0.25, 0.5, 1, 2.5, 5});
    prometheus::Gauge& head =
        gauge(registry, "meterbook_log_position", "Last durable event").Add({});
    prometheus::Gauge& frames = gauge(registry, "meterbook_log_frames", "Frames committed").Add({});
    prometheus::Gauge& indexed =
        gauge(registry, "meterbook_index_lag_events", "Events not indexed yet").Add({});
    prometheus::Family<prometheus::Gauge>& lag =
        gauge(registry, "meterbook_projection_lag_events", "Events a projection has not seen");
    prometheus::Family<prometheus::Gauge>& building =
        gauge(registry, "meterbook_projection_building", "1 while a projection does not answer");
    prometheus::Gauge& halted =
        gauge(registry, "meterbook_projections_halted", "1 when the projections stand still")
            .Add({});
    prometheus::Family<prometheus::Gauge>& meters =
        gauge(registry, "meterbook_meters", "Meters by state");
    prometheus::Family<prometheus::Gauge>& ages =
        gauge(registry, "meterbook_meter_reading_age_seconds",
              "Since the last good reading of a meter; none where it was never read");
    prometheus::Gauge& streams =
        gauge(registry, "meterbook_event_streams", "Who follows the log as it grows").Add({});
    prometheus::Gauge& pending =
        gauge(registry, "meterbook_commands_pending", "Remote commands under way").Add({});
    prometheus::Family<prometheus::Gauge>& notices =
        gauge(registry, "meterbook_notices_queued", "What customers are still to be told");
    prometheus::Family<prometheus::Gauge>& failing =
        gauge(registry, "meterbook_notices_failing", "Of these, what was tried in vain");
    prometheus::Family<prometheus::Gauge>& never =
        gauge(registry, "meterbook_meter_never_read", "1 for a meter that never gave a reading");
    prometheus::Family<prometheus::Gauge>& linked =
        gauge(registry, "meterbook_gateway_linked", "1 while a gateway that collects is linked");
    prometheus::Family<prometheus::Gauge>& waiting =
        gauge(registry, "meterbook_gateway_queue_items", "What a gateway has not delivered yet");
    prometheus::Family<prometheus::Gauge>& offset = gauge(
        registry, "meterbook_gateway_clock_offset_seconds", "The book's clock less the gateway's");

    prometheus::Family<prometheus::Counter>& met =
        counter(registry, "meterbook_line_faults_total", "Trouble on a line, by meter and kind");
    prometheus::Family<prometheus::Counter>& questions =
        counter(registry, "meterbook_line_questions_total", "What meters were asked");
    prometheus::Family<prometheus::Counter>& drained = counter(
        registry, "meterbook_line_drained_bytes_total", "Bytes on a line that nobody asked for");

    std::array<std::atomic<prometheus::Counter*>, 600> of_status{};

    /// Asked for by its labels a counter costs more than what it counts.
    prometheus::Counter& requests_of(int status) {
        auto& known = of_status.at(static_cast<std::size_t>(status));
        if (known == nullptr) known = &requests.Add({{"status", std::to_string(status)}});
        return *known;
    }

    void show(const projections::Runner& runner, std::uint64_t head_of_log) {
        for (const projections::Progress& each : runner.progress()) {
            lag.Add({{"projection", each.name}})
                .Set(as_gauge(head_of_log - std::min(head_of_log, each.position.number)));
            building.Add({{"projection", each.name}}).Set(each.answers ? 0 : 1);
        }
        halted.Set(runner.halted() ? 1 : 0);
    }

    static void raise(prometheus::Counter& counter, std::uint64_t to) {
        counter.Increment(as_gauge(to) - counter.Value());
    }

    void show(const FieldTally& tally) {
        const prometheus::Labels labels{{"line", tally.line.text()}, {"meter", tally.meter.text()}};
        const auto fault = [&](const char* kind, std::uint64_t count) {
            prometheus::Labels with_kind = labels;
            with_kind.emplace("kind", kind);
            raise(met.Add(with_kind), count);
        };
        fault("timeout", tally.timeouts);
        fault("broken_frame", tally.broken_frames);
        fault("wrong_answer", tally.wrong_answers);
        fault("exception", tally.exceptions);
        fault("disconnection", tally.disconnections);
        raise(questions.Add(labels), tally.questions);
        raise(drained.Add(labels), tally.drained_bytes);
    }

    void show(const NoticeCounts& counts) {
        constexpr auto& names = ledger::EnumNames<ledger::NoticeChannel>::names;
        for (std::size_t i = 0; i < names.size(); ++i) {
            const prometheus::Labels labels{{"channel", std::string(names.at(i))}};
            notices.Add(labels).Set(as_gauge(counts.at(i).queued));
            failing.Add(labels).Set(as_gauge(counts.at(i).failing));
        }
    }

    void show(const GatewayLink& link) {
        const prometheus::Labels labels{{"gateway", link.gateway.text()}};
        linked.Add(labels).Set(link.linked ? 1 : 0);
        waiting.Add(labels).Set(as_gauge(link.waiting));
        if (link.clock_offset)
            offset.Add(labels).Set(std::chrono::duration<double>(*link.clock_offset).count());
    }
};

Telemetry::Telemetry() : parts_(std::make_unique<Parts>()) {}
Telemetry::~Telemetry() = default;

void Telemetry::count_request(int status, std::chrono::nanoseconds took) {
    parts_->requests_of(status).Increment();
    parts_->seconds.Observe(std::chrono::duration<double>(took).count());
}

std::string Telemetry::text(const Service& service) const {
    const std::uint64_t head = service.book.journal().head().last.number;
    parts_->head.Set(as_gauge(head));
    parts_->frames.Set(as_gauge(service.book.journal().head().frames));
    parts_->indexed.Set(as_gauge(head - std::min(head, service.book.index().position().number)));
    parts_->show(service.read_models.runner, head);
    set_meters(parts_->meters, service.read_models.meters);
    const ledger::Instant now = service.clock();
    for (const auto& [meter, read_at] : last_readings(service)) {
        parts_->never.Add({{"meter", meter}}).Set(read_at ? 0 : 1);
        if (read_at) parts_->ages.Add({{"meter", meter}}).Set(seconds_between(*read_at, now));
    }
    parts_->pending.Set(as_gauge(
        service.book.read([](const ledger::State& state) { return state.commands.size(); })));
    parts_->show(count_notices(service));
    if (service.streams != nullptr) parts_->streams.Set(as_gauge(service.streams->count()));
    if (service.links) {
        for (const GatewayLink& each : service.links()) parts_->show(each);
    }
    if (service.tallies) {
        for (const FieldTally& each : service.tallies()) parts_->show(each);
    }
    return prometheus::TextSerializer().Serialize(parts_->registry.Collect());
}

}  // namespace api
