#pragma once
#include <atomic>
#include <cstdint>
#include <memory>

#include <rocksdb/env.h>

/// The system's files under RocksDB, of which one operation goes wrong: the n-th of its kind after
/// it was armed, and every one after it until it is mended. Any thread.
class FaultyDisk {
public:
    enum class Fault : std::uint8_t {
        none,
        read_error,   ///< the disk says that it cannot
        wrong_bytes,  ///< it says nothing, and a bit is another one
        short_read,   ///< half of it comes
        write_error,
        sync_error
    };

    FaultyDisk();

    void arm(Fault fault, std::uint64_t nth);
    void mend() { arm(Fault::none, 0); }
    /// It has happened since it was armed.
    bool has_struck() const { return strikes_ > 0; }

    rocksdb::Env* env() { return env_.get(); }

    /// Asked by the files: is it their turn?
    bool strikes(Fault fault);

private:
    std::atomic<Fault> fault_{Fault::none};
    std::atomic<std::uint64_t> left_{0};
    std::atomic<std::uint64_t> strikes_{0};
    std::unique_ptr<rocksdb::Env> env_;
};
