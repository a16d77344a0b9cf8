#include "ingest/edge/courier.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/core.h>

#include "ingest/edge/certificate.hpp"
#include "ingest/edge/said.hpp"

namespace edge {
namespace {

using ingest::Weight;
using std::chrono::milliseconds;

constexpr milliseconds first_pause(250);
constexpr milliseconds longest_pause(15'000);
constexpr milliseconds look_pause(20);  ///< for what was queued meanwhile
constexpr auto worth_a_word = std::chrono::seconds(5);

/// Of "host:port" or "[::1]:port".
std::string host_of(const std::string& address) {
    const std::string host = address.substr(0, address.rfind(':'));
    return host.starts_with('[') && host.ends_with(']') ? host.substr(1, host.size() - 2) : host;
}

}  // namespace

/// One connection's course.
struct Courier::Trip {
    std::string life;             ///< of the queue, by which the book was greeted
    bool is_welcome = false;      ///< the book has answered that
    std::uint64_t under_way = 0;  ///< items that were sent and not acknowledged
    Deadline answer_until{};
    Deadline next_tick{};
    Deadline heard_until = in(silence_time);
    ingest::Tallies::ByMeter met;     ///< as it was told
    std::vector<RegisterNews> early;  ///< before the time was known: nothing is read without it
};

Courier::Courier(Route route, Partners partners)
    : route_(std::move(route)), partners_(std::move(partners)), gateway_(route_.gateway) {
    if (route_.papers) {
        tls_.emplace(TlsSide::Role::gateway, *route_.papers);
        gateway_ = ledger::GatewayId(name_in(route_.papers->certificate));
    }
    thread_ = std::thread([this] { run(); });
}

Courier::~Courier() {
    stopping_ = true;
    thread_.join();
}

void Courier::run() {
    milliseconds wait = first_pause;
    while (!stopping_) {
        const Deadline began = std::chrono::steady_clock::now();
        has_delivered_ = false;
        try {
            complain(travel());
        } catch (const QueueBroken& broken) {
            return partners_.on_failure(broken.what());
        }
        partners_.desk.link_is(false);
        const bool was_of_use =
            has_delivered_ || std::chrono::steady_clock::now() - began > longest_pause;
        wait = was_of_use ? first_pause : std::min(2 * wait, longest_pause);
        pause(wait);
    }
}

/// One connection from its beginning to its end; why it ended.
std::string Courier::travel() try {
    Channel channel = connect();
    Trip trip;
    greet(channel, trip);
    take_welcome(channel.expect<Welcome>(in(greeting_time)), trip);
    channel.trust();
    partners_.report(Weight::note, fmt::format("linked to the book at {}; {} items wait",
                                               route_.book, partners_.queue.waiting()));
    last_complaint_.clear();
    partners_.desk.link_is(true);
    while (!stopping_) {
        tick(channel, trip);
        deliver(channel, trip);
        const auto frame = channel.receive(in(look_pause));
        if (frame) {
            trip.heard_until = in(silence_time);
            take(*frame, trip);
        } else if (std::chrono::steady_clock::now() > trip.heard_until) {
            throw LinkBroken("the book has fallen silent");
        }
    }
    channel.part("the gateway stops");
    return {};
} catch (const QueueBroken&) {
    throw;
} catch (const std::exception& end) {
    return end.what();
}

Channel Courier::connect() {
    Socket socket = edge::connect(route_.book);
    if (tls_)
        return Channel(std::make_unique<TlsLink>(*tls_, std::move(socket), host_of(route_.book),
                                                 in(greeting_time)));
    Channel channel(std::make_unique<PlainLink>(std::move(socket)));
    Seal::Session session{gateway_, random_bytes(fresh_size), {}};
    channel.say(SealAsk{gateway_, session.fresh_of_gateway});
    session.fresh_of_book = channel.expect<SealAnswer>(in(greeting_time)).fresh;
    channel.seal(Seal(Seal::Side::gateway, *route_.secret, session));
    return channel;
}

void Courier::greet(Channel& channel, Trip& trip) {
    const Queue& queue = partners_.queue;
    trip.life = queue.life().name;
    trip.is_welcome = false;
    trip.answer_until = in(answer_time);
    channel.say(Hello{protocol, gateway_, trip.life, queue.first(), queue.seen(), route_.release});
}

void Courier::take_welcome(const Welcome& welcome, Trip& trip) {
    Queue& queue = partners_.queue;
    trip.is_welcome = true;
    if (welcome.head < queue.seen())
        partners_.report(Weight::warning,
                         fmt::format("the book ends at {} and has acknowledged up to {}: an older "
                                     "copy was brought back, and what this gateway delivered "
                                     "since is not in it",
                                     welcome.head.number, queue.seen().number));
    const Queue::Life life = queue.life();
    if (welcome.taken >= life.next && !life.is_over)
        throw QueueBroken(
            "the book has more items than this gateway ever told it: see that each gateway has "
            "papers and a folder of its own");
    if (welcome.taken >= life.next)
        partners_.report(Weight::warning,
                         fmt::format("the disk has lost {} items of a former life; the book has "
                                     "them",
                                     welcome.taken + 1 - life.next));
    const std::uint64_t through = std::min(welcome.taken, life.next - 1);
    if (through < queue.first()) return;
    queue.forget(through, welcome.head);
    partners_.desk.taken(through, {});
}

void Courier::tick(Channel& channel, Trip& trip) {
    if (std::chrono::steady_clock::now() < trip.next_tick) return;
    trip.next_tick = in(tick_every);
    const auto known = partners_.clock.measured();
    Tick tick{partners_.clock.own(), {}, 0, partners_.queue.waiting()};
    if (known) {
        tick.offset_us = known->offset.count();
        tick.error_us = static_cast<std::uint64_t>(known->error.count());
    }
    channel.say(tick);
    tell_what_was_met(channel, trip);
}

void Courier::tell_what_was_met(Channel& channel, Trip& trip) const {
    Met news{};
    for (const auto& [where, met] : partners_.met()) {
        const auto told = trip.met.find(where);
        if (told != trip.met.end() && told->second == met) continue;
        trip.met[where] = met;
        news.meters.push_back({where.first, where.second, met.questions, met.timeouts,
                               met.broken_frames, met.wrong_answers, met.exceptions,
                               met.disconnections, met.drained_bytes});
        if (news.meters.size() < met_at_once) continue;
        channel.say(news);
        news.meters.clear();
    }
    if (!news.meters.empty()) channel.say(news);
}

/// The next batch, when the one before it is in the book; of one life, and then of the next.
void Courier::deliver(Channel& channel, Trip& trip) {
    if (trip.under_way > 0 || !trip.is_welcome) {
        if (std::chrono::steady_clock::now() > trip.answer_until)
            throw LinkBroken("the book does not acknowledge what was delivered");
        return;
    }
    const Queue::Life life = partners_.queue.life();
    const std::uint64_t first = partners_.queue.first();
    if (first >= life.next) return;
    if (life.name != trip.life) return greet(channel, trip);
    const std::size_t most = std::min<std::uint64_t>(facts_at_once, life.next - first);
    auto items = partners_.queue.read(first, most, fact_bytes_at_once);
    trip.under_way = items.size();
    trip.answer_until = in(answer_time);
    channel.say(Facts{first, std::move(items)});
}

void Courier::take(const Frame& frame, Trip& trip) {
    if (frame.kind == Kind::taken) {
        take_receipt(message_in<Taken>(frame), trip);
    } else if (frame.kind == Kind::tock) {
        learn_time(message_in<Tock>(frame));
        if (!partners_.clock.measured()) return;
        for (const RegisterNews& each : std::exchange(trip.early, {})) partners_.on_register(each);
    } else if (frame.kind == Kind::reg) {
        take_news(message_in<RegisterNews>(frame), trip);
    } else if (frame.kind == Kind::welcome && !trip.is_welcome) {
        take_welcome(message_in<Welcome>(frame), trip);
    } else if (frame.kind == Kind::farewell) {
        throw LinkBroken("the book closes the link: " + as_said(message_in<Farewell>(frame).why));
    } else {
        throw BadFrame("the book says what only gateways say, or says it out of turn");
    }
}

void Courier::take_news(RegisterNews news, Trip& trip) const {
    if (partners_.clock.measured()) return partners_.on_register(news);
    trip.early.push_back(std::move(news));
}

void Courier::take_receipt(const Taken& taken, Trip& trip) {
    const std::uint64_t first = partners_.queue.first();
    if (trip.under_way == 0 || taken.through + 1 != first + trip.under_way)
        throw BadFrame("the book acknowledges what was not delivered");
    std::map<std::uint64_t, std::string> refused;
    for (const RefusedItem& each : taken.refused) refused.emplace(each.number, each.why);
    partners_.queue.forget(taken.through, taken.head);
    partners_.desk.taken(taken.through, refused);
    trip.under_way = 0;
    has_delivered_ = true;
}

void Courier::learn_time(const Tock& answer) {
    ClockOffset& clock = partners_.clock;
    const auto before = clock.measured();
    clock.learn(answer);
    const auto now = clock.measured();
    if (!now || (before && before->offset == now->offset)) return;
    partners_.queue.keep({{"offset", std::to_string(now->offset.count())}});
    const auto moved = now->offset - (before ? before->offset : ledger::Duration{});
    if (moved > worth_a_word || -moved > worth_a_word)
        partners_.report(
            Weight::warning,
            fmt::format("the book's clock less this gateway's is {:.3f} s: what is read is told by "
                        "the book's clock; see to the clock",
                        std::chrono::duration<double>(now->offset).count()));
}

void Courier::pause(milliseconds time) const {
    const Deadline until = in(time);
    while (!stopping_ && std::chrono::steady_clock::now() < until)
        std::this_thread::sleep_for(look_pause);
}

/// Once, and again when it is another.
void Courier::complain(const std::string& why) {
    if (why.empty() || why == last_complaint_) return;
    last_complaint_ = why;
    partners_.report(Weight::warning,
                     fmt::format("no link to the book at {}: {}; what is read is kept, {} items "
                                 "wait",
                                 route_.book, why, partners_.queue.waiting()));
}

}  // namespace edge
