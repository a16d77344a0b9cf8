#pragma once
#include <string>
#include <vector>

/// What is fast, measured: each figure stands beside what the machine could do at best, found in
/// the same run on the same disk.
namespace bench {

struct Options {
    unsigned seconds;            ///< how long each measurement may take, about
    std::size_t meters = 1'000;  ///< of the year that reports are made of
};

struct Figure {
    std::string name;
    double figure;
    double limit;
    std::string unit;
    double ratio;  ///< as the target counts it
    std::string target;
    double wanted;
    bool more_is_better;

    bool is_reached() const { return more_is_better ? ratio >= wanted : ratio <= wanted; }
};

/// Readings through the whole book against a bare RocksDB that syncs the same bytes; 64 callers
/// against one.
std::vector<Figure> append(Options options);

/// Log to balances against a scan that only parses the same events; memory at N and 4 N events.
std::vector<Figure> replay(Options options);

/// A line of 30 meters at 9600 baud against the pure time on the wire and in the meters.
std::vector<Figure> poll(Options options);

/// Durable sales over HTTP against PostgreSQL 15 doing the same double entry; balances read against
/// a bare Beast server that answers a constant.
std::vector<Figure> http(Options options);

/// A month of energy and a year of sales of a year of half-hour readings against reading their
/// aggregates alone; all read models beside the book against the book alone.
std::vector<Figure> reports(Options options);

/// Bytes on disk for a reading, over all databases.
std::vector<Figure> size(Options options);

}  // namespace bench
