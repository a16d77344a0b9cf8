#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <utility>

#include "ingest/notices/text_facts.hpp"
#include "ledger/rules/control/notice_template.hpp"

namespace notices {

/// Throws std::runtime_error with the fault and its place where these words are no template.
ledger::NoticeTemplate template_in(const std::string& text);

/// A template for every kind of notice in every language. Immutable, any thread.
class Templates {
public:
    /// Those that are built in; a file KIND.LANGUAGE.txt of the directory, where one is given,
    /// takes the place of its like. Throws std::runtime_error for a file that is no template, with
    /// the file and the place in it.
    explicit Templates(const std::filesystem::path& directory = {});

    /// By the words of the book, or where it has none (empty) by the template. Throws
    /// std::runtime_error where the book's are no template.
    std::string text_of(const Notice& notice, const Recipient& recipient, const Site& site,
                        const std::string& words = {}) const;

    using Key = std::pair<ledger::NoticeKind, ledger::NoticeLanguage>;
    const std::map<Key, ledger::NoticeTemplate>& all() const { return templates_; }

private:
    static Key key_of(const std::string& file_name);
    void take(const std::filesystem::path& file);
    void add(const std::string& file, const Key& key, const std::string& text);

    std::map<Key, ledger::NoticeTemplate> templates_;
};

}  // namespace notices
