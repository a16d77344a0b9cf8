"""The journals that released versions wrote: they are read for ever, and come to what they came to.

tests/golden/journals/VERSION.tar.gz is the directory of a journal as that version left it, and
VERSION.json what it came to. METERBOOK_WRITE_GOLDEN=1 writes what is missing, and the digests of
read models that have another version since; never over what is there.
"""
import json
import os
import pathlib
import subprocess
import tarfile
import tempfile
import unittest

from played_book import BINARIES, ROOT

JOURNALS = ROOT / "tests" / "golden" / "journals"


def meterbook(*words):
    return subprocess.run([BINARIES / "meterbook", *words], capture_output=True, text=True,
                          check=False)


def named(digests):
    return {f"{each['name']}-v{each['version']}": each["digest"] for each in digests}


class ReleasedJournals(unittest.TestCase):
    def test_each_of_them_is_whole_and_comes_to_what_it_came_to(self):
        archives = sorted(JOURNALS.glob("*.tar.gz"))
        self.assertTrue(archives)
        for archive in archives:
            with self.subTest(archive.name), tempfile.TemporaryDirectory() as folder:
                with tarfile.open(archive) as packed:
                    packed.extractall(folder, filter="data")
                self.judge(archive, pathlib.Path(folder))

    def judge(self, archive, book):
        verified = meterbook("verify", book, "--json")
        self.assertEqual(verified.returncode, 0, verified.stdout + verified.stderr)
        run = meterbook("replay", book, "--json", "--digests")
        self.assertEqual(run.returncode, 0, run.stderr)
        found = json.loads(run.stdout)
        found["root"] = json.loads(verified.stdout)["root"]
        found["read_models"] = named(found["read_models"])
        file = archive.with_name(archive.name.replace(".tar.gz", ".json"))
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
        if os.environ.get("METERBOOK_WRITE_GOLDEN"):
            known = known or dict(found)
            known["read_models"] = {**found["read_models"], **known["read_models"]}
            file.write_text(json.dumps(known, indent=2) + "\n", encoding="utf-8")
            known = json.loads(file.read_text(encoding="utf-8"))
        return known or {}


if __name__ == "__main__":
    unittest.main()
