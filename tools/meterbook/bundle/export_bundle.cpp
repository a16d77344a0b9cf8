#include "tools/meterbook/bundle/export_bundle.hpp"

#include <algorithm>
#include <deque>

#include <fmt/core.h>

#include "ledger/journal/merkle.hpp"
#include "ledger/journal/sha256.hpp"
#include "ledger/proofs/checkpoint.hpp"
#include "ledger/rules/office/signing_keys.hpp"
#include "projections/kept_tables.hpp"
#include "projections/models.hpp"
#include "tools/meterbook/bundle/bundle_file.hpp"
#include "tools/meterbook/bundle/key_chain.hpp"
#include "tools/meterbook/bundle/projection_check.hpp"
#include "tools/meterbook/bundle/summary.hpp"
#include "tools/meterbook/command_line.hpp"
#include "tools/meterbook/fold.hpp"
#include "tools/meterbook/stopped_book.hpp"

namespace meterbook {
namespace {

using ledger::Position;

ledger::Checkpoint newest_checkpoint(const ledger::Journal& journal) {
    const auto note = journal.newest_checkpoint();
    const auto signed_last = note ? ledger::signed_checkpoint_from(*note) : std::nullopt;
    if (!signed_last)
        throw Cannot(
            "nothing of this book was signed yet: start and stop it once with 'serve', then export "
            "again");
    return signed_last->checkpoint;
}

std::string first_key(const std::filesystem::path& book) {
    std::string vkey = key_beside(book);
    if (vkey.empty())
        throw Cannot(fmt::format("{} holds no public key: bring it back from a backup",
                                 (book / "signing" / "1.vkey").string()));
    return vkey;
}

/// The table of this read model that has seen the log up to exactly this position; nothing where
/// the book keeps none such.
std::unique_ptr<projections::Table> table_at(const std::filesystem::path& directory,
                                             const projections::Projection& projection,
                                             Position position) {
    for (const auto& [generation, path] : projections::kept_tables(directory, projection)) {
        auto table = std::make_unique<projections::Table>(path);
        if (!projections::Table::is_kept(path)) continue;  // it was damaged, and has begun anew
        table->keep();
        if (table->position() == position) return table;
    }
    return nullptr;
}

/// One export.
class Export {
public:
    Export(const std::filesystem::path& book, std::ostream& out)
        : book_(book),
          journal_(open_stopped(book)),
          size_(newest_checkpoint(journal_).tree.size),
          writer_(out) {}

    void run() {
        if (size_ > journal_.head().last.number)
            throw Cannot(
                fmt::format("the log ends with event {}, and {} were signed: restore the last "
                            "backup",
                            journal_.head().last.number, size_));
        const std::string key = first_key(book_);
        const std::string& store = journal_.store();
        writer_.put(
            RecordKind::header,
            BundleHeader{ledger::origin_of(store), ledger::to_hex(store), key, size_}.text());
        write_blocks();
        writer_.put(RecordKind::summary, summary(key).text());
        const std::uint64_t unsigned_events = journal_.head().last.number - size_;
        if (unsigned_events > 0)
            fmt::print(stderr,
                       "meterbook: the bundle ends with event {}: {} events after it are not "
                       "signed yet\n",
                       size_, unsigned_events);
    }

private:
    void write_blocks() {
        constexpr std::uint64_t width = ledger::MerkleTree::tile_width;
        ProgressLine progress("export");
        auto reader = journal_.read({1});
        std::vector<ledger::Bytes> entries;
        for (std::uint64_t position = 1; position <= size_; ++position) {
            entries.emplace_back(reader.next()->bytes);
            if (position % width != 0 && position != size_) continue;
            write_block(position - entries.size() + 1, entries);
            entries.clear();
            progress.show(position, size_);
        }
    }

    void write_block(std::uint64_t first, const std::vector<ledger::Bytes>& entries) {
        Block block;
        block.first = first;
        block.leaves = ledger::leaf_hashes(entries);
        block.entries.assign(entries.begin(), entries.end());
        add_frames(block);
        writer_.put(RecordKind::block, block.body());
        journal_.each_checkpoint(first, [&](std::uint64_t size, ledger::BytesView note) {
            if (size <= block.last()) writer_.put(RecordKind::checkpoint, note);
            return size < block.last();
        });
    }

    /// Those that end in the block.
    void add_frames(Block& block) {
        for (;;) {
            const auto frame = journal_.frame_beginning_at(next_frame_);
            if (!frame || frame->last().number > block.last()) return;
            block.frames.push_back(*frame);
            next_frame_ = frame->last().next();
            ++frames_;
            last_frame_ = frame;
        }
    }

    Summary summary(const std::string& key) {
        const Books books = fold(ledger::JournalEvents(journal_), Position{size_});
        if (!last_frame_ || last_frame_->last().number != size_)
            throw Cannot(
                "the newest checkpoint is not of the end of a frame: restore the last "
                "backup");
        Summary summary{last_frame_->root,
                        frames_,
                        last_frame_->chain,
                        digest_of(books.balances),
                        digest_of_tiers(books.state),
                        {{0, key}},
                        {}};
        add_read_models(summary);
        return summary;
    }

    /// As the book kept them; what it had not brought up to this position is folded now.
    void add_read_models(Summary& summary) {
        projections::Models models;
        std::deque<ProjectionCheck> folded;
        for (const projections::Projection* each : models.all()) {
            if (const auto kept = table_at(book_ / "projections", *each, Position{size_}))
                summary.read_models.push_back(read_model_of(*each, *kept));
            else
                folded.emplace_back(*each);
        }
        fold_events(summary, folded);
        std::ranges::sort(summary.read_models, {}, &Summary::ReadModel::name);
    }

    void fold_events(Summary& summary, std::deque<ProjectionCheck>& folded) {
        auto reader = journal_.read({1});
        for (std::uint64_t position = 1; position <= size_; ++position) {
            const ledger::Event event = event_in(*reader.next());
            if (const auto rotation = ledger::rotation_in(event))
                summary.keys.push_back({position, rotation->to});
            for (ProjectionCheck& each : folded) each.take(event);
        }
        for (ProjectionCheck& each : folded) {
            each.finish();
            summary.read_models.push_back(each.result());
        }
    }

    std::filesystem::path book_;
    ledger::Journal journal_;
    std::uint64_t size_;
    BundleWriter writer_;
    Position next_frame_{1};
    std::uint64_t frames_ = 0;
    std::optional<ledger::Frame> last_frame_;
};

}  // namespace

void write_bundle(const std::filesystem::path& book, std::ostream& out) { Export(book, out).run(); }

}  // namespace meterbook
