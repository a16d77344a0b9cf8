#include "tools/meterbook/bundle/verification.hpp"

#include <algorithm>
#include <deque>

#include <fmt/core.h>

#include "projections/models.hpp"
#include "tools/meterbook/bundle/law_check.hpp"
#include "tools/meterbook/bundle/projection_check.hpp"
#include "tools/meterbook/bundle/stations.hpp"
#include "tools/meterbook/bundle/tree_check.hpp"
#include "tools/meterbook/command_line.hpp"

namespace meterbook {
namespace {

/// One run over a bundle.
class Run {
public:
    explicit Run(const VerificationWish& wish)
        : wish_(wish),
          reader_(wish.file),
          tree_(reader_.header(), wish.trusted, wish.depth, wish.known),
          laws_(wish.file, reader_.header()) {}

    VerificationResult verify() {
        check_header();
        {
            Workers workers;
            start_stations();
            read_all(workers);
            for (auto& each : stations_) each->finish();
            for (auto& each : folding_) each->end();  // they come to their ends side by side
            for (auto& each : folding_) each->finish();
            is_whole_ = findings_.all().empty();
        }
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

    void start_stations() {
        stations_.push_back(std::make_unique<Station>(
            [this](const Parsing& block) { return tree_.take(*block.get()); }, findings_));
        if (wish_.depth != Depth::events) return;
        stations_.push_back(std::make_unique<Station>(
            [this](const Parsing& block) { return take_events(block); }, findings_));
        if (!wish_.folds_projections) return;
        auto models = models_.all();
        std::ranges::sort(models, {}, &projections::Projection::name);
        for (const projections::Projection* each : models) folds_.emplace_back(*each);
        for (ProjectionCheck& each : folds_)
            folding_.push_back(std::make_unique<Station>(
                [&each](const Parsing& block) { return each.take(*block.get()); }, findings_,
                [&each] { each.finish(); }));
    }

    /// What breaks no law can be folded, and nothing else is.
    std::optional<Finding> take_events(const Parsing& block) {
        const ParsedBlock& parsed = *block.get();
        auto wrong = laws_.take(parsed);
        if (wrong || parsed.wrong) return wrong;
        for (auto& each : folding_) each->put(block);
        return std::nullopt;
    }

    /// A block is known with its checkpoints once the record behind them is.
    void read_all(Workers& workers) {
        try {
            std::optional<Record> block;
            std::vector<std::string> notes;
            while (auto record = reader_.next()) {
                if (record->kind == RecordKind::checkpoint) {
                    notes.push_back(std::move(record->body));
                    continue;
                }
                if (block) hand_over(workers, std::move(*block), std::exchange(notes, {}));
                block.reset();
                if (record->kind == RecordKind::summary) summary_ = std::move(record->body);
                if (record->kind == RecordKind::block) block = std::move(record);
            }
        } catch (const BundleBroken& broken) {
            findings_.add({0, bundle_is_whole, broken.what()});
        }
    }

    void hand_over(Workers& workers, Record block, std::vector<std::string> notes) {
        const Parsing parsing = workers.parse(std::move(block), std::move(notes), wish_.depth);
        for (auto& each : stations_) each->put(parsing);
        handed_over_ += ledger::MerkleTree::tile_width;
        if (wish_.progress)
            wish_.progress(std::min(handed_over_, reader_.header().size), reader_.header().size);
    }

    /// What can be said of the end alone.
    void finish() {
        if (!is_whole_) return leave_out({"the end of the bundle", summary_is_true});
        if (wish_.depth != Depth::events) return finish_hashes();
        if (auto wrong = tree_.finish(laws_.keys())) findings_.add(std::move(*wrong));
        if (auto wrong = laws_.finish()) findings_.add(std::move(*wrong));
        compare_summary();
    }

    /// Later keys stand in events, and those were not looked into.
    void finish_hashes() {
        leave_out({"the laws", summary_is_true});
        const auto said = Summary::from_text(summary_);
        if (said && said->keys.size() > 1) return leave_out({checkpoints_are_signed});
        if (auto wrong = tree_.finish({{0, reader_.header().first_key}}))
            findings_.add(std::move(*wrong));
    }

    void compare_summary() {
        const auto said = Summary::from_text(summary_);
        if (!said) return findings_.add({0, bundle_is_whole, "the summary is none"});
        const auto compare = [&](const char* what, bool is_same) {
            if (!is_same)
                findings_.add(
                    {0, summary_is_true,
                     fmt::format("the {} of the summary is not what the events give", what)});
        };
        compare("root", said->root == tree_.root());
        compare("number of frames", said->frames == tree_.frames());
        compare("chain", said->chain == tree_.chain());
        compare("balances", said->balances == digest_of(laws_.balances()));
        compare("tiers", said->tiers == digest_of_tiers(laws_.state()));
        compare("keys", said->keys == laws_.keys());
        if (!wish_.folds_projections) return leave_out({projections_are_true});
        compare_projections(said->read_models);
    }

    void compare_projections(const std::vector<Summary::ReadModel>& said) {
        std::size_t known = 0;
        for (const ProjectionCheck& each : folds_) {
            const Summary::ReadModel& mine = each.result();
            const auto other = std::ranges::find(said, mine.name, &Summary::ReadModel::name);
            if (other == said.end() || other->version != mine.version) {
                leave_out({"read model " + mine.name + ": the bundle has it in another version"});
            } else if (other->digest != mine.digest) {
                findings_.add({0, projections_are_true,
                               fmt::format("the read model {} of the book was not what the events "
                                           "give",
                                           mine.name)});
            }
            known += other == said.end() ? 0U : 1U;
        }
        if (known < said.size()) leave_out({"read models that this release does not know"});
    }

    void leave_out(std::vector<std::string> what) {
        for (std::string& each : what) not_checked_.push_back(std::move(each));
    }

    VerificationResult result() {
        return {reader_.header().origin,
                tree_.size(),
                tree_.frames(),
                tree_.checkpoints(),
                laws_.state().wallets.size(),
                tree_.root(),
                findings_.all(),
                findings_.first(),
                not_checked_};
    }

    const VerificationWish& wish_;
    BundleReader reader_;
    Findings findings_;
    TreeCheck tree_;
    LawCheck laws_;
    projections::Models models_;
    std::deque<ProjectionCheck> folds_;
    std::vector<std::unique_ptr<Station>> folding_;   ///< fed by the laws
    std::vector<std::unique_ptr<Station>> stations_;  ///< fed by the reader
    std::string summary_;
    std::uint64_t handed_over_ = 0;
    bool is_whole_ = false;
    std::vector<std::string> not_checked_;
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
        result.not_checked = {"everything else"};
        return result;
    }
}

}  // namespace meterbook
