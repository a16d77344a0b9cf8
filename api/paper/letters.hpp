#pragma once
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <pango/pangocairo.h>

namespace api {

/// Of an object of glib, which counts who holds it.
template <class T>
struct Unref {
    void operator()(T* object) const { g_object_unref(object); }
};
template <class T>
using Held = std::unique_ptr<T, Unref<T>>;

/// Texts of one size and weight of which every figure and word is known: they stand side by side,
/// whatever they are, so that a line of them is drawn without being laid out. A statement has
/// hundreds of thousands. Lengths are in points. One thread at a time.
class Letters {
public:
    using LayOut = std::function<Held<PangoLayout>(const std::string&)>;

    /// @param lay_out a text on one line, in this size and weight
    explicit Letters(LayOut lay_out);

    double height() const { return height_; }

    static bool are_figures(std::string_view text);

    /// Of one line; nothing where it must be laid out.
    std::optional<double> width_of(std::string_view line);

    /// Of what has a width, with the upper left corner there.
    void draw(cairo_t* cairo, double left, double top, std::string_view line);

private:
    /// What stands without a gap, from its own left end, and how far it reaches.
    struct Shape {
        std::vector<cairo_glyph_t> glyphs;
        std::vector<cairo_text_cluster_t> clusters;
        double width = 0;
    };

    bool each_shape(std::string_view line, const std::function<void(const Shape&)>& take);
    const Shape* known(std::string_view text);
    std::optional<Shape> learn(const std::string& text) const;

    LayOut lay_out_;
    Held<PangoFont> font_;
    std::map<std::string, std::optional<Shape>, std::less<>> shapes_;
    double height_ = 0;
    double baseline_ = 0;
};

}  // namespace api
