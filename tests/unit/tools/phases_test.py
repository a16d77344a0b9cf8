"""tools/phases.sh: what the scripts say."""
import os
import subprocess
import tempfile
import unittest

ROOT = os.path.join(os.path.dirname(__file__), "../../..")
LOG = """Start testing: Nov 21 14:00 UTC
----------------------------------------------------------
1/2 Testing: Money.IsExact
1/2 Test: Money.IsExact
[       OK ] Money.IsExact (0 ms)
----------------------------------------------------------
2/2 Testing: FullDisk.LosesNothing
2/2 Test: FullDisk.LosesNothing
[ RUN      ] FullDisk.LosesNothing
tests/fault/full_disk_test.cpp:88: Skipped
no disk can be mounted here: Operation not permitted

[  SKIPPED ] FullDisk.LosesNothing (1 ms)
"""


class Phases(unittest.TestCase):
    def said(self, script):
        return subprocess.run(["bash", "-c", f"source {ROOT}/tools/phases.sh\n{script}"],
                              capture_output=True, text=True, check=False)

    def test_what_was_skipped_is_said_with_its_reason(self):
        with tempfile.NamedTemporaryFile("w", suffix=".log") as log:
            log.write(LOG)
            log.flush()
            run = self.said(f"say_skipped {log.name}")
        self.assertEqual(run.stdout, "==> not tested here: FullDisk.LosesNothing: "
                                     "no disk can be mounted here: Operation not permitted\n")

    def test_a_phase_that_fails_says_so_and_ends_as_it_did(self):
        run = self.said('phase "counting" sh -c "exit 3"')
        self.assertEqual(run.returncode, 3)
        self.assertIn("counting: failed", run.stderr)

    def test_books_lie_in_memory_where_it_has_room_and_nobody_wants_them_elsewhere(self):
        def folder(free_mib, chosen=""):
            return self.said(f"TMPDIR={chosen}; df() {{ echo Avail; echo {free_mib}; }}; "
                             "folder_of_tests").stdout.strip()

        self.assertEqual(folder(4096), "/dev/shm" if os.access("/dev/shm", os.W_OK) else "/tmp")
        self.assertEqual(folder(63), "/tmp")
        self.assertEqual(folder(4096, chosen="/var/tmp"), "/var/tmp")
        self.assertEqual(self.said("set -euo pipefail; unset TMPDIR; df() { return 1; }; "
                                   "folder_of_tests").stdout, "/tmp\n")


if __name__ == "__main__":
    unittest.main()
