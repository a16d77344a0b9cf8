#include "api/paper/canvas.hpp"

#include <array>
#include <map>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include <cairo-pdf.h>

#include "api/paper/letters.hpp"
#include "api/problem.hpp"
#include "ledger/values/ensure.hpp"

namespace api {
namespace {

constexpr double points_per_mm = 72.0 / 25.4;

double points(double mm) { return mm * points_per_mm; }

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
