#include "ledger/journal/anchor.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

#include "ledger/journal/big_endian.hpp"
#include "ledger/journal/durable_file.hpp"
#include "ledger/journal/fault.hpp"
#include "ledger/journal/sha256.hpp"

// file := slot slot, of 4096 bytes each, the rest of a slot is zero
// slot := "MBANCHOR" | store 16 | epoch u64 | frames u64 | last u64 | chain 32
//         | first 8 bytes of SHA-256 of all before

namespace ledger {
namespace {

constexpr std::string_view magic = "MBANCHOR";
constexpr std::size_t slot_size = 4'096;
constexpr std::size_t store_size = 16;
constexpr std::size_t body_size =
    magic.size() + store_size + 3 * sizeof(std::uint64_t) + sizeof(Hash);
constexpr std::size_t check_size = 8;

Bytes encode_slot(const Anchor& anchor) {
    Bytes slot(magic);
    slot += anchor.store;
    put_big_endian(anchor.epoch, slot);
    put_big_endian(anchor.frames, slot);
    put_big_endian(anchor.last.number, slot);
    slot += view(anchor.chain);
    slot += view(sha256(BytesView(slot))).substr(0, check_size);
    slot.resize(slot_size);
    return slot;
}

std::optional<Anchor> decode_slot(BytesView slot) {
    if (slot.size() < body_size + check_size || !slot.starts_with(magic)) return std::nullopt;
    const BytesView body = slot.substr(0, body_size);
    if (view(sha256(body)).substr(0, check_size) != slot.substr(body_size, check_size))
        return std::nullopt;
    BytesView rest = body.substr(magic.size());
    Anchor anchor{Bytes(rest.substr(0, store_size)), 0, 0, {}, {}};
    rest.remove_prefix(store_size);
    anchor.epoch = take_big_endian<std::uint64_t>(rest);
    anchor.frames = take_big_endian<std::uint64_t>(rest);
    anchor.last.number = take_big_endian<std::uint64_t>(rest);
    std::memcpy(anchor.chain.data(), rest.data(), anchor.chain.size());
    return anchor;
}

/// Opens the file with room for both slots, so that a full disk is noticed now and not later.
int open_slots(const std::filesystem::path& file) {
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0640);
    const int fault = descriptor < 0 ? errno : ::posix_fallocate(descriptor, 0, 2 * slot_size);
    if (fault == 0) {
        sync_directory(file.parent_path());
        return descriptor;
    }
    if (descriptor >= 0) ::close(descriptor);
    throw JournalUnavailable(
        fmt::format("cannot write {}: {}: free the disk, or give this user the right to",
                    file.string(), std::generic_category().message(fault)));
}

}  // namespace

std::optional<Anchor> read_anchor(const std::filesystem::path& file) {
    if (!std::filesystem::exists(file)) return std::nullopt;
    std::ifstream in(file, std::ios::binary);
    if (!in || !std::filesystem::is_regular_file(file))
        throw JournalUnavailable(fmt::format(
            "cannot read {}: it must be a file that this user may read", file.string()));
    const Bytes bytes{std::istreambuf_iterator<char>(in), {}};
    std::optional<Anchor> newest;
    for (std::size_t slot = 0; slot < 2; ++slot) {
        const std::size_t from = std::min(bytes.size(), slot * slot_size);
        const auto anchor = decode_slot(BytesView(bytes).substr(from, slot_size));
        if (anchor && (!newest || anchor->frames > newest->frames)) newest = anchor;
    }
    return newest;
}

AnchorFile::AnchorFile(std::filesystem::path file, std::chrono::milliseconds window,
                       OnTrouble on_trouble)
    : file_(std::move(file)),
      window_(window),
      on_trouble_(std::move(on_trouble)),
      descriptor_(open_slots(file_)) {
    const auto known = read_anchor(file_);
    // The slot of the newest anchor is the last one to be overwritten.
    if (known) {
        std::array<char, slot_size> first{};
        const bool whole = ::pread(descriptor_, first.data(), slot_size, 0) == slot_size;
        slot_ = whole && decode_slot({first.data(), slot_size}) == known ? 1 : 0;
    }
    writer_ = std::thread([this] { write_loop(); });
}

AnchorFile::~AnchorFile() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_one();
    window_over_.notify_one();
    writer_.join();
    ::close(descriptor_);
}

void AnchorFile::drop(const Anchor& anchor) {
    {
        const std::lock_guard lock(mutex_);
        waiting_ = anchor;
    }
    wake_.notify_one();
}

void AnchorFile::flush() {
    std::unique_lock lock(mutex_);
    idle_.wait(lock, [&] { return !waiting_ && !writing_; });
    if (failed_)
        throw JournalUnavailable(
            fmt::format("cannot write {}: see that the disk has room", file_.string()));
}

void AnchorFile::write_loop() {
    std::unique_lock lock(mutex_);
    for (;;) {
        wake_.wait(lock, [&] { return waiting_ || stopping_; });
        if (!waiting_) return;
        const Anchor anchor = *std::exchange(waiting_, std::nullopt);
        writing_ = true;
        lock.unlock();
        const bool written = write(anchor);
        if (!written && !failed_) tell_trouble(anchor);  // failed_ is written by this thread alone
        lock.lock();
        failed_ = !written;
        writing_ = false;
        idle_.notify_all();
        window_over_.wait_for(lock, window_, [&] { return stopping_; });
    }
}

void AnchorFile::tell_trouble(const Anchor& anchor) const {
    if (on_trouble_)
        on_trouble_(
            fmt::format("cannot write {} after event {}: until it can, a log that loses its "
                        "end looks whole: see what the system says of the disk",
                        file_.string(), anchor.last.number));
}

/// A failure here loses nothing: the anchor stays behind, and the next one is tried again.
bool AnchorFile::write(const Anchor& anchor) {
    const Bytes slot = encode_slot(anchor);
    const auto at = static_cast<off_t>(slot_ * slot_size);
    const bool written =
        ::pwrite(descriptor_, slot.data(), slot.size(), at) == static_cast<ssize_t>(slot.size());
    if (!written || ::fdatasync(descriptor_) != 0) return false;
    slot_ = 1 - slot_;
    return true;
}

}  // namespace ledger
