#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <utility>

#include "ingest/notices/template.hpp"

namespace notices {

/// A template for every kind of notice in every language. Immutable, any thread.
class Templates {
public:
    /// Those that are built in; a file KIND.LANGUAGE.txt of the directory, where one is given,
    /// takes the place of its like. Throws std::runtime_error for a file that is no template, with
    /// the file and the place in it.
    explicit Templates(const std::filesystem::path& directory = {});

    std::string text_of(const Notice& notice, const Recipient& recipient, const Site& site) const;

    using Key = std::pair<ledger::NoticeKind, ledger::NoticeLanguage>;
    const std::map<Key, Template>& all() const { return templates_; }

private:
    static Key key_of(const std::string& file_name);
    void take(const std::filesystem::path& file);
    void add(const std::string& file, const Key& key, const std::string& text);

    std::map<Key, Template> templates_;
};

}  // namespace notices
