#pragma once
#include <map>
#include <string>

/// One request and what it was answered with, as a client saw it.
struct Exchange {
    std::string method;
    std::string target;
    int status;
    std::string content_type;
    std::string body;
    std::string asked{};                           ///< the body of the request
    std::map<std::string, std::string> headers{};  ///< of the answer
};

/// Writes it down for tests/openapi, which holds every answer of a test run against the OpenAPI
/// document: a line of JSON in a file of this process, in the folder METERBOOK_EXCHANGES. Where
/// that is not set, nothing is written. Any thread.
void record(const Exchange& exchange);
