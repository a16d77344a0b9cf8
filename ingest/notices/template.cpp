#include "ingest/notices/template.hpp"

#include <algorithm>
#include <stdexcept>
#include <string_view>
#include <utility>

#include <fmt/core.h>

namespace notices {

/// Reads a template from its beginning to its end.
class TemplateReader {
public:
    TemplateReader(std::string_view text, std::vector<Template::Part>& parts)
        : text_(text), parts_(parts) {
        parts_.emplace_back();
    }

    void read() {
        while (at_ < text_.size()) read_next();
        if (parts_.back().is_optional) refuse("a [ that nothing ends: write ]");
    }

private:
    void read_next() {
        switch (text_[at_]) {
            case '[':
                if (parts_.back().is_optional) refuse("a [ within brackets: end the first ones");
                return begin_part(true);
            case ']':
                if (!parts_.back().is_optional) refuse("a ] that nothing began: write [ before it");
                return begin_part(false);
            case '{':
                return read_placeholder();
            case '}':
                refuse("a } that nothing began: write { before the placeholder's name");
            default:
                return read_words();
        }
    }

    void begin_part(bool is_optional) {
        parts_.push_back({{}, is_optional});
        ++at_;
    }

    void read_placeholder() {
        const std::size_t end = text_.find('}', at_);
        if (end == std::string_view::npos) refuse("a { that nothing ends: write }");
        const std::string_view name = text_.substr(at_ + 1, end - at_ - 1);
        const auto& all = placeholders();
        const auto found = std::find_if(all.begin(), all.end(),
                                        [&](const Placeholder& each) { return each.name == name; });
        if (found == all.end())
            refuse(fmt::format("no placeholder is called '{}': write one of {}", name, names()));
        if (!found->is_always_known && !parts_.back().is_optional)
            refuse(
                fmt::format("{{{}}} is not always known: put it in [brackets], with what is "
                            "left out where it is not",
                            name));
        parts_.back().pieces.push_back({std::string(name), true});
        at_ = end + 1;
    }

    void read_words() {
        const std::size_t end = std::min(text_.find_first_of("[]{}", at_), text_.size());
        parts_.back().pieces.push_back({std::string(text_.substr(at_, end - at_)), false});
        at_ = end;
    }

    static std::string names() {
        std::string all;
        for (const Placeholder& each : placeholders())
            all += (all.empty() ? "" : ", ") + std::string(each.name);
        return all;
    }

    [[noreturn]] void refuse(const std::string& fault) const {
        const std::string_view before = text_.substr(0, at_);
        const auto line = std::count(before.begin(), before.end(), '\n') + 1;
        const std::size_t column = at_ - (before.rfind('\n') + 1) + 1;
        throw std::runtime_error(fmt::format("line {}, column {}: {}", line, column, fault));
    }

    std::string_view text_;
    std::vector<Template::Part>& parts_;
    std::size_t at_ = 0;
};

Template::Template(std::string text) : text_(std::move(text)) {
    TemplateReader(text_, parts_).read();
}

std::string Template::render(const TextFacts& facts) const {
    std::string text;
    for (const Part& part : parts_) {
        std::string said;
        bool is_known = true;
        for (const Piece& piece : part.pieces) {
            const auto found = piece.is_placeholder ? facts.find(piece.text) : facts.end();
            is_known = is_known && (!piece.is_placeholder || found != facts.end());
            said += found == facts.end() ? piece.text : found->second;
        }
        if (is_known || !part.is_optional) text += said;
    }
    return text;
}

}  // namespace notices
