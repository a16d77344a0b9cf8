#include "tests/support/exchange_record.hpp"

#include <cstdlib>
#include <fstream>
#include <mutex>

#include <nlohmann/json.hpp>
#include <unistd.h>

void record(const Exchange& exchange) {
    // NOLINTNEXTLINE(concurrency-mt-unsafe): nobody sets it
    const char* folder = std::getenv("METERBOOK_EXCHANGES");
    if (folder == nullptr) return;
    using Json = nlohmann::ordered_json;
    const Json line{{"method", exchange.method},  {"target", exchange.target},
                    {"status", exchange.status},  {"content_type", exchange.content_type},
                    {"body", exchange.body},      {"asked", exchange.asked},
                    {"headers", exchange.headers}};
    const std::string text = line.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
    static std::mutex mutex;
    const std::lock_guard lock(mutex);
    std::ofstream file(std::string(folder) + "/" + std::to_string(::getpid()) + ".ndjson",
                       std::ios::app);
    file << text;
}
