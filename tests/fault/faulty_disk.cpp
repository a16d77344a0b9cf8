#include "tests/fault/faulty_disk.hpp"

#include <rocksdb/file_system.h>

namespace {

using Fault = FaultyDisk::Fault;
using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;
using rocksdb::Slice;

/// What became of a read that has succeeded.
IOStatus spoil(FaultyDisk& disk, Slice* read, char* scratch) {
    if (disk.strikes(Fault::read_error)) return IOStatus::IOError("the disk cannot read");
    if (disk.strikes(Fault::short_read)) *read = Slice(read->data(), read->size() / 2);
    if (!read->empty() && disk.strikes(Fault::wrong_bytes)) {
        if (read->data() != scratch) std::copy_n(read->data(), read->size(), scratch);
        scratch[read->size() / 2] = static_cast<char>(scratch[read->size() / 2] ^ 1);
        *read = Slice(scratch, read->size());
    }
    return IOStatus::OK();
}

class RandomFile : public rocksdb::FSRandomAccessFileOwnerWrapper {
public:
    RandomFile(std::unique_ptr<FSRandomAccessFile>&& file, FaultyDisk& disk)
        : FSRandomAccessFileOwnerWrapper(std::move(file)), disk_(disk) {}

    // NOLINTNEXTLINE(readability-function-size): RocksDB calls it with six
    IOStatus Read(std::uint64_t offset, std::size_t n, const IOOptions& options, Slice* result,
                  char* scratch, IODebugContext* context) const override {
        IOStatus status =
            FSRandomAccessFileWrapper::Read(offset, n, options, result, scratch, context);
        if (!status.ok()) return status;
        return spoil(disk_, result, scratch);
    }
    /// One by one, so that each can go wrong.
    IOStatus MultiRead(rocksdb::FSReadRequest* requests, std::size_t count,
                       const IOOptions& options, IODebugContext* context) override {
        for (std::size_t i = 0; i < count; ++i)
            requests[i].status = Read(requests[i].offset, requests[i].len, options,
                                      &requests[i].result, requests[i].scratch, context);
        return IOStatus::OK();
    }
    IOStatus Prefetch(std::uint64_t, std::size_t, const IOOptions&, IODebugContext*) override {
        return IOStatus::NotSupported("every read goes through Read");
    }

private:
    FaultyDisk& disk_;
};

class SequentialFile : public rocksdb::FSSequentialFileOwnerWrapper {
public:
    SequentialFile(std::unique_ptr<FSSequentialFile>&& file, FaultyDisk& disk)
        : FSSequentialFileOwnerWrapper(std::move(file)), disk_(disk) {}

    IOStatus Read(std::size_t n, const IOOptions& options, Slice* result, char* scratch,
                  IODebugContext* context) override {
        IOStatus status = FSSequentialFileWrapper::Read(n, options, result, scratch, context);
        if (!status.ok()) return status;
        return spoil(disk_, result, scratch);
    }

private:
    FaultyDisk& disk_;
};

class WrittenFile : public rocksdb::FSWritableFileOwnerWrapper {
public:
    WrittenFile(std::unique_ptr<FSWritableFile>&& file, FaultyDisk& disk)
        : FSWritableFileOwnerWrapper(std::move(file)), disk_(disk) {}

    using FSWritableFileOwnerWrapper::Append;
    IOStatus Append(const Slice& bytes, const IOOptions& options,
                    IODebugContext* context) override {
        if (disk_.strikes(Fault::write_error)) return IOStatus::IOError("the disk cannot write");
        return FSWritableFileWrapper::Append(bytes, options, context);
    }
    IOStatus Sync(const IOOptions& options, IODebugContext* context) override {
        if (disk_.strikes(Fault::sync_error)) return IOStatus::IOError("the disk cannot sync");
        return FSWritableFileWrapper::Sync(options, context);
    }
    IOStatus Fsync(const IOOptions& options, IODebugContext* context) override {
        return Sync(options, context);
    }

private:
    FaultyDisk& disk_;
};

class FaultyFiles : public rocksdb::FileSystemWrapper {
public:
    explicit FaultyFiles(FaultyDisk& disk)
        : FileSystemWrapper(rocksdb::FileSystem::Default()), disk_(disk) {}

    const char* Name() const override { return "FaultyFiles"; }

    IOStatus NewRandomAccessFile(const std::string& name, const rocksdb::FileOptions& options,
                                 std::unique_ptr<rocksdb::FSRandomAccessFile>* file,
                                 IODebugContext* context) override {
        const IOStatus status = target()->NewRandomAccessFile(name, options, file, context);
        if (status.ok()) *file = std::make_unique<RandomFile>(std::move(*file), disk_);
        return status;
    }
    IOStatus NewSequentialFile(const std::string& name, const rocksdb::FileOptions& options,
                               std::unique_ptr<rocksdb::FSSequentialFile>* file,
                               IODebugContext* context) override {
        const IOStatus status = target()->NewSequentialFile(name, options, file, context);
        if (status.ok()) *file = std::make_unique<SequentialFile>(std::move(*file), disk_);
        return status;
    }
    IOStatus NewWritableFile(const std::string& name, const rocksdb::FileOptions& options,
                             std::unique_ptr<rocksdb::FSWritableFile>* file,
                             IODebugContext* context) override {
        const IOStatus status = target()->NewWritableFile(name, options, file, context);
        if (status.ok()) *file = std::make_unique<WrittenFile>(std::move(*file), disk_);
        return status;
    }

private:
    FaultyDisk& disk_;
};

}  // namespace

FaultyDisk::FaultyDisk() : env_(rocksdb::NewCompositeEnv(std::make_shared<FaultyFiles>(*this))) {}

void FaultyDisk::arm(Fault fault, std::uint64_t nth) {
    fault_ = Fault::none;
    left_ = nth;
    strikes_ = 0;
    fault_ = fault;
}

bool FaultyDisk::strikes(Fault fault) {
    if (fault_ != fault) return false;
    std::uint64_t left = left_;
    while (left > 0) {
        if (left_.compare_exchange_weak(left, left - 1)) return false;
    }
    ++strikes_;
    return true;
}
