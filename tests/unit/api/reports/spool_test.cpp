#include "api/reports/spool.hpp"

#include <gtest/gtest.h>

namespace {

TEST(Spool, SendsALongAnswerInPiecesThatAreTheWhole) {
    api::Spool spool;
    std::string whole;
    for (int i = 0; whole.size() < 3 * api::Spool::most_in_memory; ++i) {
        const std::string line = std::to_string(i) + "\n";
        spool.write(line);
        whole += line;
    }
    api::Response response;
    spool.move_into(response);
    ASSERT_NE(response.rest, nullptr);
    EXPECT_EQ(response.body.size() + response.rest->size(), whole.size());
    std::string told = response.body;
    for (std::string piece = response.rest->take(); !piece.empty(); piece = response.rest->take())
        told += piece;
    EXPECT_EQ(told, whole);
}

}  // namespace
