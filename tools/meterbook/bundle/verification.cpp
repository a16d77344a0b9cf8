#include "tools/meterbook/bundle/verification.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <deque>
#include <future>

#include <fmt/core.h>

#include "projections/models.hpp"
#include "tools/meterbook/bundle/book_check.hpp"
#include "tools/meterbook/bundle/law_check.hpp"
#include "tools/meterbook/bundle/projection_check.hpp"
#include "tools/meterbook/bundle/station.hpp"
#include "tools/meterbook/bundle/tree_check.hpp"
#include "tools/meterbook/command_line.hpp"

namespace meterbook {
namespace {

/// A block that is being taken apart.
using Parsing = std::shared_future<BlockPtr>;

bool is_done(const Parsing& parsing) {
    return parsing.wait_for(std::chrono::seconds::zero()) == std::future_status::ready;
}

/// One run over a bundle.
class Run {
public:
    explicit Run(const VerificationWish& wish)
        : wish_(wish),
          reader_(wish.file),
          tree_(reader_.header(), wish.trusted, wish.depth, wish.known),
          laws_(wish.file) {}

    VerificationResult verify() {
        check_header();
        start_stations();
        crew_.work([this] { return parse_next(); });
        is_whole_ = findings_.all().empty();
        if (is_whole_ && wish_.depth == Depth::events) sum_up();
        finish();
        return result();
    }

private:
    void check_header() {
        const BundleHeader& header = reader_.header();
        const auto key = ledger::verifier_key_from_text(header.first_key);
        const bool fits =
            header.origin == "meterbook/" + header.store && key && key->name == header.origin;
        if (!fits) findings_.add({0, bundle_is_whole, "origin, store and key are not of one log"});
    }

    /// In the order in which a block goes through them.
    void start_stations() {
        start(from_reader_, [this](const Parsing& block) { return take_tree(*block.get()); });
        if (wish_.depth != Depth::events) return;
        start(from_reader_, [this](const Parsing& block) { return take_events(block.get()); });
        start(behind_laws_, [this](const JudgedBlock& judged) { return take_judged(judged); });
        if (!wish_.folds_projections) return;
        auto models = models_.all();
        std::ranges::sort(models, {}, &projections::Projection::name);
        for (const projections::Projection* each : models) folds_.emplace_back(*each);
        for (ProjectionCheck& each : folds_)
            start(folding_,
                  [this, &each](const BlockPtr& block) { return is_well(each.take(*block)); });
    }

    template <class Block>
    void start(std::deque<Station<Block>>& stations, typename Station<Block>::Take take) {
        stations.emplace_back(crew_, findings_, std::move(take));
    }

    /// Each reports once, what it met first.
    bool is_well(std::optional<Finding> wrong) {
        if (wrong) findings_.add(std::move(*wrong));
        return !wrong;
    }

    bool take_tree(const ParsedBlock& parsed) {
        return is_well(earlier(tree_.take(parsed), parsed.wrong));
    }

    /// What is wrong is said behind the laws, where also the charges are known.
    bool take_events(BlockPtr block) {
        if (is_over_) return false;
        JudgedBlock judged = laws_.judge(std::move(block));
        const bool goes_on = !judged.wrong && !judged.block->wrong;
        behind_laws_.front().put(std::move(judged));
        return goes_on;
    }

    /// What breaks no law can be folded, and nothing else is.
    bool take_judged(const JudgedBlock& judged) {
        is_over_ = !is_well(earlier(book_.take(judged), judged.block->wrong));
        if (!is_over_)
            for (auto& each : folding_) each.put(judged.block);
        return !is_over_;
    }

