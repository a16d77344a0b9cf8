#include "ledger/rules/correction/chain.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "ledger/rules/energy/judge_reading.hpp"

namespace ledger {
namespace {

std::vector<Point>::iterator place_in(std::vector<Point>& points, Position event) {
    return std::find_if(points.begin(), points.end(),
                        [&](const Point& each) { return each.event == event; });
}

bool lies_before(const Point& one, const Point& other) {
    return std::tie(one.at, one.registers.total, one.registers.rates) <
           std::tie(other.at, other.registers.total, other.registers.rates);
}

/// Lays the events of a meter into their order in time: first what was counted in its turn, with
/// corrected registers; then what came late, oldest first. So who came first decides nothing.
class ChainWriter {
public:
    explicit ChainWriter(Chain& chain) : chain_(chain) {}

    void take(const Event& event) {
        std::visit([&](const auto& fact) { this->add(event.envelope, fact); }, event.payload);
    }

    /// Once all is told.
    void insert_late() {
        std::sort(late_.begin(), late_.end(), lies_before);
        for (Point& each : late_) insert(std::move(each));
    }

private:
    void add(const Envelope& envelope, const ReadingRecorded& fact) {
        if (fact.use == ReadingUse::late) return;
        if (fact.use == ReadingUse::corrects)
            return late_.push_back({.at = envelope.occurred_at,
                                    .registers = fact.registers,
                                    .event = envelope.position,
                                    .is_late = true});
        append(envelope, fact.registers, Passage::counted).tiers = fact.tiers_after;
    }

    void add(const Envelope& envelope, const EnergyEstimated& fact) {
        if (points().empty()) return;
        Point& point = append(envelope, points().back().registers, Passage::estimated);
        point.estimated = fact.energy;
        point.tiers = fact.tiers_after;
    }

    void add(const Envelope& envelope, const RegisterRolledOver& fact) {
        Point& point = append(envelope, fact.registers, Passage::rolled_over);
        point.modulus = fact.modulus;
        point.tiers = fact.tiers_after;
    }

    void add(const Envelope& envelope, const MeterReplaced& fact) {
        append(envelope, fact.opening, Passage::set_anew);
    }

    void add(const Envelope& envelope, const MeterReset& fact) {
        append(envelope, fact.after, Passage::set_anew);
    }

    void add(const Envelope& envelope, const TransformerRatioChanged& fact) {
        Registers registers = points().empty() ? fact.registers : points().back().registers;
        registers.ratio = fact.registers.ratio;
        append(envelope, registers, Passage::rescaled);
    }

    void add(const Envelope&, const ReadingCorrected& fact) {
        const auto late = place_in(late_, fact.reading);
        if (late != late_.end()) late->registers = fact.registers;
        const auto found = place_in(points(), fact.reading);
        if (found != points().end())
            put_registers(points(), static_cast<std::size_t>(found - points().begin()),
                          fact.registers);
    }

    template <class Other>
    void add(const Envelope&, const Other&) {}

    Point& append(const Envelope& envelope, const Registers& registers, Passage passage) {
        points().push_back({envelope.occurred_at, registers, envelope.position, passage});
        return points().back();
    }

    /// A late reading splits what was counted around it, where it fits.
    void insert(Point late) {
        const auto after =
            std::upper_bound(points().begin(), points().end(), late.at,
                             [](Instant at, const Point& each) { return at < each.at; });
        if (after == points().begin()) return;  // before all that this chain is about
        const Point& before = *std::prev(after);
        if (before.at == late.at && before.registers == late.registers) return;
        const bool lies_between = before.at < late.at && after != points().end();
        if (!lies_between || !fits(before, late, *after))
            return chain_.left_out.push_back(late.event);
        if (rolls_over(before, late, *after)) {
            late.passage = std::exchange(after->passage, Passage::counted);
            late.modulus = std::exchange(after->modulus, 0);
        }
        points().insert(after, std::move(late));
    }

    static bool may_follow(const Point& before, const Point& after) {
        return !judge_late(before.registers, {after.event, after.at, after.registers});
    }

    /// Was the way through zero behind it when the late one was read?
    static bool rolls_over(const Point& before, const Point& late, const Point& after) {
        return after.passage == Passage::rolled_over && !may_follow(before, late);
    }

    static bool fits(const Point& before, const Point& late, const Point& after) {
        if (after.passage == Passage::counted)
            return may_follow(before, late) && may_follow(late, after);
        if (after.passage != Passage::rolled_over) return false;
        const bool is_one_way = may_follow(before, late) != may_follow(late, after);
        return is_one_way && use_across(before.registers, late.registers, after.modulus) &&
               use_across(late.registers, after.registers, after.modulus);
    }

    std::vector<Point>& points() { return chain_.points; }

    Chain& chain_;
    std::vector<Point> late_;
};

bool is_whole(const Meter& meter, std::span<const Event> past) {
    if (past.empty()) return false;
    const Envelope& first = past.front().envelope;
    return first.subject_version == 1 ||
           (!meter.account.is_empty() && first.position < meter.attached.position);
}

}  // namespace

Chain chain_of(const Meter& meter, std::span<const Event> past) {
    Chain chain{{}, {}, is_whole(meter, past)};
    Position after;
    if (chain.is_whole && !meter.account.is_empty()) {
        const Attachment& attached = meter.attached;
        chain.points.push_back({attached.at,
                                attached.registers,
                                attached.position,
                                Passage::set_anew,
                                {},
                                0,
                                attached.tiers});
        after = attached.position;
    }
    ChainWriter writer(chain);
    for (const Event& event : past) {
        if (event.envelope.position > after) writer.take(event);
    }
    writer.insert_late();
    return chain;
}

std::optional<EnergyUse> use_of(const Point& before, const Point& point) {
    switch (point.passage) {
        case Passage::counted:
            return use_between(before.registers, point.registers);
        case Passage::rolled_over:
            return use_across(before.registers, point.registers, point.modulus);
        case Passage::estimated:
            return EnergyUse{point.estimated, {}};
        case Passage::rescaled:
        case Passage::set_anew:
            break;
    }
    return std::nullopt;
}

void put_registers(std::vector<Point>& points, std::size_t index, const Registers& registers) {
    points[index].registers = registers;
    Registers standing = registers;
    for (std::size_t i = index + 1; i < points.size(); ++i) {
        if (points[i].passage == Passage::rescaled) standing.ratio = points[i].registers.ratio;
        const bool stays =
            points[i].passage == Passage::rescaled || points[i].passage == Passage::estimated;
        if (!stays) return;
        points[i].registers = standing;
    }
}

}  // namespace ledger
