#include "tools/meterbook/bundle/stations.hpp"

#include <algorithm>

namespace meterbook {

Workers::Workers() : belt_(blocks_that_wait) {
    const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
    for (unsigned i = 0; i < cores; ++i) threads_.emplace_back([this] { run(); });
}

Workers::~Workers() {
    belt_.end();
    for (std::thread& each : threads_) each.join();
}

Parsing Workers::parse(Record block, std::vector<std::string> checkpoints, Depth depth) {
    auto [task, parsing] = task_of([offset = block.offset, body = std::move(block.body),
                                    notes = std::move(checkpoints), depth]() mutable {
        return parse_block(offset, std::move(body), std::move(notes), depth);
    });
    belt_.put(std::move(task));
    return parsing;
}

void Workers::run() {
    while (const auto task = belt_.take()) (*task)();
}

}  // namespace meterbook
