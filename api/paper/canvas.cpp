#include "api/paper/canvas.hpp"

#include <array>
#include <functional>
#include <map>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include "api/problem.hpp"
#include "ledger/values/ensure.hpp"

namespace api {
namespace {

constexpr double points_per_mm = 72.0 / 25.4;

double points(double mm) { return mm * points_per_mm; }

template <class T>
struct Unref {
    void operator()(T* object) const { g_object_unref(object); }
};
template <class T>
using Held = std::unique_ptr<T, Unref<T>>;

struct FreeFont {
    void operator()(PangoFontDescription* font) const { pango_font_description_free(font); }
};
using Font = std::unique_ptr<PangoFontDescription, FreeFont>;

Font described(const char* family) {
    Font font(pango_font_description_new());
    pango_font_description_set_family_static(font.get(), family);
    return font;
}

/// Another font would be taken in its place, and show empty boxes.
bool is_installed(PangoContext* context, const char* family) {
    const Font wanted = described(family);
    const Held<PangoFont> found(pango_context_load_font(context, wanted.get()));
    if (!found) return false;
    const Font got(pango_font_describe(found.get()));
    const char* name = pango_font_description_get_family(got.get());
    return name != nullptr && std::string(name) == family;
}

const char* installed_family(PangoContext* context) {
    constexpr std::array families{"Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Zen Hei",
                                  "WenQuanYi Micro Hei"};
    for (const char* each : families) {
        if (is_installed(context, each)) return each;
    }
    throw Problem(503, "paper_font_must_be_installed", "",
                  "no font for Chinese text is installed: install the package fonts-noto-cjk");
}

cairo_status_t append(void* into, const unsigned char* bytes, unsigned int length) {
    static_cast<std::string*>(into)->append(reinterpret_cast<const char*>(bytes), length);
    return CAIRO_STATUS_SUCCESS;
}

PangoAlignment alignment(Align align) {
    if (align == Align::right) return PANGO_ALIGN_RIGHT;
    return align == Align::centre ? PANGO_ALIGN_CENTER : PANGO_ALIGN_LEFT;
}

void describe(cairo_surface_t* surface, const Imprint& imprint) {
    const std::string made =
        ledger::to_text(ledger::Instant{imprint.made.micros - imprint.made.micros % 1'000'000});
    const auto say = [&](cairo_pdf_metadata_t what, const std::string& text) {
        cairo_pdf_surface_set_metadata(surface, what, text.c_str());
    };
    say(CAIRO_PDF_METADATA_TITLE, imprint.title);
    say(CAIRO_PDF_METADATA_AUTHOR, imprint.author);
    say(CAIRO_PDF_METADATA_CREATOR, "Meterbook");
    say(CAIRO_PDF_METADATA_CREATE_DATE, made);
    say(CAIRO_PDF_METADATA_MOD_DATE, made);
}

using Glyphs = std::vector<cairo_glyph_t>;
using Clusters = std::vector<cairo_text_cluster_t>;

/// What stands without a gap, from its own left end, and how far it reaches, in points.
struct Shape {
    Glyphs glyphs;
    Clusters clusters;
    double width = 0;
};

/// Texts of one size and weight of which every figure and word is known: they stand side by side,
/// whatever they are, so that a line of them is drawn without being laid out. A statement has
/// hundreds of thousands.
class Letters {
public:
    static constexpr std::string_view figures = "0123456789-+.,: ";
    using LayOut = std::function<Held<PangoLayout>(const std::string&)>;

    /// @param lay_out a text on one line, in this size and weight
    explicit Letters(LayOut lay_out) : lay_out_(std::move(lay_out)) {
        const Held<PangoLayout> zero = lay_out_("0");
        font_.reset(static_cast<PangoFont*>(g_object_ref(run_of(zero.get())->item->analysis.font)));
        int height = 0;
        pango_layout_get_size(zero.get(), nullptr, &height);
        height_ = in_points(height);
        baseline_ = in_points(pango_layout_get_baseline(zero.get()));
        for (const char each : figures)
            ledger::ensure(known(std::string_view(&each, 1)) != nullptr, "one font has figures");
    }

