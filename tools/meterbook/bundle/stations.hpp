#pragma once
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <type_traits>
#include <vector>

#include "tools/meterbook/bundle/findings.hpp"
#include "tools/meterbook/bundle/parsed_block.hpp"
#include "tools/meterbook/bundle/pipeline.hpp"

namespace meterbook {

constexpr std::size_t blocks_that_wait = 64;  ///< before each thread: some 16,000 events
constexpr std::size_t blocks_at_once = 16;    ///< for whoever is woken

/// A block that is being taken apart.
using Parsing = std::shared_future<BlockPtr>;

/// Does what can be done with a block by itself, on as many threads as there are processors.
class Workers {
public:
    Workers();
    ~Workers();
    Workers(const Workers&) = delete;
    Workers& operator=(const Workers&) = delete;

    /// Takes a block apart. Waits while too many are under way.
    Parsing parse(Record block, std::vector<std::string> checkpoints, Depth depth);

    /// Goes before all blocks that are still to be taken apart: somebody waits for what comes of
    /// it.
    template <class Work>
    std::shared_future<std::invoke_result_t<Work>> do_first(Work work) {
        auto [task, outcome] = task_of(std::move(work));
        belt_.put_ahead(std::move(task));
        return outcome;
    }

private:
    using Task = std::function<void()>;

    template <class Work>
    static auto task_of(Work work) {
        using Outcome = std::invoke_result_t<Work>;
        auto task = std::make_shared<std::packaged_task<Outcome()>>(std::move(work));
        std::shared_future<Outcome> outcome = task->get_future().share();
        return std::pair(Task([task] { (*task)(); }), std::move(outcome));
    }

    void run();

    Belt<Task> belt_;
    std::vector<std::thread> threads_;
};

/// A check on a thread of its own: it is handed every block in order, and stops looking at the
/// first that is wrong.
template <class Block>
class Station {
public:
    /// Whether nothing is wrong with the block.
    using Take = std::function<bool(const Block&)>;
    using AtEnd = std::function<void()>;

    /// `at_end` runs on its thread behind the last block, where nothing was wrong.
    Station(Findings& findings, Take take, AtEnd at_end = {})
        : take_(std::move(take)),
          at_end_(std::move(at_end)),
          findings_(findings),
          belt_(blocks_that_wait, blocks_at_once),
          thread_([this] { run(); }) {}
    ~Station() { finish(); }
    Station(const Station&) = delete;
    Station& operator=(const Station&) = delete;

    void put(Block block) { belt_.put(std::move(block)); }

    /// Nothing more comes. It goes on with what was put.
    void end() { belt_.end(); }

    /// Waits until it has seen everything.
    void finish() {
        end();
        if (thread_.joinable()) thread_.join();
    }

private:
    void run() {
        bool is_well = true;
        while (const auto block = belt_.take())  // also those that it does not look at any more
            is_well = is_well && look(*block);
        if (is_well && at_end_) at_end_();
    }

    bool look(const Block& block) {
        try {
            return take_(block);
        } catch (const std::exception& broken) {
            findings_.add({0, bundle_is_whole, broken.what()});
            return false;
        }
    }

    Take take_;
    AtEnd at_end_;
    Findings& findings_;
    Belt<Block> belt_;
    std::thread thread_;
};

}  // namespace meterbook