    /// The next block on its way through the stations, and the work of taking it apart. A block is
    /// known with its checkpoints once the record behind them is.
    Crew::Work parse_next() {
        try {
            std::vector<std::string> notes;
            while (auto record = reader_.next(memory_.body())) {
                if (record->kind == RecordKind::checkpoint) {
                    notes.push_back(std::move(record->body));
                    continue;
                }
                auto before = std::exchange(block_, {});
                if (record->kind == RecordKind::summary) summary_ = std::move(record->body);
                if (record->kind == RecordKind::block) block_ = std::move(record);
                if (before) return hand_over(std::move(*before), std::move(notes));
            }
        } catch (const BundleBroken& broken) {
            is_read_ = false;
            findings_.add({0, bundle_is_whole, broken.what()});
        }
        return {};
    }

    Crew::Work hand_over(Record block, std::vector<std::string> notes) {
        handed_over_ += ledger::MerkleTree::tile_width;
        if (wish_.progress)
            wish_.progress(std::min(handed_over_, reader_.header().size), reader_.header().size);
        auto task = std::make_shared<std::packaged_task<BlockPtr()>>(
            [this, block = std::move(block), notes = std::move(notes)]() mutable {
                return parse_block(memory_, std::move(block), std::move(notes), wish_.depth);
            });
        const Parsing parsing = task->get_future().share();
        for (auto& each : from_reader_) each.put(parsing, [parsing] { return is_done(parsing); });
        return [task] { (*task)(); };
    }

    /// What all events come to, on all threads: what takes longest goes first.
    void sum_up() {
        std::vector<ProjectionCheck*> largest_first;
        for (ProjectionCheck& each : folds_) largest_first.push_back(&each);
        std::ranges::sort(largest_first, std::ranges::greater(), &ProjectionCheck::most_rows);
        std::vector<Crew::Work> works;
        for (ProjectionCheck* const each : largest_first)
            works.emplace_back([each] { each->finish(); });
        works.emplace_back([this] { sum_up_book(); });
        crew_.work([&works, next = std::size_t{0}]() mutable {
            return next < works.size() ? works[next++] : Crew::Work();
        });
    }

    void sum_up_book() {
        wrong_balances_ = book_.finish(laws_.state());
        balances_ = digest_of(book_.balances());
        tiers_ = digest_of_tiers(laws_.state());
    }

    /// What can be said of the end alone.
    void finish() {
        if (is_read_ && !tree_.is_stopped()) {
            if (auto wrong = tree_.finish()) findings_.add(std::move(*wrong));
        }
        if (!is_whole_ || wish_.depth != Depth::events) return;
        if (wrong_balances_) findings_.add(*wrong_balances_);
        compare_summary();
    }

    void compare_summary() {
        const auto said = Summary::from_text(summary_);
        if (!said)
            return findings_.add(
                {0, bundle_is_whole,
                 "the summary is none, or names a read model twice or out of order"});
        const auto compare = [&](const char* what, bool is_same) {
            if (!is_same)
                findings_.add(
                    {0, summary_is_true,
                     fmt::format("the {} of the summary is not what the events give", what)});
        };
        compare("root", said->root == tree_.root());
        compare("number of frames", said->frames == tree_.frames());
        compare("chain", said->chain == tree_.chain());
        compare("balances", said->balances == balances_);
        compare("tiers", said->tiers == tiers_);
        compare("keys", said->keys == tree_.keys());
        if (wish_.folds_projections) compare_projections(said->read_models);
    }

    void compare_projections(const std::vector<Summary::ReadModel>& said) {
        std::size_t known = 0;
        const auto leave_out = [&](const std::string& what) {
            unknown_models_ += (unknown_models_.empty() ? "" : "; ") + what;
        };
        for (const ProjectionCheck& each : folds_) {
            const Summary::ReadModel& mine = each.result();
            const auto other = std::ranges::find(said, mine.name, &Summary::ReadModel::name);
            if (other == said.end()) {
                leave_out(mine.name + " does not stand in the bundle");
            } else if (other->version != mine.version) {
                leave_out(mine.name + " has another version in the bundle");
            } else if (other->digest != mine.digest) {
                findings_.add({0, projections_are_true,
                               fmt::format("the read model {} of the book was not what the events "
                                           "give",
                                           mine.name)});
            }
            known += other == said.end() ? 0U : 1U;
        }
        if (known < said.size()) leave_out("this release does not know all that stand in it");
    }