    double height() const { return height_; }

    static bool are_figures(std::string_view text) {
        return text.find_first_not_of(figures) == std::string_view::npos;
    }

    /// Of one line, in points; nothing where it must be laid out.
    std::optional<double> width_of(std::string_view line) {
        double width = 0;
        const bool is_known = each_shape(line, [&](const Shape& shape) { width += shape.width; });
        return is_known ? std::optional(width) : std::nullopt;
    }

    /// Of what has a width, with the upper left corner there.
    void draw(cairo_t* cairo, double left, double top, std::string_view line) {
        Glyphs glyphs;
        Clusters clusters;
        each_shape(line, [&](const Shape& shape) {
            for (const cairo_glyph_t& each : shape.glyphs)
                glyphs.push_back({each.index, left + each.x, top + baseline_});
            clusters.insert(clusters.end(), shape.clusters.begin(), shape.clusters.end());
            left += shape.width;
        });
        cairo_set_scaled_font(cairo, pango_cairo_font_get_scaled_font(
                                         reinterpret_cast<PangoCairoFont*>(font_.get())));
        cairo_show_text_glyphs(cairo, line.data(), static_cast<int>(line.size()), glyphs.data(),
                               static_cast<int>(glyphs.size()), clusters.data(),
                               static_cast<int>(clusters.size()), cairo_text_cluster_flags_t{});
    }

private:
    static constexpr std::size_t most_words = 4'096;

    /// False: one of them is not known. What stands between spaces is figures, or one word with
    /// its commas, which lean on it; with figures in it, it is not worth knowing.
    bool each_shape(std::string_view line, const std::function<void(const Shape&)>& take) {
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

    const Shape* known(std::string_view text) {
        const auto found = shapes_.find(text);
        if (found != shapes_.end()) return found->second ? &*found->second : nullptr;
        if (shapes_.size() > most_words) return nullptr;
        const std::string learnt(text);
        const auto& shape = shapes_.emplace(learnt, learn(learnt)).first->second;
        return shape ? &*shape : nullptr;
    }

    static const PangoGlyphItem* run_of(PangoLayout* layout) {
        const GSList* runs = pango_layout_get_line_readonly(layout, 0)->runs;
        const bool is_one =
            pango_layout_get_line_count(layout) == 1 && runs != nullptr && runs->next == nullptr;
        return is_one ? static_cast<const PangoGlyphItem*>(runs->data) : nullptr;
    }

    /// Nothing of what changes with what stands beside it, or is of another font.
    std::optional<Shape> learn(const std::string& text) const {
        const Held<PangoLayout> layout = lay_out_(text);
        const PangoGlyphItem* run = run_of(layout.get());
        const gunichar first = g_utf8_get_char(text.c_str());
        if (run == nullptr || g_unichar_ismark(first) || run->item->analysis.font != font_.get() ||
            run->item->analysis.level != 0 ||
            run->glyphs->num_glyphs != g_utf8_strlen(text.data(), -1))
            return std::nullopt;
        Shape shape;
        const char* at = text.c_str();
        for (int i = 0; i < run->glyphs->num_glyphs; ++i) {
            const PangoGlyphInfo& info = run->glyphs->glyphs[i];
            const bool is_plain = info.geometry.x_offset == 0 && info.geometry.y_offset == 0 &&
                                  g_unichar_isprint(g_utf8_get_char(at));
            if (!is_plain) return std::nullopt;
            const char* next = g_utf8_next_char(at);
            shape.glyphs.push_back({info.glyph, shape.width, 0});
            shape.clusters.push_back({static_cast<int>(next - at), 1});
            shape.width += in_points(info.geometry.width);
            at = next;
        }
        return shape;
    }

    static double in_points(int units) { return static_cast<double>(units) / PANGO_SCALE; }

    LayOut lay_out_;
    Held<PangoFont> font_;
    std::map<std::string, std::optional<Shape>, std::less<>> shapes_;
    double height_ = 0;
    double baseline_ = 0;
};

/// Cut where a line ends.
std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    for (std::size_t end = 0; end != std::string_view::npos;) {
        end = text.find('\n');
        lines.push_back(text.substr(0, end));
        if (end != std::string_view::npos) text.remove_prefix(end + 1);
    }
    return lines;
}

}  // namespace

struct Canvas::Parts {
    std::string bytes;
    cairo_surface_t* surface = nullptr;
    cairo_t* cairo = nullptr;
    Held<PangoFontMap> fonts;
    Held<PangoContext> context;
    const char* family = nullptr;
    bool has_page = false;
    std::map<std::pair<double, bool>, Letters> letters;  ///< by size and weight

