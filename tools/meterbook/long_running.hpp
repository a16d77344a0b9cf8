#pragma once
#include <functional>
#include <string>

#include "ingest/field.hpp"

namespace meterbook {

// What programs that run until they are told to stop have in common.

/// Sets the log's level and listens for SIGTERM and SIGINT. Throws Cannot for a level that is none.
void begin_to_run(const std::string& log_level);

/// Returns at the first of the two signals; the second one ends the process at once.
void wait_for_signal();

/// The same, and calls `look` at every SIGHUP, and every few seconds.
void wait_for_signal(const std::function<void()>& look);

/// True since the first of them. Any thread.
bool is_told_to_stop();

/// Ends the process at once with one sentence: its disk failed, and the supervisor starts it again.
void stop_at_once(const std::string& sentence);

/// Into the log.
void report(ingest::Weight weight, const std::string& sentence);

}  // namespace meterbook
