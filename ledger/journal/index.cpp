#include "ledger/journal/index.hpp"

#include <algorithm>
#include <atomic>
#include <fstream>
#include <mutex>
#include <shared_mutex>
#include <thread>
#include <utility>

#include <fmt/core.h>
#include <rocksdb/db.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/table.h>
#include <sys/resource.h>
#include <unistd.h>

#include "ledger/events/event_codec.hpp"
#include "ledger/journal/big_endian.hpp"
#include "ledger/journal/following.hpp"
#include "ledger/journal/index_entries.hpp"
#include "ledger/journal/journal.hpp"
#include "ledger/journal/sha256.hpp"
#include "ledger/journal/silent_logger.hpp"
#include "ledger/journal/subject_tails.hpp"
#include "ledger/values/thread_name.hpp"

namespace ledger {
namespace {

using namespace index_entries;  // NOLINT(google-build-using-namespace): of this alone

constexpr std::size_t events_at_once = 8'192;
constexpr std::size_t events_until_stored = 65'536;  // read again after a crash: a moment
constexpr std::chrono::milliseconds follow_pause(100);

/// Whose an account is from this event on; nobody's where it is about something else.
CustomerId customer_in(const Event& event) {
    if (const auto* opened = std::get_if<AccountOpened>(&event.payload)) return opened->customer;
    const auto* transferred = std::get_if<AccountTransferred>(&event.payload);
    return transferred == nullptr ? CustomerId() : transferred->to;
}

rocksdb::Options options_of_index() {
    rocksdb::Options options;
    options.create_if_missing = true;
    options.info_log = std::make_shared<SilentLogger>();
    options.compression = rocksdb::kLZ4Compression;
    options.bottommost_compression = rocksdb::kZSTD;
    options.write_buffer_size = 16 << 20;
    // Every key that is asked for is new, nearly always: a filter says so without a search.
    options.memtable_prefix_bloom_size_ratio = 0.05;
    options.memtable_whole_key_filtering = true;
    options.max_open_files = 128;
    options.max_file_opening_threads = 1;  // sixteen cost more than the files
    rocksdb::BlockBasedTableOptions table;
    table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
    table.block_size = 16 << 10;
    options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
    return options;
}

constexpr const char* broken_mark = "BROKEN";  // beside it: not to be opened, but built again

bool is_of_an_older_release(rocksdb::DB& db) {
    std::string value;
    return db.Get({}, rocksdb::Slice(position_name), &value).ok() &&
           db.Get({}, rocksdb::Slice(reached_name), &value).IsNotFound();
}

std::unique_ptr<rocksdb::DB> open_database(const std::filesystem::path& directory) {
    if (std::filesystem::exists(directory / broken_mark)) std::filesystem::remove_all(directory);
    rocksdb::DB* db = nullptr;
    rocksdb::Status status = rocksdb::DB::Open(options_of_index(), directory.string(), &db);
    const bool is_older = status.ok() && is_of_an_older_release(*db);
    if (is_older) delete std::exchange(db, nullptr);
    if (is_older || status.IsCorruption() || status.IsPathNotFound()) {
        std::filesystem::remove_all(directory);
        status = rocksdb::DB::Open(options_of_index(), directory.string(), &db);
    }
    if (!status.ok())
        throw JournalUnavailable(
            fmt::format("cannot open the index in {}: {}: see that the disk "
                        "has room; the index may be deleted",
                        directory.string(), status.ToString()));
    return std::unique_ptr<rocksdb::DB>(db);
}

}  // namespace

/// The database, the thread that fills it, and how far it is.
struct Index::Parts {
    using Report = std::function<void(const std::string&)>;

    Parts(std::filesystem::path where, const Journal& followed, Report on_failure)
        : directory(std::move(where)),
          db(open_database(directory)),
          journal(followed),
          report(std::move(on_failure)) {
        indexed = stored_position(position_name).number;
        if (std::max(stored_position(reached_name).number, indexed.load()) >
            journal.head().last.number) {
            // An index of a longer log than this one: of no use, and no harm to leave behind.
            throw JournalUnavailable(
                "the index knows more events than the log: delete the index "
                "directory, it is built again");
        }
        catch_up();
        follower = std::thread([this] { follow(); });
    }

    Parts(const Parts&) = delete;
    Parts& operator=(const Parts&) = delete;
    ~Parts() {
        stopping = true;
        follower.join();
        try {
            store_tails();
        } catch (const JournalUnavailable&) {
            // They are read from the log again.
        }
        (void)db->Flush({});
        (void)db->Close();
    }

