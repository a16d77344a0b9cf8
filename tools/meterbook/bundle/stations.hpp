#pragma once
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "tools/meterbook/bundle/findings.hpp"
#include "tools/meterbook/bundle/parsed_block.hpp"
#include "tools/meterbook/bundle/pipeline.hpp"

namespace meterbook {

/// A block that is being taken apart.
using Parsing = std::shared_future<BlockPtr>;

/// Takes blocks apart on as many threads as there are processors.
class Workers {
public:
    Workers();
    ~Workers();
    Workers(const Workers&) = delete;
    Workers& operator=(const Workers&) = delete;

    /// Waits while too many are under way.
    Parsing parse(Record block, std::vector<std::string> checkpoints, Depth depth);

private:
    using Task = std::packaged_task<BlockPtr()>;
    void run();

    Belt<std::shared_ptr<Task>> belt_;
    std::vector<std::thread> threads_;
};

/// A check on a thread of its own: it is handed every block in order, and stops looking at the
/// first that is wrong.
class Station {
public:
    using Take = std::function<std::optional<Finding>(const Parsing&)>;
    using AtEnd = std::function<void()>;

    /// `at_end` runs on its thread behind the last block, where nothing was wrong.
    Station(Take take, Findings& findings, AtEnd at_end = {});
    ~Station();
    Station(const Station&) = delete;
    Station& operator=(const Station&) = delete;

    void put(const Parsing& block) { belt_.put(block); }

    /// Nothing more comes. It goes on with what was put.
    void end() { belt_.end(); }

    /// Waits until it has seen everything.
    void finish();

private:
    void run();
    void look(const Parsing& block);
    void stop(Finding finding);

    Take take_;
    Findings& findings_;
    AtEnd at_end_;
    Belt<Parsing> belt_;
    bool stopped_ = false;  ///< its thread alone asks
    std::thread thread_;
};

}  // namespace meterbook
