#include "api/tables/xml.hpp"

#include <exception>

#include <expat.h>

#include "api/tables/table.hpp"
#include "ledger/values/ensure.hpp"

namespace api {
namespace {

constexpr int deepest = 64;

std::string without_prefix(const char* name) {
    const std::string_view whole(name);
    return std::string(whole.substr(whole.rfind(':') + 1));
}

}  // namespace

struct XmlReader::Parser {
    Parser(std::string at, XmlEvents told)
        : place(std::move(at)), events(std::move(told)), expat(::XML_ParserCreate("UTF-8")) {
        ledger::ensure(expat != nullptr, "there is memory for a parser");
        ::XML_SetUserData(expat, this);
        ::XML_SetElementHandler(expat, begin, end);
        ::XML_SetCharacterDataHandler(expat, text);
        ::XML_SetStartDoctypeDeclHandler(expat, doctype);
    }
    ~Parser() { ::XML_ParserFree(expat); }
    Parser(const Parser&) = delete;
    Parser& operator=(const Parser&) = delete;

    /// Nothing may be thrown through the library: it is stopped, and the fault thrown behind it.
    template <class Tell>
    void guarded(Tell&& tell) {
        if (fault) return;
        try {
            tell();
        } catch (...) {
            fault = std::current_exception();
            ::XML_StopParser(expat, XML_FALSE);
        }
    }

    static void begin(void* self, const char* name, const char** attributes) {
        auto& parser = *static_cast<Parser*>(self);
        parser.guarded([&] {
            if (++parser.depth > deepest)
                throw UnreadableFile(parser.place, "it is nested more than 64 deep");
            XmlEvents::Attributes known;
            for (; *attributes != nullptr; attributes += 2)
                known[without_prefix(attributes[0])] = attributes[1];
            parser.events.begin(without_prefix(name), known);
        });
    }
    static void end(void* self, const char* name) {
        auto& parser = *static_cast<Parser*>(self);
        parser.guarded([&] {
            --parser.depth;
            parser.events.end(without_prefix(name));
        });
    }
    static void text(void* self, const char* text, int size) {
        auto& parser = *static_cast<Parser*>(self);
        parser.guarded([&] { parser.events.text({text, static_cast<std::size_t>(size)}); });
    }
    static void doctype(void* self, const char*, const char*, const char*, int) {
        auto& parser = *static_cast<Parser*>(self);
        parser.guarded([&] {
            throw UnreadableFile(parser.place, "it declares a document type: save the file anew");
        });
    }

    // NOLINTNEXTLINE(readability-make-member-function-const): expat calls back into it
    void parse(std::string_view piece, bool is_last) {
        const auto status =
            ::XML_Parse(expat, piece.data(), static_cast<int>(piece.size()), is_last ? 1 : 0);
        if (fault) std::rethrow_exception(fault);
        if (status == XML_STATUS_ERROR)
            throw UnreadableFile(place, std::string("it is no XML (") +
                                            ::XML_ErrorString(::XML_GetErrorCode(expat)) +
                                            "): save the file anew");
    }

    std::string place;
    XmlEvents events;
    XML_Parser expat;
    int depth = 0;
    std::exception_ptr fault;
};

XmlReader::XmlReader(std::string place, XmlEvents events)
    : parser_(std::make_unique<Parser>(std::move(place), std::move(events))) {}

XmlReader::~XmlReader() = default;

void XmlReader::read(std::string_view piece) { parser_->parse(piece, false); }

void XmlReader::finish() { parser_->parse("", true); }

}  // namespace api
