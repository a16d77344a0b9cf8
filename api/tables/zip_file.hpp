#pragma once
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace api {

/// One file of an archive.
struct ZipPart {
    std::string name;
    std::string bytes;
};

std::string write_zip(const std::vector<ZipPart>& parts);

bool is_zip(std::string_view bytes);

/// An archive in memory, as strangers send it. What its directory says of sizes is not believed:
/// bytes are counted as they come out, 256 MiB of all parts together. Throws UnreadableFile where
/// it is damaged, encrypted, or larger than that. Not thread-safe; the bytes outlive it.
class ZipFile {
public:
    explicit ZipFile(std::string_view bytes);
    ~ZipFile();
    ZipFile(const ZipFile&) = delete;
    ZipFile& operator=(const ZipFile&) = delete;

    const std::vector<std::string>& names() const { return names_; }
    bool has(const std::string& name) const;

    /// Shows the part piece by piece; nothing where it has none of this name.
    void read(const std::string& name, const std::function<void(std::string_view)>& take);
    std::string read_whole(const std::string& name);

private:
    struct Archive;
    std::unique_ptr<Archive> archive_;
    std::vector<std::string> names_;
    std::size_t left_;
};

}  // namespace api
