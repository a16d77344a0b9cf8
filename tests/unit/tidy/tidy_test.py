"""tools/tidy.py refuses what it says it refuses, and lets good code pass."""
import os
import subprocess
import sys
import tempfile
import unittest

TIDY = os.path.join(os.path.dirname(__file__), "../../../tools/tidy.py")
LATER = "TO" + "DO"
DESK = "/wo" + "rk/notes"

# A house with one file of each kind, in order: what every case below is added to.
HOUSE = {
    "README.md": "# The house\n\nSee [the ledger](ledger/README.md).\n",
    "ledger/CMakeLists.txt": "add_library(ledger)\n",
    "ledger/README.md": "# ledger\n",
    "ledger/book.hpp": '#pragma once\n#include "ledger/rules/decide.hpp"\n',
    "ledger/values/money.hpp": "#pragma once\n#include <cstdint>\n",
    "ledger/events/event.hpp": '#pragma once\n#include "ledger/values/money.hpp"\n',
    "ledger/rules/decide.hpp": '#pragma once\n#include "ledger/events/event.hpp"\n',
    "ledger/journal/journal.cpp": "#include <rocksdb/db.h>\n",
    "projections/balances.hpp": '#pragma once\n#include "ledger/book.hpp"\n',
    "tools/metersim/meter.hpp": "#pragma once\n",
}

# What must be refused: file, its content, words of the complaint.
REFUSED = [
    ("ledger/book.cpp", '#include "projections/balances.hpp"\n', "must not know projections"),
    ("projections/wall.cpp", '#include "ingest/poller.hpp"\n', "no file here"),
    ("api/x.cpp", '#include "tools/metersim/meter.hpp"\n', "api must not know tools/metersim"),
    ("tools/metersim/line.cpp", '#include "ledger/book.hpp"\n', "metersim must not know ledger"),
    ("ledger/values/x.cpp", '#include "ledger/events/event.hpp"\n', "values must not know events"),
    ("ledger/journal/x.cpp", '#include "ledger/rules/decide.hpp"\n', "must not know rules"),
    ("ledger/rules/x.cpp", '#include "ledger/book.hpp"\n', "rules must not know book.hpp"),
    ("ledger/attic/x.cpp", '#include "ledger/values/money.hpp"\n', "no chapter"),
    ("ledger/book.cpp", '#include "rules/decide.hpp"\n', "written from the root"),
    ("ledger/rules/x.cpp", "#include <nlohmann/json.hpp>\n", "<nlohmann/json.hpp> belongs to"),
    ("ingest/line.cpp", "#include <openssl/sha.h>\n", "not to ingest"),
    ("api/store.cpp", "#include <rocksdb/db.h>\n", "not to api"),
    ("api/meter.cpp", "#include <modbus/modbus.h>\n", "not to api"),
    ("projections/x.cpp", "#include <boost/asio.hpp>\n", "not to projections"),
    ("ledger/rules/x.cpp", "#include <gtest/gtest.h>\n", "belongs to tests"),
    ("ingest/long.cpp", "int x;\n" * 401, "401 lines"),
    ("ingest/wide.cpp", "// " + "x" * 98 + "\n", "101 columns"),
    ("ingest/line_manager.cpp", "int x;\n", "'manager' in a file name"),
    ("ingest/utils/line.cpp", "int x;\n", "'utils' in a file name"),
    ("ingest/line.cpp", "class LineHelper {};\n", "'helper' in LineHelper"),
    ("ingest/line.cpp", "struct BaseLine : Line {};\n", "'base' in BaseLine"),
    ("ingest/line.cpp", "enum class CommonFault : int {};\n", "'common' in CommonFault"),
    ("ledger/values/x.cpp", "double x = 0.1;\n", "double near money or energy"),
    ("projections/x.cpp", "auto x = static_cast<float>(y);\n", "float near money or energy"),
    ("api/x.cpp", "void f() { if (co_await x()) return; }\n", "g++ 12 miscompiles"),
    ("api/x.cpp", "void f() { auto y = a ? co_await x() : 0; }\n", "g++ 12 miscompiles"),
    ("api/x.cpp", "void f() { auto y = co_await x(Time{1}); }\n", "g++ 12 miscompiles"),
    ("api/x.cpp", "void f() { auto y = co_await x() && z; }\n", "g++ 12 miscompiles"),
    ("api/x.cpp", "void f() { co_return co_await x(); }\n", "g++ 12 miscompiles"),
    ("api/x.cpp", f"int x; // {LATER}: later\n", "nothing is left for later"),
    ("docs/x.md", f"# x\n\nas {DESK} says\n", "speaks of a workplace"),
    ("docs/x.md", "# x\n\nas issu" + "e 7 says\n", "speaks of a workplace"),
    ("api/x.cpp", "int x;", "the last line does not end"),
    ("api/x.cpp", "int x; \n", "space at the end"),
    ("tools/start", "\texec true\n", "tab"),
    ("api/x.hpp", "int x;\n", "#pragma once"),
    ("docs/x.md", "# one\n\n# two\n", "2 titles"),
    ("docs/x.md", "no title\n", "0 titles"),
    ("docs/x.md", "# x\n\nsee [y](y.md)\n", "leads nowhere"),
    ("ingest/README.md", "# ingest\n" + "\n" * 30, "at most 30 lines"),
    ("ingest/CMakeLists.txt", "add_library(ingest)\n", "opens with a README"),
    ("docs/x.md", b"# \xff\n", "not UTF-8"),
    ("docs/x.md", "# x\n\n" + "<" * 7 + " HEAD\n", "a merge was not finished"),
    ("docs/x.md", "# x\n\n" + "=" * 7 + "\n", "a merge was not finished"),
]

