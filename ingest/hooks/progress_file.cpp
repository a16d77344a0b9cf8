#include "ingest/hooks/progress_file.hpp"

#include <fstream>
#include <iterator>
#include <stdexcept>

#include <nlohmann/json.hpp>

#include "ledger/journal/durable_file.hpp"

namespace hooks {
namespace {

using Json = nlohmann::ordered_json;

constexpr unsigned owner_only = 0600;

std::runtime_error unreadable(const std::filesystem::path& file) {
    return std::runtime_error(file.string() +
                              " does not say how far its webhook has come: bring it back from a "
                              "backup, or remove it and say with --from where to begin");
}

Progress progress_in(const Json& json, const std::filesystem::path& file) {
    const bool is_whole = json.is_object() && json.contains("position") &&
                          json["position"].is_number_unsigned() && json.contains("dead") &&
                          json["dead"].is_boolean() && json.contains("failing_since");
    if (!is_whole) throw unreadable(file);
    Progress progress{{json["position"].get<std::uint64_t>()}, {}, json["dead"].get<bool>()};
    const Json& since = json["failing_since"];
    if (since.is_null()) return progress;
    if (since.is_string())
        progress.failing_since = ledger::instant_from_text(since.get<std::string>());
    if (!progress.failing_since) throw unreadable(file);
    return progress;
}

}  // namespace

std::optional<Progress> ProgressFile::read() const {
    if (!std::filesystem::exists(file_)) return std::nullopt;
    std::ifstream stream(file_);
    const std::string text{std::istreambuf_iterator<char>(stream), {}};
    return progress_in(Json::parse(text, nullptr, false), file_);
}

void ProgressFile::write(const Progress& progress) const {
    Json json{
        {"position", progress.done.number}, {"failing_since", nullptr}, {"dead", progress.is_dead}};
    if (progress.failing_since) json["failing_since"] = ledger::to_text(*progress.failing_since);
    std::filesystem::path fresh = file_;
    fresh += ".new";
    ledger::write_durably(fresh, json.dump() + "\n", owner_only);
    std::filesystem::rename(fresh, file_);
    ledger::sync_directory(file_.parent_path());
}

}  // namespace hooks