    Parts() = default;
    Parts(const Parts&) = delete;
    Parts& operator=(const Parts&) = delete;
    ~Parts() {
        if (cairo != nullptr) cairo_destroy(cairo);
        if (surface != nullptr) cairo_surface_destroy(surface);
    }

    void check() const {
        ledger::ensure(cairo_status(cairo) == CAIRO_STATUS_SUCCESS, "what is drawn can be drawn");
    }

    Letters& letters_of(const Style& style) {
        const std::pair look{style.points, style.is_bold};
        const auto found = letters.find(look);
        if (found != letters.end()) return found->second;
        const auto lay_out = [this, style](const std::string& text) {
            return laid_out(text, 1'000, {style.points, style.is_bold});
        };
        return letters.emplace(look, Letters(lay_out)).first->second;
    }

    /// How wide each line is in points where all are known and fit; else none.
    std::vector<double> widths_of(const std::vector<std::string_view>& lines, double width,
                                  const Style& style) {
        Letters& known = letters_of(style);
        std::vector<double> widths;
        for (const std::string_view each : lines) {
            const auto needed = known.width_of(each);
            if (!needed || *needed > points(width)) return {};
            widths.push_back(*needed);
        }
        return widths;
    }

    Held<PangoLayout> laid_out(const std::string& text, double width, const Style& style) const {
        Held<PangoLayout> layout(pango_layout_new(context.get()));
        const Font font = described(family);
        pango_font_description_set_absolute_size(font.get(), style.points * PANGO_SCALE);
        if (style.is_bold) pango_font_description_set_weight(font.get(), PANGO_WEIGHT_BOLD);
        pango_layout_set_font_description(layout.get(), font.get());
        pango_layout_set_width(layout.get(), static_cast<int>(points(width) * PANGO_SCALE));
        pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
        pango_layout_set_alignment(layout.get(), alignment(style.align));
        pango_layout_set_text(layout.get(), text.data(), static_cast<int>(text.size()));
        return layout;
    }
};

Canvas::Canvas(const Imprint& imprint) : parts_(std::make_unique<Parts>()) {
    Parts& parts = *parts_;
    parts.surface = cairo_pdf_surface_create_for_stream(&append, &parts.bytes, 10, 10);
    describe(parts.surface, imprint);
    parts.cairo = cairo_create(parts.surface);
    parts.fonts.reset(pango_cairo_font_map_new());
    parts.context.reset(pango_font_map_create_context(parts.fonts.get()));
    // Where a glyph stands depends on the text alone, not on a screen.
    pango_cairo_context_set_resolution(parts.context.get(), 72);
    cairo_font_options_t* options = cairo_font_options_create();
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    pango_cairo_context_set_font_options(parts.context.get(), options);
    cairo_font_options_destroy(options);
    pango_context_set_round_glyph_positions(parts.context.get(), FALSE);
    pango_context_set_language(parts.context.get(), pango_language_from_string("zh-cn"));
    parts.family = installed_family(parts.context.get());
}

Canvas::~Canvas() = default;

void Canvas::begin_page(double width, double height) {
    if (parts_->has_page) cairo_show_page(parts_->cairo);
    parts_->has_page = true;
    cairo_pdf_surface_set_size(parts_->surface, points(width), points(height));
}

double Canvas::height_of(const std::string& text, double width, const Style& style) {
    const auto widths = parts_->widths_of(lines_of(text), width, style);
    if (!widths.empty())
        return static_cast<double>(widths.size()) * parts_->letters_of(style).height() /
               points_per_mm;
    const auto layout = parts_->laid_out(text, width, style);
    int height = 0;
    pango_layout_get_size(layout.get(), nullptr, &height);
    return static_cast<double>(height) / PANGO_SCALE / points_per_mm;
}

std::optional<double> Canvas::width_of_figures(const std::string& text, const Style& style) {
    if (!Letters::are_figures(text)) return std::nullopt;
    const auto width = parts_->letters_of(style).width_of(text);
    return width ? std::optional(*width / points_per_mm) : std::nullopt;
}

double Canvas::put(const Slot& slot, const std::string& text, const Style& style) {
    const double light = 1 - style.darkness;
    cairo_set_source_rgb(parts_->cairo, light, light, light);
    const auto lines = lines_of(text);
    const auto widths = parts_->widths_of(lines, slot.width, style);
    if (!widths.empty()) {
        Letters& letters = parts_->letters_of(style);
        double top = points(slot.top);
        for (std::size_t i = 0; i < lines.size(); ++i, top += letters.height()) {
            const double rest = points(slot.width) - widths[i];
            const double behind = style.align == Align::left ? 0 : rest;
            const double left = style.align == Align::centre ? rest / 2 : behind;
            letters.draw(parts_->cairo, points(slot.left) + left, top, lines[i]);
        }
        parts_->check();
        return static_cast<double>(lines.size()) * letters.height() / points_per_mm;
    }
    const auto layout = parts_->laid_out(text, slot.width, style);
    cairo_move_to(parts_->cairo, points(slot.left), points(slot.top));
    pango_cairo_show_layout(parts_->cairo, layout.get());
    parts_->check();
    int height = 0;
    pango_layout_get_size(layout.get(), nullptr, &height);
    return static_cast<double>(height) / PANGO_SCALE / points_per_mm;
}

void Canvas::rule(double left, double top, double width, double weight, bool is_dashed) {
    cairo_t* cairo = parts_->cairo;
    const double dash = points(1);
    cairo_set_source_rgb(cairo, 0, 0, 0);
    cairo_set_dash(cairo, &dash, is_dashed ? 1 : 0, 0);
    cairo_set_line_width(cairo, points(weight));
    cairo_move_to(cairo, points(left), points(top));
    cairo_line_to(cairo, points(left + width), points(top));
    cairo_stroke(cairo);
}

void Canvas::shade(const Slot& slot, double height, double darkness) {
    cairo_t* cairo = parts_->cairo;
    cairo_set_source_rgb(cairo, 1 - darkness, 1 - darkness, 1 - darkness);
    cairo_rectangle(cairo, points(slot.left), points(slot.top), points(slot.width), points(height));
    cairo_fill(cairo);
}

void Canvas::put(const QrCode& code, double left, double top, double side) {
    cairo_t* cairo = parts_->cairo;
    const double module = points(side) / static_cast<double>(code.width);
    cairo_set_source_rgb(cairo, 0, 0, 0);
    for (std::size_t row = 0; row < code.width; ++row) {
        for (std::size_t column = 0; column < code.width; ++column) {
            if (!code.dark(row, column)) continue;
            cairo_rectangle(cairo, points(left) + static_cast<double>(column) * module,
                            points(top) + static_cast<double>(row) * module, module, module);
        }
    }
    cairo_fill(cairo);  // all at once: no seams between the modules
}

std::string Canvas::finish() {
    if (parts_->has_page) cairo_show_page(parts_->cairo);
    parts_->check();
    cairo_surface_finish(parts_->surface);
    ledger::ensure(cairo_surface_status(parts_->surface) == CAIRO_STATUS_SUCCESS,
                   "a PDF in memory can be finished");
    return std::move(parts_->bytes);
}

}  // namespace api
