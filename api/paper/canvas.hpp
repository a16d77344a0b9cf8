#pragma once
#include <memory>
#include <optional>
#include <string>

#include "api/paper/qr.hpp"
#include "ledger/values/instant.hpp"

namespace api {

// All lengths are in millimetres, from the upper left corner of the page. They are no money.

enum class Align { left, centre, right };

/// How a text looks.
struct Style {
    double points = 9;
    bool is_bold = false;
    Align align = Align::left;
    double darkness = 1;  ///< 0 white to 1 black
};

/// Where a text stands, and how wide it may be: it is wrapped there.
struct Slot {
    double left;
    double top;
    double width;
};

/// What a PDF says of itself.
struct Imprint {
    std::string title;
    std::string author;
    ledger::Instant made;  ///< of what it shows, so that the same content has the same bytes
};

/// A PDF that is drawn page by page: text stays text, and of each font what is used goes along. Its
/// bytes depend on what is drawn alone. Throws Problem 503 where no Chinese font is installed. One
/// thread at a time.
class Canvas {
public:
    explicit Canvas(const Imprint& imprint);
    ~Canvas();
    Canvas(const Canvas&) = delete;
    Canvas& operator=(const Canvas&) = delete;

    void begin_page(double width, double height);

    /// Draws it and says how high it became.
    double put(const Slot& slot, const std::string& text, const Style& style);

    /// How high it would become.
    double height_of(const std::string& text, double width, const Style& style);

    /// How wide it is on one line; nothing where it is more than figures.
    std::optional<double> width_of_figures(const std::string& text, const Style& style);

    /// A horizontal line, `weight` thick; dashed where it is to be torn or folded.
    void rule(double left, double top, double width, double weight, bool is_dashed = false);

    /// A filled rectangle, behind what is put on it later.
    void shade(const Slot& slot, double height, double darkness);

    void put(const QrCode& code, double left, double top, double side);

    /// The bytes; nothing may follow.
    std::string finish();

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace api
