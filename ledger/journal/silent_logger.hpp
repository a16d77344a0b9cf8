#pragma once
#include <cstdarg>

#include <rocksdb/env.h>

namespace ledger {

/// RocksDB's own log file makes its process abort on a full disk; what it has to say comes back as
/// a status anyway.
class SilentLogger : public rocksdb::Logger {
public:
    using rocksdb::Logger::Logv;
    void Logv(const char* /*format*/, va_list /*arguments*/) override {}
};

}  // namespace ledger
