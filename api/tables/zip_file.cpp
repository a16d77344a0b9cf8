#include "api/tables/zip_file.hpp"

#include <algorithm>
#include <array>

#include <zip.h>

#include "api/tables/table.hpp"
#include "ledger/values/ensure.hpp"

namespace api {
namespace {

constexpr std::size_t most_bytes = 256U << 20U;
constexpr zip_int64_t most_parts = 1'000;
constexpr time_t always_the_same = 315'532'800;  // 1980, where the format's clock begins

struct CloseEntry {
    void operator()(zip_file_t* entry) const { ::zip_fclose(entry); }
};

[[noreturn]] void fault(const std::string& name, const std::string& detail) {
    throw UnreadableFile(name, detail);
}

void add(zip_t* archive, const ZipPart& part) {
    zip_source_t* source = ::zip_source_buffer(archive, part.bytes.data(), part.bytes.size(), 0);
    const zip_int64_t index = ::zip_file_add(archive, part.name.c_str(), source, ZIP_FL_ENC_UTF_8);
    ledger::ensure(index >= 0, "parts of an archive have names of their own");
    ::zip_file_set_mtime(archive, static_cast<zip_uint64_t>(index), always_the_same, 0);
}

std::string content_of(zip_source_t* source) {
    std::string bytes;
    std::array<char, 65'536> piece{};
    ledger::ensure(::zip_source_open(source) == 0, "an archive in memory can be read");
    for (;;) {
        const zip_int64_t got = ::zip_source_read(source, piece.data(), piece.size());
        if (got <= 0) break;
        bytes.append(piece.data(), static_cast<std::size_t>(got));
    }
    ::zip_source_close(source);
    return bytes;
}

}  // namespace

std::string write_zip(const std::vector<ZipPart>& parts) {
    zip_error_t error{};
    zip_source_t* source = ::zip_source_buffer_create(nullptr, 0, 0, &error);
    ledger::ensure(source != nullptr, "an archive in memory can be made");
    ::zip_source_keep(source);
    zip_t* archive = ::zip_open_from_source(source, ZIP_TRUNCATE, &error);
    ledger::ensure(archive != nullptr, "an archive in memory can be opened");
    for (const ZipPart& each : parts) add(archive, each);
    ledger::ensure(::zip_close(archive) == 0, "an archive in memory can be written");
    std::string bytes = content_of(source);
    ::zip_source_free(source);
    return bytes;
}

bool is_zip(std::string_view bytes) {
    return bytes.starts_with("PK\x03\x04") || bytes.starts_with("PK\x05\x06");
}

struct ZipFile::Archive {
    zip_t* zip = nullptr;
    Archive() = default;
    ~Archive() {
        if (zip != nullptr) ::zip_discard(zip);
    }
    Archive(const Archive&) = delete;
    Archive& operator=(const Archive&) = delete;
};

ZipFile::ZipFile(std::string_view bytes)
    : archive_(std::make_unique<Archive>()), left_(most_bytes) {
    zip_error_t error{};
    zip_source_t* source = ::zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
    if (source == nullptr) fault("", "the archive cannot be opened: save the file anew");
    archive_->zip = ::zip_open_from_source(source, ZIP_RDONLY, &error);
    if (archive_->zip == nullptr) {
        ::zip_source_free(source);
        fault("", "the archive is damaged: save the file anew");
    }
    const zip_int64_t count = ::zip_get_num_entries(archive_->zip, 0);
    if (count > most_parts) fault("", "the archive has more than 1,000 parts: save the file anew");
    for (zip_int64_t i = 0; i < count; ++i) {
        const char* name =
            ::zip_get_name(archive_->zip, static_cast<zip_uint64_t>(i), ZIP_FL_ENC_GUESS);
        names_.emplace_back(name == nullptr ? "" : name);
    }
}

ZipFile::~ZipFile() = default;

bool ZipFile::has(const std::string& name) const {
    return std::ranges::find(names_, name) != names_.end();
}

void ZipFile::read(const std::string& name, const std::function<void(std::string_view)>& take) {
    const auto found = std::ranges::find(names_, name);
    if (found == names_.end()) return;
    const auto index = static_cast<zip_uint64_t>(found - names_.begin());
    const std::unique_ptr<zip_file_t, CloseEntry> entry(::zip_fopen_index(archive_->zip, index, 0));
    if (!entry)
        fault(name,
              "this part is encrypted or packed in a way that is not known: save "
              "the file without a password");
    std::array<char, 65'536> piece{};
    for (;;) {
        const zip_int64_t got = ::zip_fread(entry.get(), piece.data(), piece.size());
        if (got < 0) fault(name, "this part is damaged: save the file anew");
        if (got == 0) return;
        const auto size = static_cast<std::size_t>(got);
        if (size > left_) fault(name, "unpacked the file has more than 256 MiB: give it in parts");
        left_ -= size;
        take({piece.data(), size});
    }
}

std::string ZipFile::read_whole(const std::string& name) {
    std::string bytes;
    read(name, [&](std::string_view piece) { bytes += piece; });
    return bytes;
}

}  // namespace api
