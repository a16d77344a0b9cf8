#include "ledger/rules/control/notice_template.hpp"

#include <algorithm>
#include <utility>

#include <fmt/core.h>

#include "ledger/rules/checks.hpp"
#include "ledger/values/limits.hpp"

namespace ledger {

/// Reads a template from its beginning to its end.
class TemplateReader {
public:
    TemplateReader(std::string_view text, std::vector<NoticeTemplate::Part>& parts)
        : text_(text), parts_(parts) {
        parts_.emplace_back();
    }

    /// The fault, where there is one.
    std::optional<std::string> read() {
        while (at_ < text_.size() && !fault_) read_next();
        if (!fault_ && parts_.back().is_optional) refuse("a [ that nothing ends: write ]");
        return fault_;
    }

private:
    void read_next() {
        switch (text_[at_]) {
            case '[':
                if (parts_.back().is_optional)
                    return refuse("a [ within brackets: end the first ones");
                return begin_part(true);
            case ']':
                if (!parts_.back().is_optional)
                    return refuse("a ] that nothing began: write [ before it");
                return begin_part(false);
            case '{':
                return read_placeholder();
            case '}':
                return refuse("a } that nothing began: write { before the placeholder's name");
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
        if (end == std::string_view::npos) return refuse("a { that nothing ends: write }");
        const std::string_view name = text_.substr(at_ + 1, end - at_ - 1);
        const auto& all = placeholders();
        const auto found = std::find_if(all.begin(), all.end(),
                                        [&](const Placeholder& each) { return each.name == name; });
        if (found == all.end())
            return refuse(
                fmt::format("no placeholder is called '{}': write one of {}", name, names()));
        if (!found->is_always_known && !parts_.back().is_optional)
            return refuse(
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

    void refuse(const std::string& fault) {
        const std::string_view before = text_.substr(0, at_);
        const auto line = std::count(before.begin(), before.end(), '\n') + 1;
        const std::size_t column = at_ - (before.rfind('\n') + 1) + 1;
        fault_ = fmt::format("line {}, column {}: {}", line, column, fault);
    }

    std::string_view text_;
    std::vector<NoticeTemplate::Part>& parts_;
    std::size_t at_ = 0;
    std::optional<std::string> fault_;
};

Result<NoticeTemplate, std::string> NoticeTemplate::read(std::string text) {
    NoticeTemplate written;
    written.text_ = std::move(text);
    if (auto fault = TemplateReader(written.text_, written.parts_).read())
        return refused(std::move(*fault));
    return written;
}

std::string NoticeTemplate::render(const Facts& facts) const {
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

std::optional<std::string> fault_of_notice_text(const std::string& text) {
    if (text.size() > most_notice_text)
        return fmt::format("it has {} bytes: give at most {} bytes", text.size(), most_notice_text);
    if (!is_plain_text(text)) return "it is no text in UTF-8: give letters and ends of lines";
    const bool is_blank = text.find_first_not_of(" \n") == std::string::npos;
    if (is_blank && !text.empty()) return "it is blank: give words, or none for the built-in ones";
    const auto read = NoticeTemplate::read(text);
    return read ? std::nullopt : std::optional(read.error());
}

}  // namespace ledger