    /// Of a run that stopped: what it was about is not known behind that.
    static std::string after(bool is_stopped) {
        return is_stopped ? "not behind what is wrong" : "";
    }

    Checklist checks() const {
        const bool is_deep = wish_.depth == Depth::events;
        const std::string of_tree = after(tree_.is_stopped());
        const std::string unwished = "it was left out, as wished";
        const std::string of_events = !is_deep ? unwished : after(book_.is_stopped() || !is_read_);
        const std::string of_end = !is_deep ? unwished : after(!is_whole_);
        Checklist list(findings_.all());
        list.add(bundle_is_whole, is_read_ ? of_tree : after(true));
        for (const char* each : {entries_give_their_leaves, frames_give_the_root_and_chain,
                                 checkpoints_are_signed, keys_follow_each_other})
            list.add(each, of_tree);
        list.add(known_checkpoint_holds, wish_.known ? of_tree : "none was given");
        list.add(events_are_of_the_vocabulary, of_events);
        list.add_laws(of_events);
        for (const char* each : {commands_are_whole, event_ids_are_used_once, keys_are_used_once})
            list.add(each, of_events);
        for (const char* each : {all_balances_sum_to_zero, balance_is_the_sum, summary_is_true})
            list.add(each, of_end);
        const bool are_left_out = is_deep && !wish_.folds_projections;
        const std::string& of_models = of_end.empty() ? unknown_models_ : of_end;
        list.add(projections_are_true, are_left_out ? unwished : of_models);
        return list;
    }

    /// Behind what is wrong the laws are as far as they happened to come.
    std::optional<std::size_t> wallets() const {
        if (!is_whole_ || wish_.depth != Depth::events) return std::nullopt;
        return laws_.state().wallets.size();
    }

    VerificationResult result() {
        return {reader_.header().origin, tree_.size(),      tree_.frames(),
                tree_.checkpoints(),     wallets(),         tree_.root(),
                findings_.all(),         findings_.first(), checks(),
                !unknown_models_.empty()};
    }

    const VerificationWish& wish_;
    BundleReader reader_;
    BlockMemory memory_;
    Findings findings_;
    Crew crew_;
    TreeCheck tree_;
    LawCheck laws_;
    BookCheck book_;
    projections::Models models_;
    std::deque<ProjectionCheck> folds_;
    std::atomic<bool> is_over_ = false;  ///< something is wrong: no need to judge what follows
    std::deque<Station<Parsing>> from_reader_;
    std::deque<Station<JudgedBlock>> behind_laws_;
    std::deque<Station<BlockPtr>> folding_;
    std::optional<Record> block_;  ///< that was read, perhaps with checkpoints behind it
    std::string summary_;
    std::optional<Finding> wrong_balances_;
    Digest balances_;
    Digest tiers_;
    std::uint64_t handed_over_ = 0;
    bool is_whole_ = false;
    bool is_read_ = true;  ///< to the end of the file
    std::string unknown_models_;
};

}  // namespace

VerificationResult verify_bundle(const VerificationWish& wish) {
    if (!ledger::verifier_key_from_text(wish.trusted))
        throw Cannot(
            fmt::format("--key '{}' is no vkey: give the line that 'meterbook key' prints, or a "
                        "file that holds it",
                        wish.trusted));
    try {
        return Run(wish).verify();
    } catch (const BundleBroken& broken) {
        VerificationResult result;
        result.first = Finding{0, bundle_is_whole, broken.what()};
        result.findings = {*result.first};
        result.checks = Checklist(result.findings);
        result.checks.add(bundle_is_whole);
        result.checks.add("everything else", "the file cannot be read as a bundle");
        return result;
    }
}

}  // namespace meterbook
