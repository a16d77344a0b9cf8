#pragma once
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace api {

/// What an XML document says, as it is read: names without their prefix, attributes the same.
struct XmlEvents {
    using Attributes = std::map<std::string, std::string>;
    std::function<void(const std::string& name, const Attributes&)> begin;
    std::function<void(const std::string& name)> end;
    std::function<void(std::string_view text)> text;
};

/// Reads a document piece by piece, so that one of any length needs no memory. There are no
/// entities: a document that declares a type is refused, and so is one nested more than 64 deep.
/// Throws UnreadableFile, and whatever the events throw. One thread.
class XmlReader {
public:
    XmlReader(std::string place, XmlEvents events);
    ~XmlReader();
    XmlReader(const XmlReader&) = delete;
    XmlReader& operator=(const XmlReader&) = delete;

    void read(std::string_view piece);
    void finish();

private:
    struct Parser;
    std::unique_ptr<Parser> parser_;
};

}  // namespace api
