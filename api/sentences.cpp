#include "api/sentences.hpp"

namespace api {
namespace {

using Parameters = std::map<std::string, std::string>;

bool is_hole(std::string_view name) {
    return !name.empty() && name.find_first_not_of(
                                "abcdefghijklmnopqrstuvwxyz"
                                "ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789") == std::string_view::npos;
}

/// A form up to its first hole, the name of that, and what stands behind it.
struct Cut {
    std::string_view before;
    std::string_view name;  ///< empty: there is no hole
    std::string_view behind;
};

Cut cut(std::string_view form) {
    for (std::size_t at = form.find('{'); at != std::string_view::npos;
         at = form.find('{', at + 1)) {
        const std::size_t end = form.find('}', at);
        if (end == std::string_view::npos) break;
        const std::string_view name = form.substr(at + 1, end - at - 1);
        if (is_hole(name)) return {form.substr(0, at), name, form.substr(end + 1)};
    }
    return {form, {}, {}};
}

/// A hole takes as little as it can; a name that stands twice holds the same twice.
bool matches(std::string_view form, std::string_view text, Parameters& found) {
    const Cut first = cut(form);
    if (!text.starts_with(first.before)) return false;
    text.remove_prefix(first.before.size());
    if (first.name.empty()) return text.empty();
    const std::string name(first.name);
    if (const auto known = found.find(name); known != found.end())
        return text.starts_with(known->second) &&
               matches(first.behind, text.substr(known->second.size()), found);
    const Cut next = cut(first.behind);
    const bool is_last = next.name.empty();
    if (is_last && !text.ends_with(next.before)) return false;
    for (std::size_t size = is_last ? text.size() - next.before.size() : text.find(next.before);
         size != std::string_view::npos; size = text.find(next.before, size + 1)) {
        Parameters more = found;
        more[name] = std::string(text.substr(0, size));
        if (!matches(first.behind, text.substr(size), more)) continue;
        found = std::move(more);
        return true;
    }
    return false;
}

/// Of "size: the log is …" the size belongs to no hole: it is what is at fault.
bool reaches_over_a_place(std::string_view form, std::string_view sentence,
                          const Parameters& found) {
    const Cut first = cut(form);
    return first.before.empty() && !first.name.empty() &&
           found.at(std::string(first.name)).size() > sentence.find(": ");
}

constexpr std::size_t longest_sentence = 1'000;  ///< what is longer quotes what somebody sent

}  // namespace

Parameters parameters_in(std::string_view sentence) {
    if (sentence.size() > longest_sentence) return {};
    for (const std::string_view form : sentence_forms()) {
        Parameters found;
        if (matches(form, sentence, found) && !reaches_over_a_place(form, sentence, found))
            return found;
    }
    // "limit: give 1 to 1000": what is at fault stands before it
    const std::size_t colon = sentence.find(": ");
    const std::string_view place = sentence.substr(0, colon);
    if (colon == std::string_view::npos || place.find(' ') != std::string_view::npos) return {};
    return parameters_in(sentence.substr(colon + 2));
}

}  // namespace api
