#include "tools/meterbook/bundle/stations.hpp"

#include <algorithm>

namespace meterbook {
namespace {

constexpr std::size_t blocks_that_wait = 64;

}  // namespace

Workers::Workers() : belt_(blocks_that_wait) {
    const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
    for (unsigned i = 0; i < cores; ++i) threads_.emplace_back([this] { run(); });
}

Workers::~Workers() {
    belt_.end();
    for (std::thread& each : threads_) each.join();
}

Parsing Workers::parse(Record block, std::vector<std::string> checkpoints, Depth depth) {
    auto task = std::make_shared<Task>([offset = block.offset, body = std::move(block.body),
                                        notes = std::move(checkpoints), depth]() mutable {
        return parse_block(offset, std::move(body), std::move(notes), depth);
    });
    Parsing parsing = task->get_future().share();
    belt_.put(std::move(task));
    return parsing;
}

void Workers::run() {
    while (const auto task = belt_.take()) (**task)();
}

Station::Station(Take take, Findings& findings, AtEnd at_end)
    : take_(std::move(take)),
      findings_(findings),
      at_end_(std::move(at_end)),
      belt_(blocks_that_wait),
      thread_([this] { run(); }) {}

Station::~Station() { finish(); }

void Station::finish() {
    end();
    if (thread_.joinable()) thread_.join();
}

void Station::run() {
    while (const auto block = belt_.take()) {
        if (stopped_) continue;  // what comes still has to be taken off the belt
        try {
            look(*block);
        } catch (const std::exception& broken) {
            stop({0, bundle_is_whole, broken.what()});
        }
    }
    if (!stopped_ && at_end_) at_end_();
}

void Station::look(const Parsing& block) {
    auto wrong = take_(block);  // reads a block that is whole, also where it has a fault
    if (auto first = earlier(std::move(wrong), block.get()->wrong)) stop(std::move(*first));
}

void Station::stop(Finding finding) {
    findings_.add(std::move(finding));
    stopped_ = true;
}

}  // namespace meterbook
