#include "tests/scenarios/script.hpp"

#include <array>
#include <sstream>

#include "ledger/values/day.hpp"

namespace scenarios {

namespace {

constexpr std::string_view blanks = " \t\r";
constexpr std::array<std::string_view, 4> parts{"given", "when", "then", "refused"};

/// Blanks separate words; 'in quotes' is one; a comma or colon at the end of a word is for the eye.
std::vector<std::string> split_words(std::string_view line) {
    std::vector<std::string> words;
    while (true) {
        const std::size_t begin = line.find_first_not_of(blanks);
        if (begin == std::string_view::npos || line[begin] == '#') return words;
        line.remove_prefix(begin);
        if (line.front() == '\'') {
            const std::size_t end = line.find('\'', 1);
            if (end == std::string_view::npos) throw Fault{"a quote is not closed"};
            words.emplace_back(line.substr(1, end - 1));
            line.remove_prefix(end + 1);
            continue;
        }
        std::string_view word = line.substr(0, line.find_first_of(blanks));
        line.remove_prefix(word.size());
        if (word.ends_with(',') || word.ends_with(':')) word.remove_suffix(1);
        words.emplace_back(word);
    }
}

std::optional<Part> part_named(std::string_view word) {
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (parts[i] == word) return static_cast<Part>(i);
    }
    return std::nullopt;
}

/// Where the word behind an ending goes; nowhere if it is none.
std::string* place_of(std::string_view ending, Sentence& sentence) {
    if (ending == "because") return &sentence.reason;
    if (ending == "as") return &sentence.actor;
    if (ending == "key") return &sentence.key;
    if (ending == "seen") return &sentence.seen;
    return nullptr;
}

/// Takes `because '…'`, `as …`, `key …` and `seen …` off the end.
void take_endings(Sentence& sentence) {
    auto& words = sentence.words;
    while (words.size() > 2) {
        std::string* into = place_of(words[words.size() - 2], sentence);
        if (into == nullptr) return;
        *into = words.back();
        words.resize(words.size() - 2);
    }
}

void take_moment(Sentence& sentence) {
    auto& words = sentence.words;
    const std::string& word = words.front();
    if (word.size() != 10 || word[4] != '-' || word[7] != '-') return;
    if (!ledger::day_from_text(word)) throw Fault{"'" + word + "' is no day"};
    if (words.size() < 3) throw Fault{"a day, a time, and what happens then: something is missing"};
    sentence.date = words[0];
    sentence.time = words[1];
    words.erase(words.begin(), words.begin() + 2);
}

/// Reads line by line; a line that begins with a blank goes on with the part above it.
class Reader {
public:
    void read(std::string_view line, std::size_t number) {
        std::vector<std::string> words = split_words(line);
        if (words.empty()) return;
        if (words.front() == "|") return add_row(std::move(words));
        const bool opens_part = blanks.find(line.front()) == std::string_view::npos;
        if (!opens_part) return add_sentence(std::move(words), number);
        if (words.front() == "scenario") return title(words);
        part_ = part_named(words.front());
        if (!part_)
            throw Fault{"'" + words.front() +
                        "' opens nothing: begin a line with scenario, given, when, then or "
                        "refused, or with a blank"};
        words.erase(words.begin());
        add_sentence(std::move(words), number);
    }

    Script finish() {
        if (script_.title.empty())
            throw Fault{"no title: begin with a line 'scenario  what it shows'", 1};
        for (Sentence& each : script_.sentences) finish(each);
        return std::move(script_);
    }

private:
    void title(const std::vector<std::string>& words) {
        if (!script_.title.empty()) throw Fault{"a second title: one file is one scenario"};
        for (std::size_t i = 1; i < words.size(); ++i)
            script_.title += (i > 1 ? " " : "") + words[i];
    }

    void add_row(std::vector<std::string> words) {
        if (script_.sentences.empty()) throw Fault{"a row '|' with no sentence above it"};
        auto& above = script_.sentences.back().words;
        above.insert(above.end(), words.begin(), words.end());
    }

    void add_sentence(std::vector<std::string> words, std::size_t number) {
        if (!part_) throw Fault{"this belongs to no part: write 'given' before it"};
        if (words.empty())
            throw Fault{"nothing follows: write what is " +
                        std::string(parts[static_cast<std::size_t>(*part_)])};
        Sentence sentence;
        sentence.line = number;
        sentence.part = *part_;
        sentence.words = std::move(words);
        script_.sentences.push_back(std::move(sentence));
    }

    void finish(Sentence& sentence) {
        if (sentence.part == Part::then || sentence.part == Part::refused) return;
        try {
            take_moment(sentence);
        } catch (Fault& fault) {
            throw Fault{fault.text, sentence.line};
        }
        take_endings(sentence);
        const auto& words = sentence.words;
        const bool is_site = words.size() > 2 && words[0] == "site" && words[1] == "in";
        if (is_site && script_.zone.empty()) script_.zone = words[2];
    }

    Script script_;
    std::optional<Part> part_;
};

}  // namespace

Script read_script(std::string_view text) {
    Reader reader;
    std::istringstream lines{std::string(text)};
    std::size_t number = 0;
    for (std::string line; std::getline(lines, line);) {
        ++number;
        try {
            reader.read(line, number);
        } catch (Fault& fault) {
            throw Fault{fault.text, number};
        }
    }
    return reader.finish();
}

}  // namespace scenarios
