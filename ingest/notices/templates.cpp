#include "ingest/notices/templates.hpp"

#include <fstream>
#include <iterator>
#include <stdexcept>

#include <fmt/core.h>

#include "ingest/notices/built_in_templates.hpp"
#include "ledger/values/ensure.hpp"

namespace notices {
namespace {

template <class Enum>
std::string words() {
    std::string all;
    for (const std::string_view each : ledger::EnumNames<Enum>::names)
        all += (all.empty() ? "" : ", ") + std::string(each);
    return all;
}

/// Without the white space that an editor puts at the end.
std::string trimmed(const std::string& text) {
    const std::size_t end = text.find_last_not_of(" \r\n\t");
    return end == std::string::npos ? "" : text.substr(0, end + 1);
}

}  // namespace

ledger::NoticeTemplate template_in(const std::string& text) {
    if (text.empty()) throw std::runtime_error("it is empty: write one");
    if (const auto fault = ledger::fault_of_notice_text(text)) throw std::runtime_error(*fault);
    return *ledger::NoticeTemplate::read(text);
}

Templates::Templates(const std::filesystem::path& directory) {
    for (const auto& [name, text] : built_in_template_texts()) add(name, key_of(name), text);
    ledger::ensure(templates_.size() == ledger::EnumNames<ledger::NoticeKind>::names.size() *
                                            ledger::EnumNames<ledger::NoticeLanguage>::names.size(),
                   "every kind of notice has a template in every language");
    if (directory.empty()) return;
    if (!std::filesystem::is_directory(directory))
        throw std::runtime_error(
            fmt::format("{} is no directory of templates: give one", directory.string()));
    for (const auto& entry : std::filesystem::directory_iterator(directory)) take(entry.path());
}

void Templates::take(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    if (!in) throw std::runtime_error(fmt::format("cannot read {}", file.string()));
    add(file.string(), key_of(file.filename().string()), text);
}

void Templates::add(const std::string& file, const Key& key, const std::string& text) {
    try {
        templates_.insert_or_assign(key, template_in(trimmed(text)));
    } catch (const std::runtime_error& fault) {
        throw std::runtime_error(fmt::format("template {}: {}", file, fault.what()));
    }
}

Templates::Key Templates::key_of(const std::string& file_name) {
    const std::size_t first = file_name.find('.');
    const std::size_t second = file_name.find('.', first + 1);
    if (second != std::string::npos && file_name.substr(second) == ".txt") {
        const auto kind = ledger::enum_from_text<ledger::NoticeKind>(file_name.substr(0, first));
        const auto language = ledger::enum_from_text<ledger::NoticeLanguage>(
            file_name.substr(first + 1, second - first - 1));
        if (kind && language) return {*kind, *language};
    }
    throw std::runtime_error(fmt::format(
        "'{}' is the name of no template: call it KIND.LANGUAGE.txt, with a kind of {} and a "
        "language of {}",
        file_name, words<ledger::NoticeKind>(), words<ledger::NoticeLanguage>()));
}

std::string Templates::text_of(const Notice& notice, const Recipient& recipient, const Site& site,
                               const std::string& words) const {
    const TextFacts facts = text_facts(notice, recipient, site);
    if (!words.empty()) return template_in(words).render(facts);
    return templates_.at({notice.facts.kind, notice.facts.language}).render(facts);
}

}  // namespace notices
