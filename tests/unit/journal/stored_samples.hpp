#pragma once
#include <filesystem>
#include <optional>
#include <vector>

#include <rocksdb/env.h>

#include "ledger/journal/journal.hpp"

// A log that holds one event of every kind, and what is said of it.

constexpr std::size_t events_a_frame = 7;
constexpr ledger::Instant sample_time{1'795'231'440'000'000};

/// The golden sample of every kind of event, as stored bytes.
std::vector<ledger::Bytes> samples();

/// So many that there is a full tile, and some events behind it.
std::vector<ledger::Bytes> many_samples();

void append_all(ledger::Journal& journal, const std::vector<ledger::Bytes>& events);

/// What start-up and, where that lets it pass, the audit of every event say first.
std::optional<ledger::Position> first_wrong(const std::filesystem::path& directory,
                                            rocksdb::Env* env);
