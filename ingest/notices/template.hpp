#pragma once
#include <string>
#include <vector>

#include "ingest/notices/text_facts.hpp"

namespace notices {

/// A text with {placeholders}. What stands in [brackets] is left out where a fact in it is not
/// known; a placeholder that is not always known stands in brackets. Neither nests, and there is no
/// other way to write these four signs. Immutable, any thread.
class Template {
public:
    /// Throws std::runtime_error with the fault and its place, "line 1, column 8: …".
    explicit Template(std::string text);

    std::string render(const TextFacts& facts) const;

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

}  // namespace notices
