"""The journals and bundles that released versions wrote: they are read for ever, and come to what
they came to.

tests/golden/journals/VERSION.tar.gz is the directory of a journal as that version left it,
VERSION.tlog.gz a bundle of it, and VERSION.json what it came to. METERBOOK_WRITE_GOLDEN=1 writes
what is missing (where a kind of event stands in none of them, a journal and a bundle that have it),
and the digests of read models that have another version since; never over what is there.
"""
import gzip
import json
import os
import pathlib
import subprocess
import sys
import tarfile
import tempfile
import unittest

from every_kind import play_every_kind
from played_book import BINARIES, ROOT, PlayedBook

GOLDEN = ROOT / "tests" / "golden"
JOURNALS = GOLDEN / "journals"
VERIFIER = ROOT / "tools" / "oracle" / "verify.py"
WRITES = bool(os.environ.get("METERBOOK_WRITE_GOLDEN"))


def meterbook(*words):
    return subprocess.run([BINARIES / "meterbook", *words], capture_output=True, text=True,
                          check=False)


def named(digests):
    return {f"{each['name']}-v{each['version']}": each["digest"] for each in digests}


def all_kinds():
    return {sample.stem for sample in (GOLDEN / "events").glob("*.bin")}


def kinds_in(log):
    return {json.loads(line)["type"] for line in meterbook("export", log).stdout.splitlines()}


def begin_golden(name):
    """A journal that has every kind of event, with its public keys, and its bundle."""
    with tempfile.TemporaryDirectory() as folder:
        book = PlayedBook(pathlib.Path(folder))
        play_every_kind(book)
        with tarfile.open(JOURNALS / f"{name}.tar.gz", "x:gz") as packed:
            packed.add(book.path / "journal", "journal")
            for file in sorted((book.path / "signing").iterdir()):
                if file.suffix != ".pem":
                    packed.add(file, f"signing/{file.name}")
        bundle = pathlib.Path(folder) / "bundle"
        made = meterbook("export", book.path, "--format", "tlog", "--out", bundle)
        if made.returncode:
            raise AssertionError(made.stderr)
        (JOURNALS / f"{name}.tlog.gz").write_bytes(gzip.compress(bundle.read_bytes(), mtime=0))


class Released(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def opened(self, archive):
        book = self.folder / archive.name
        with tarfile.open(archive) as packed:
            packed.extractall(book, filter="data")
        return book

    def unpacked(self, bundle):
        file = self.folder / bundle.stem
        file.write_bytes(gzip.decompress(bundle.read_bytes()))
        return file

    def test_every_kind_of_event_stands_in_some_journal_and_in_some_bundle(self):
        def left():
            in_journals = [kinds_in(self.opened(each)) for each in JOURNALS.glob("*.tar.gz")]
            in_bundles = [kinds_in(self.unpacked(each)) for each in JOURNALS.glob("*.tlog.gz")]
            return [all_kinds() - set().union(*kinds) for kinds in (in_journals, in_bundles)]
        if WRITES and any(left()):
            version = meterbook("--version").stdout.strip()
            before = len(list(JOURNALS.glob("*-every-kind*.tar.gz")))
            begin_golden(f"{version}-every-kind-{before + 1}")
        self.assertEqual(left(), [set(), set()], "run this once with METERBOOK_WRITE_GOLDEN=1")

    def test_each_journal_is_whole_and_comes_to_what_it_came_to(self):
        archives = sorted(JOURNALS.glob("*.tar.gz"))
        self.assertTrue(archives)
        for archive in archives:
            with self.subTest(archive.name):
                book = self.opened(archive)
                verified = meterbook("verify", book, "--json")
                self.assertEqual(verified.returncode, 0, verified.stdout + verified.stderr)
                self.judge(archive, book, json.loads(verified.stdout)["root"])

    def test_each_bundle_is_whole_and_comes_to_what_its_journal_came_to(self):
        bundles = sorted(JOURNALS.glob("*.tlog.gz"))
        self.assertTrue(bundles)
        for bundle in bundles:
            with self.subTest(bundle.name):
                file = self.unpacked(bundle)
                key = next(line.split(" ")[1] for line in file.read_bytes().decode(
                    "latin-1").splitlines() if line.startswith("key "))
                verified = meterbook("verify", file, "--key", key, "--json")
                # 3: read models of another version are told of, and not compared
                self.assertIn(verified.returncode, (0, 3), verified.stdout + verified.stderr)
                root = json.loads(verified.stdout)["root"]
                self.judge(bundle, file, root)
                oracle = subprocess.run(
                    [sys.executable, "-B", VERIFIER, file, "--key", key, "--json"],
                    capture_output=True, text=True, check=False)
                self.assertEqual(oracle.returncode, 0, oracle.stdout + oracle.stderr)
                self.assertEqual(json.loads(oracle.stdout)["root"], root)

    def judge(self, archive, log, root):
        run = meterbook("replay", log, "--json", "--digests")
        self.assertEqual(run.returncode, 0, run.stderr)
        found = json.loads(run.stdout)
        found["root"] = root
        found["read_models"] = named(found["read_models"])
        file = archive.with_name(archive.name.removesuffix(".gz").rpartition(".")[0] + ".json")
        known = self.known(file, found)
        models = known.pop("read_models")
        mine = found.pop("read_models")
        self.assertEqual(found, known)
        again = mine.keys() & models.keys()  # of the versions that this release still has
        self.assertTrue(again, f"{file}: run this once with METERBOOK_WRITE_GOLDEN=1")
        for name in again:
            self.assertEqual(mine[name], models[name], name)

    @staticmethod
    def known(file, found):
        known = json.loads(file.read_text(encoding="utf-8")) if file.exists() else None
        if WRITES:
            known = known or dict(found)
            known["read_models"] = {**found["read_models"], **known["read_models"]}
            file.write_text(json.dumps(known, indent=2) + "\n", encoding="utf-8")
            known = json.loads(file.read_text(encoding="utf-8"))
        return known or {}


if __name__ == "__main__":
    unittest.main()
