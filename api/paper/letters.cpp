#include "api/paper/letters.hpp"

#include <utility>

#include "ledger/values/ensure.hpp"

namespace api {
namespace {

constexpr std::string_view figures = "0123456789-+.,: ";
constexpr std::size_t most_words = 4'096;

double in_points(int units) { return static_cast<double>(units) / PANGO_SCALE; }

const PangoGlyphItem* run_of(PangoLayout* layout) {
    const GSList* runs = pango_layout_get_line_readonly(layout, 0)->runs;
    const bool is_one =
        pango_layout_get_line_count(layout) == 1 && runs != nullptr && runs->next == nullptr;
    return is_one ? static_cast<const PangoGlyphItem*>(runs->data) : nullptr;
}

}  // namespace

Letters::Letters(LayOut lay_out) : lay_out_(std::move(lay_out)) {
    const Held<PangoLayout> zero = lay_out_("0");
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-cstyle-cast,modernize-type-traits): GLib's macro
    font_.reset(static_cast<PangoFont*>(g_object_ref(run_of(zero.get())->item->analysis.font)));
    int height = 0;
    pango_layout_get_size(zero.get(), nullptr, &height);
    height_ = in_points(height);
    baseline_ = in_points(pango_layout_get_baseline(zero.get()));
    for (const char each : figures)
        ledger::ensure(known(std::string_view(&each, 1)) != nullptr, "one font has figures");
}

bool Letters::are_figures(std::string_view text) {
    return text.find_first_not_of(figures) == std::string_view::npos;
}

std::optional<double> Letters::width_of(std::string_view line) {
    double width = 0;
    const bool is_known = each_shape(line, [&](const Shape& shape) { width += shape.width; });
    return is_known ? std::optional(width) : std::nullopt;
}

void Letters::draw(cairo_t* cairo, double left, double top, std::string_view line) {
    Shape whole;
    each_shape(line, [&](const Shape& shape) {
        for (const cairo_glyph_t& each : shape.glyphs)
            whole.glyphs.push_back({each.index, left + each.x, top + baseline_});
        whole.clusters.insert(whole.clusters.end(), shape.clusters.begin(), shape.clusters.end());
        left += shape.width;
    });
    cairo_set_scaled_font(
        cairo, pango_cairo_font_get_scaled_font(reinterpret_cast<PangoCairoFont*>(font_.get())));
    cairo_show_text_glyphs(cairo, line.data(), static_cast<int>(line.size()), whole.glyphs.data(),
                           static_cast<int>(whole.glyphs.size()), whole.clusters.data(),
                           static_cast<int>(whole.clusters.size()), cairo_text_cluster_flags_t{});
}

/// False: one of them is not known. What stands between spaces is figures, or one word with
/// its commas, which lean on it; with figures in it, it is not worth knowing.
bool Letters::each_shape(std::string_view line, const std::function<void(const Shape&)>& take) {
    while (!line.empty()) {
        const std::string_view word = line.substr(0, line.find(' '));
        const bool is_word = !are_figures(word);
        if (is_word && word.find_first_of("0123456789") != std::string_view::npos) return false;
        const std::string_view next = is_word ? word : line.substr(0, 1);
        const Shape* shape = known(next);
        if (shape == nullptr) return false;
        take(*shape);
        line.remove_prefix(next.size());
    }
    return true;
}

const Letters::Shape* Letters::known(std::string_view text) {
    const auto found = shapes_.find(text);
    if (found != shapes_.end()) return found->second ? &*found->second : nullptr;
    if (shapes_.size() > most_words) return nullptr;
    const std::string learnt(text);
    const auto& shape = shapes_.emplace(learnt, learn(learnt)).first->second;
    return shape ? &*shape : nullptr;
}

/// Nothing of what changes with what stands beside it, or is of another font.
std::optional<Letters::Shape> Letters::learn(const std::string& text) const {
    const Held<PangoLayout> layout = lay_out_(text);
    const PangoGlyphItem* run = run_of(layout.get());
    const gunichar first = g_utf8_get_char(text.c_str());
    if (run == nullptr || g_unichar_ismark(first) || run->item->analysis.font != font_.get() ||
        run->item->analysis.level != 0 || run->glyphs->num_glyphs != g_utf8_strlen(text.data(), -1))
        return std::nullopt;
    Shape shape;
    const char* at = text.c_str();
    for (int i = 0; i < run->glyphs->num_glyphs; ++i) {
        const PangoGlyphInfo& info = run->glyphs->glyphs[i];
        const bool is_plain = info.geometry.x_offset == 0 && info.geometry.y_offset == 0 &&
                              g_unichar_isprint(g_utf8_get_char(at));
        if (!is_plain) return std::nullopt;
        // NOLINTNEXTLINE(cppcoreguidelines-pro-type-cstyle-cast): a macro of GLib
        const char* next = g_utf8_next_char(at);
        shape.glyphs.push_back({info.glyph, shape.width, 0});
        shape.clusters.push_back({static_cast<int>(next - at), 1});
        shape.width += in_points(info.geometry.width);
        at = next;
    }
    return shape;
}

}  // namespace api