# What looks alike and is right.
ACCEPTED = [
    ("tools/bench/x.cpp", '#include "ledger/book.hpp"\n#include "tools/metersim/meter.hpp"\n'),
    ("tests/unit/x.cpp", "#include <gtest/gtest.h>\n#include <modbus/modbus.h>\n"),
    ("ledger/values/x.cpp", '// double entry\nconst auto x = "float";\n'),
    ("ledger/values/x.cpp", "auto x = 1'000'000; /* no double */\n"),
    ("ledger/values/x.cpp", 'auto x = R"("double")";\n'),
    ("ingest/x.cpp", "class Database {};\nstruct Baseline {};\n"),
    ("api/x.cpp", "void f() {\n    const auto y = co_await x(z);\n    co_await x(z);\n}\n"),
    ("docs/x.md", "# x\n\n```sh\n# no title\n```\n"),
    ("build-mine/x.hpp", "int x;"),
    ("tools/metersim/building/x.hpp", "#pragma once\n"),
]


def faults_of(files):
    with tempfile.TemporaryDirectory() as root:
        for path, content in files.items():
            whole = os.path.join(root, path)
            os.makedirs(os.path.dirname(whole), exist_ok=True)
            with open(whole, "wb") as file:
                file.write(content if isinstance(content, bytes) else content.encode())
        tidy = [sys.executable, TIDY, root]
        run = subprocess.run(tidy, capture_output=True, text=True, check=False)
        return run.returncode, run.stdout


class Tidy(unittest.TestCase):
    def test_a_house_in_order_passes(self):
        self.assertEqual(faults_of(HOUSE), (0, "tidy: the house is in order\n"))

    def test_each_fault_is_refused_and_named(self):
        for path, content, complaint in REFUSED:
            with self.subTest(path=path, complaint=complaint):
                code, said = faults_of(HOUSE | {path: content})
                self.assertEqual(code, 1, said)
                self.assertIn(complaint, said)
                self.assertTrue(said.startswith(path.removesuffix("/CMakeLists.txt")), said)
                self.assertIn("tidy: 1 fault\n", said)

    def test_what_only_looks_alike_passes(self):
        for path, content in ACCEPTED:
            with self.subTest(path=path, content=content):
                self.assertEqual(faults_of(HOUSE | {path: content})[1],
                                 "tidy: the house is in order\n")


if __name__ == "__main__":
    unittest.main()
