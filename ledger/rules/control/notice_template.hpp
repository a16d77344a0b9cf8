#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/values/result.hpp"

namespace ledger {

/// A placeholder of a notice's words, and whether every notice has it.
struct Placeholder {
    std::string_view name;
    bool is_always_known;
};
const std::vector<Placeholder>& placeholders();

/// A text with {placeholders}. What stands in [brackets] is left out where a fact in it is not
/// known; a placeholder that is not always known stands in brackets. Neither nests, and there is no
/// other way to write these four signs. Immutable, any thread.
class NoticeTemplate {
public:
    using Facts = std::map<std::string, std::string, std::less<>>;

    /// Or the fault and its place, "line 1, column 8: …".
    static Result<NoticeTemplate, std::string> read(std::string text);

    std::string render(const Facts& facts) const;

    /// As it was written.
    const std::string& text() const { return text_; }

private:
    struct Piece {
        std::string text;  ///< or the name of a placeholder
        bool is_placeholder;
    };
    struct Part {
        std::vector<Piece> pieces;
        bool is_optional = false;
    };
    friend class TemplateReader;
    std::string text_;
    std::vector<Part> parts_;
};

/// What keeps these words from being told: they are too long, no text, or no template. Nothing
/// where nothing does, and of no words, which leave it to the built-in ones.
std::optional<std::string> fault_of_notice_text(const std::string& text);

}  // namespace ledger