    std::optional<Bytes> get(BytesView key) const {
        std::string value;
        const rocksdb::Status found = db->Get({}, rocksdb::Slice(key), &value);
        if (found.IsNotFound()) return std::nullopt;
        hold_readable(found);
        return value;
    }

    Position stored_position(std::string_view name) const {
        const auto known = get(name);
        return known ? position_in(*known) : Position{};
    }

    /// What an index cannot tell is never taken for nothing.
    void hold_readable(const rocksdb::Status& status) const {
        if (status.ok()) return;
        if (status.IsCorruption()) std::ofstream(directory / broken_mark).flush();
        throw JournalUnavailable(fmt::format(
            "the index cannot be read: {}: start again, it is built anew", status.ToString()));
    }

    void follow() {
        name_thread("index");
        try {
            follow_until_stopped();
        } catch (const std::exception& broken) {
            if (report) report(broken.what());
        }
    }

    /// What the disk refuses now is tried again: until then the book keeps the keys in memory.
    void follow_until_stopped() {
        constexpr int behind_the_others = 10;  // Linux keeps a priority for each thread
        (void)setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), behind_the_others);
        while (!stopping) {
            if (!journal.wait_past({indexed}, follow_pause)) continue;
            try {
                if (catch_up() >= many_events) std::this_thread::sleep_for(breath);
            } catch (const JournalUnavailable&) {
                std::this_thread::sleep_for(follow_pause);
            }
        }
    }

    /// How many events there were.
    std::uint64_t catch_up() {
        const std::uint64_t before = indexed;
        auto reader = journal.read({before + 1});
        for (bool more = true; more;) {
            more = add_some(reader);
            if (tails.events() >= events_until_stored) store_tails();
        }
        return indexed - before;
    }

    /// What a tail is told of an event.
    struct Place {
        Subject subject;
        std::uint64_t version;
        Position position;
    };

    /// What some events add: entries, and what the tails are told when those are written.
    struct Addition {
        rocksdb::WriteBatch batch;
        std::vector<Place> places;
        std::int64_t last_minute;
    };

    /// False where the log has no more events.
    bool add_some(JournalReader& reader) {
        Addition added{rocksdb::WriteBatch(), {}, last_minute};
        bool more = true;
        while (added.places.size() < events_at_once && (more = read_next(reader, added))) {
        }
        if (added.places.empty()) return more;
        const Position last = added.places.back().position;
        put(added.batch, reached_name, position_bytes(last));
        write(added.batch);
        last_minute = added.last_minute;

        const std::unique_lock<std::shared_mutex> guard(tails_mutex);
        for (const Place& each : added.places) tails.add(each.subject, each.version, each.position);
        indexed = last.number;
        return more;
    }

    bool read_next(JournalReader& reader, Addition& added) const {
        const auto entry = reader.next();
        if (!entry) return false;
        auto envelope = decode_envelope(entry->bytes);
        if (!envelope)
            throw JournalDamaged(entry->position,
                                 fmt::format("event {} has no envelope", entry->position.number));
        if (envelope->subject.kind == SubjectKind::account) add_customer(added.batch, *entry);
        add_key_and_minute(added, *envelope);
        added.places.push_back(
            {std::move(envelope->subject), envelope->subject_version, envelope->position});
        return true;
    }

    static void add_customer(rocksdb::WriteBatch& batch, const Entry& entry) {
        const auto event = decode_event(entry.bytes);
        if (!event)
            throw JournalDamaged(entry.position,
                                 fmt::format("event {} cannot be read", entry.position.number));
        const CustomerId customer = customer_in(*event);
        if (customer.is_empty()) return;
        const Bytes position = position_bytes(entry.position);
        put(batch, customer_prefix(customer) + position, position);
    }

    void add_key_and_minute(Addition& added, const Envelope& envelope) const {
        if (!envelope.idempotency_key.empty())
            put(added.batch, idempotency_entry(envelope.idempotency_key),
                position_bytes(envelope.position));
        const std::int64_t minute = envelope.recorded_at.micros / micros_of_a_minute;
        if (minute <= added.last_minute) return;
        const Bytes key = minute_entry(envelope.recorded_at);
        if (!get(key)) put(added.batch, key, position_bytes(envelope.position));
        added.last_minute = minute;
    }

    /// One entry a subject, and how far they reach, at once.
    void store_tails() {
        if (tails.events() == 0) return;
        rocksdb::WriteBatch batch;
        for (const auto& [subject, tail] : tails.all()) {
            Bytes positions;
            for (const Position each : tail.positions) put_big_endian(each.number, positions);
            put(batch, subject_entry(subject, tail.first_version), positions);
        }
        put(batch, position_name, position_bytes({indexed}));
        const std::unique_lock<std::shared_mutex> guard(tails_mutex);
        write(batch);
        tails.clear();
    }

    /// The subject's events from this version on, oldest first.
    std::vector<Position> find(const Subject& subject, std::uint64_t from_version,
                               std::size_t limit) const {
        const std::shared_lock<std::shared_mutex> guard(tails_mutex);
        std::vector<Position> positions = find_stored(subject, from_version, limit);
        tails.list(subject, from_version, limit, positions);
        return positions;
    }

    std::vector<Position> find_stored(const Subject& subject, std::uint64_t from_version,
                                      std::size_t limit) const {
        const Bytes prefix = subject_entry(subject, 0).substr(0, subject_prefix_size);
        const std::unique_ptr<rocksdb::Iterator> entries(db->NewIterator({}));
        entries->SeekForPrev(subject_entry(subject, from_version));  // may reach to this version
        if (!entries->Valid() || !entries->key().starts_with(prefix)) entries->Seek(prefix);
        std::vector<Position> positions;
        for (; entries->Valid() && entries->key().starts_with(prefix); entries->Next()) {
            BytesView key = entries->key().ToStringView().substr(subject_prefix_size);
            auto version = take_big_endian<std::uint64_t>(key);
            for (BytesView rest = entries->value().ToStringView(); !rest.empty(); ++version) {
                const Position position{take_big_endian<std::uint64_t>(rest)};
                if (version < from_version) continue;
                if (positions.size() == limit) return positions;
                positions.push_back(position);
            }
        }
        hold_readable(entries->status());
        return positions;
    }

    static Bytes position_bytes(Position position) {
        Bytes bytes;
        put_big_endian(position.number, bytes);
        return bytes;
    }

    static void put(rocksdb::WriteBatch& batch, BytesView key, BytesView value) {
        const bool well = batch.Put(rocksdb::Slice(key), rocksdb::Slice(value)).ok();
        ensure(well, "a batch in memory takes an entry");
    }

    void write(rocksdb::WriteBatch& batch) const {
        rocksdb::WriteOptions options;
        options.disableWAL = true;
        const rocksdb::Status written = db->Write(options, &batch);
        if (!written.ok())
            throw JournalUnavailable(
                fmt::format("the index cannot be written: {}: see that the "
                            "disk has room",
                            written.ToString()));
    }

    std::filesystem::path directory;
    std::unique_ptr<rocksdb::DB> db;
    const Journal& journal;
    Report report;
    std::atomic<std::uint64_t> indexed{0};
    mutable std::shared_mutex tails_mutex;
    SubjectTails tails;  ///< behind what is stored, up to `indexed`; changed by the follower alone
    std::int64_t last_minute = 0;
    std::atomic<bool> stopping{false};
    std::thread follower;
};

