#pragma once
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <string>
#include <system_error>

#include <gtest/gtest.h>
#include <sys/mount.h>

/// A disk of its own, of so many bytes.
class SmallDisk {
public:
    SmallDisk(const std::filesystem::path& at, const std::string& size) : at_(at) {
        std::filesystem::create_directories(at);
        is_there_ = ::mount("none", at.c_str(), "tmpfs", 0, ("size=" + size).c_str()) == 0;
        why_not_ = is_there_ ? "" : std::generic_category().message(errno);
    }
    ~SmallDisk() {
        if (is_there_) ::umount2(at_.c_str(), MNT_DETACH);
    }
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;

    const std::string& why_not() const { return why_not_; }  ///< empty: it is there

private:
    std::filesystem::path at_;
    bool is_there_ = false;
    std::string why_not_;
};

/// Somebody else's file takes all room but so many bytes.
inline void fill_but(std::uintmax_t left, const std::filesystem::path& disk) {
    std::ofstream ballast(disk / "ballast");
    ballast << std::string(std::filesystem::space(disk).available - left, 'x');
    ASSERT_TRUE(ballast.flush());
}
