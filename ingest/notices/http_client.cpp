#include "ingest/notices/http_client.hpp"

#include <array>

#include <curl/curl.h>
#include <fmt/core.h>

#include "ledger/values/ensure.hpp"

namespace notices {
namespace {

struct Received {
    std::string body;
    std::size_t most;
};

std::size_t receive(char* bytes, std::size_t, std::size_t count, void* into) {
    auto& received = *static_cast<Received*>(into);
    if (received.body.size() + count > received.most) return 0;  // curl ends the transfer
    received.body.append(bytes, count);
    return count;
}

class HeaderList {
public:
    explicit HeaderList(const std::vector<std::string>& headers) {
        for (const std::string& each : headers) list_ = curl_slist_append(list_, each.c_str());
    }
    ~HeaderList() { curl_slist_free_all(list_); }
    HeaderList(const HeaderList&) = delete;
    HeaderList& operator=(const HeaderList&) = delete;
    curl_slist* list() const { return list_; }

private:
    curl_slist* list_ = nullptr;
};

CURLcode begin_curl() {
    static const CURLcode begun = curl_global_init(CURL_GLOBAL_DEFAULT);
    return begun;
}

}  // namespace

struct HttpClient::Curl {
    Curl() : easy((begin_curl(), curl_easy_init())) {
        ledger::ensure(easy != nullptr, "curl can begin");
    }
    ~Curl() { curl_easy_cleanup(easy); }
    Curl(const Curl&) = delete;
    Curl& operator=(const Curl&) = delete;

    template <class Value>
    void set(CURLoption option, Value value) {
        ledger::ensure(curl_easy_setopt(easy, option, value) == CURLE_OK, "curl knows its options");
    }

    CURL* easy;
};

HttpClient::HttpClient(Limits limits) : limits_(limits), curl_(std::make_unique<Curl>()) {}
HttpClient::~HttpClient() = default;
HttpClient::HttpClient(HttpClient&&) noexcept = default;

HttpAnswer HttpClient::ask(const HttpRequest& request) {
    Received received{{}, limits_.most_bytes};
    const HeaderList headers(request.headers);
    std::array<char, CURL_ERROR_SIZE> fault{};
    curl_easy_reset(curl_->easy);  // keeps its connections
    curl_->set(CURLOPT_URL, request.url.c_str());
    curl_->set(CURLOPT_PROTOCOLS_STR, "http,https");
    curl_->set(CURLOPT_FOLLOWLOCATION, 0L);
    curl_->set(CURLOPT_NOSIGNAL, 1L);
    curl_->set(CURLOPT_TIMEOUT_MS, static_cast<long>(limits_.patience.count()));
    curl_->set(CURLOPT_ERRORBUFFER, fault.data());
    curl_->set(CURLOPT_HTTPHEADER, headers.list());
    curl_->set(CURLOPT_WRITEFUNCTION, &receive);
    curl_->set(CURLOPT_WRITEDATA, &received);
    if (request.method == "POST") {
        curl_->set(CURLOPT_POST, 1L);
        curl_->set(CURLOPT_POSTFIELDSIZE, static_cast<long>(request.body.size()));
        curl_->set(CURLOPT_POSTFIELDS, request.body.c_str());
    }
    const CURLcode outcome = curl_easy_perform(curl_->easy);
    if (outcome != CURLE_OK)
        throw NoAnswer(fault[0] != '\0' ? fault.data() : curl_easy_strerror(outcome));
    long status = 0;
    curl_easy_getinfo(curl_->easy, CURLINFO_RESPONSE_CODE, &status);
    return {static_cast<int>(status), std::move(received.body)};
}

bool is_http_url(const std::string& url) {
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (url.starts_with(scheme)) return url.size() > scheme.size() && url[scheme.size()] != '/';
    }
    return false;
}

}  // namespace notices