Index::Index(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Index::~Index() = default;
Index::Index(Index&&) noexcept = default;
Index& Index::operator=(Index&&) noexcept = default;

Index Index::open(const std::filesystem::path& directory, const Journal& journal,
                  std::function<void(const std::string&)> on_failure) {
    std::filesystem::create_directories(directory);
    return Index(std::make_unique<Parts>(directory, journal, std::move(on_failure)));
}

Position Index::position() const { return {parts_->indexed}; }

std::optional<Position> Index::find_key(const std::string& key) const {
    const auto found = parts_->get(idempotency_entry(key));
    return found ? std::optional(position_in(*found)) : std::nullopt;
}

std::vector<Position> Index::find_subject(const Subject& subject, std::uint64_t from_version,
                                          std::size_t limit) const {
    return parts_->find(subject, from_version, limit);
}

std::vector<Position> Index::find_customer(const CustomerId& customer) const {
    const Bytes prefix = customer_prefix(customer);
    const std::unique_ptr<rocksdb::Iterator> entries(parts_->db->NewIterator({}));
    std::vector<Position> positions;
    for (entries->Seek(prefix); entries->Valid() && entries->key().starts_with(prefix);
         entries->Next())
        positions.push_back(position_in(entries->value().ToStringView()));
    parts_->hold_readable(entries->status());
    return positions;
}

std::optional<Position> Index::first_recorded_from(Instant at) const {
    const std::unique_ptr<rocksdb::Iterator> entries(parts_->db->NewIterator({}));
    entries->Seek(minute_entry(at));
    parts_->hold_readable(entries->status());
    if (!entries->Valid() || !entries->key().starts_with("t")) return std::nullopt;
    return position_in(entries->value().ToStringView());
}

}  // namespace ledger
