"""The game as a process: closed at any moment, interrupted, started twice, on damaged records."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from app.storage.paths import Paths
from app.storage.preferences import Preferences, load_preferences, save_preferences
from app.storage.records import Records
from levels import campaign, read_solution
from tests.app.hindered import hindered, run_without_privileges

CHILD = """
import sys
from dataclasses import replace
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from app.start.application import play_game
from app.storage.paths import Paths
from levels import campaign
from tests.app.playing import OnceOpen

folder, wait, place, close = Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]), sys.argv[4]
app = QApplication([])
level = campaign().level("noisy-spiral")

def act(window):
    bench = window.workbench
    solution = level.author_solution
    bench.view.document.load(replace(solution, training=replace(solution.training)))
    bench.transport.press_train()
    QTimer.singleShot(wait, lambda: end(window))

def end(window):
    window.workbench.view.document.move({"y": (place, 1000.0)})
    print("moved", flush=True)
    if close == "close":
        window.close()

watch = OnceOpen(act)
code = play_game(Paths.named(folder), level)
print("every thread ended", flush=True)  # when one does not, the process is ended at once
sys.exit(code)
"""


def start(folder: Path, wait: int = 0, place: float = 1.0, close: str = "close"):
    return subprocess.Popen(
        [sys.executable, "-c", CHILD, str(folder), str(wait), str(place), close],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def kept_place(folder: Path) -> tuple[float, float]:
    with closing(Records(folder / "records.db")) as records:
        assert records.notice is None
        level = campaign().level("noisy-spiral")
        stored = records.solutions(level.address)[0]
    return read_solution(stored.text, task=level.task).layout["y"]


def close_at_random(folder: Path, times: int) -> None:
    moments = random.Random(times)
    for number in range(times):
        process = start(folder, moments.randrange(500), place=float(number))
        out, err = process.communicate(timeout=60)
        assert (process.returncode, err) == (0, "")
        assert out.splitlines() == ["moved", "every thread ended"]
        assert kept_place(folder) == (number, 1000.0)


def test_closing_in_training_keeps_everything(tmp_path: Path) -> None:
    close_at_random(tmp_path, 3)


@pytest.mark.long
def test_closing_fifty_times_keeps_everything(tmp_path: Path) -> None:
    close_at_random(tmp_path, 50)


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
@pytest.mark.parametrize(("number", "code"), [("SIGTERM", 0), ("SIGINT", 130), ("SIGHUP", 0)])
def test_a_signal_ends_the_game_in_order(tmp_path: Path, number: str, code: int) -> None:
    process = start(tmp_path, place=5.0, close="wait")
    assert process.stdout.readline()
    process.send_signal(signal.Signals[number])
    out, err = process.communicate(timeout=10)
    assert (process.returncode, out, err) == (code, "every thread ended\n", "")
    assert kept_place(tmp_path) == (5.0, 1000.0)


IN_A_TERMINAL = """
import fcntl, os, pty, sys, termios
terminal, end = pty.openpty()
child = os.fork()
if not child:
    os.setsid()
    fcntl.ioctl(end, termios.TIOCSCTTY, 0)
    os.dup2(end, 2)
    os.close(end)
    os.close(terminal)
    os.execv(sys.executable, [sys.executable, "-c", sys.argv[1], *sys.argv[2:]])
os.close(end)
input()
os.close(terminal)  # the window of the terminal was closed
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="a controlling terminal of Linux")
def test_what_cannot_be_saved_is_kept_although_the_terminal_was_closed(tmp_path: Path) -> None:
    arguments = [CHILD, str(tmp_path), "0", "6.0", "wait"]
    process = subprocess.Popen(
        [sys.executable, "-c", IN_A_TERMINAL, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "moved\n"
    with hindered(tmp_path / "records.db"):
        out, _ = process.communicate("close\n", timeout=30)
    assert (process.returncode, out) == (0, "every thread ended\n")
    assert (tmp_path / "unsaved-1.json").exists()
    again = start(tmp_path, place=7.0)
    again.communicate(timeout=60)
    assert again.returncode == 0
    assert not (tmp_path / "unsaved-1.json").exists()


TYPING = """
import os, signal, sys
from pathlib import Path
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from app.start.application import play_game
from app.storage.paths import Paths
from levels import campaign
from tests.app.playing import OnceOpen
from widgets.solutions.name_editor import NameEditor
from widgets.solutions.solution_tabs import SolutionTabs

folder, how = Path(sys.argv[1]), sys.argv[2]
app = QApplication([])

def act(window):
    tabs = window.findChild(SolutionTabs)
    tabs.start_rename(tabs.current)
    editor = window.findChild(NameEditor)
    QTest.keyClicks(editor, "Straight through")
    if how == "close":
        window.close()
    else:
        os.kill(os.getpid(), signal.SIGTERM)

watch = OnceOpen(act)
sys.exit(play_game(Paths.named(folder), campaign().level("xor")))
"""


@pytest.mark.parametrize("how", ["close", "signal"])
def test_a_name_that_is_being_typed_is_taken_when_the_game_ends(tmp_path: Path, how: str) -> None:
    command = [sys.executable, "-c", TYPING, str(tmp_path), how]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    with closing(Records(tmp_path / "records.db")) as records:
        (stored,) = records.solutions(campaign().level("xor").address)
    assert stored.name == "Straight through"


def test_a_second_game_says_so(tmp_path: Path) -> None:
    first = start(tmp_path, close="wait")
    assert first.stdout.readline()
    play = [sys.executable, "-m", "app", "play", "--data-dir", str(tmp_path)]
    second = subprocess.run(play, capture_output=True, text=True, timeout=60)
    assert second.returncode == 2
    assert second.stderr == "neural-bonsai: The game is open already; look for its window.\n"
    first.terminate()
    first.communicate(timeout=10)


def test_a_dead_game_does_not_lock_the_next_one_out(tmp_path: Path) -> None:
    first = start(tmp_path, close="wait")
    assert first.stdout.readline()
    first.kill()
    first.communicate()
    second = start(tmp_path, place=9.0)
    _, err = second.communicate(timeout=60)
    assert (second.returncode, err) == (0, "")
    assert kept_place(tmp_path) == (9.0, 1000.0)


def test_records_beyond_repair_are_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "records.db").write_bytes(b"not a database" * 500)
    play = [sys.executable, "-m", "app", "play", "--data-dir", str(tmp_path)]
    done = subprocess.run(play, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2
    assert "are damaged and no backup" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_data_folder_that_cannot_be_made_is_named_in_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("someone's")
    play = [sys.executable, "-m", "app", "play", "--data-dir", str(file / "data")]
    done = subprocess.run(play, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2
    assert done.stderr == (
        f"neural-bonsai: The game cannot make its folder {file / 'data'}: {file} is a file; move "
        "it away, or choose another with --data-dir.\n"
    )
    assert file.read_text() == "someone's"


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
def test_a_data_folder_that_nobody_may_enter_is_told_in_a_sentence(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "preferences.json").write_text("{}")
    folder.chmod(0o600)
    try:
        done = run_without_privileges(
            [sys.executable, "-m", "app", "play", "--data-dir", str(folder)]
        )
    finally:
        folder.chmod(0o700)
    assert done.returncode == 2
    assert done.stderr == (
        f"neural-bonsai: The game cannot keep anything in its folder {folder}: you may not write "
        "to it; give yourself the permission.\n"
    )


CRASHED = """
import sys
from contextlib import ExitStack
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from app.start.application import play_game
from app.storage.paths import Paths
from levels import campaign
from tests.app.hindered import hindered
from tests.app.playing import OnceOpen
from widgets.controls.toast import Toast

folder, locked = Path(sys.argv[1]), sys.argv[2] == "locked"
app = QApplication([])

def act(window):
    lock = ExitStack()
    if locked:
        lock.enter_context(hindered(folder / "records.db"))
    window.workbench.view.document.move({"y": (1.0, 2.0)})
    QTimer.singleShot(0, fail)
    QTimer.singleShot(100, lambda: end(window, lock))

def fail():
    raise ValueError("a fault of ours")

def end(window, lock, patience=100):
    if not window.findChild(Toast).text and patience:
        QTimer.singleShot(50, lambda: end(window, lock, patience - 1))
        return
    print(window.findChild(Toast).text, flush=True)
    lock.close()
    window.close()

watch = OnceOpen(act)
sys.exit(play_game(Paths.named(folder), campaign().level("xor")))
"""


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("free", "What you built is saved."),
        ("locked", "Your last changes are not saved yet; saving is tried again."),
    ],
)
def test_after_a_crash_only_what_is_known_is_said(tmp_path: Path, state: str, said: str) -> None:
    command = [sys.executable, "-c", CRASHED, str(tmp_path), state]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0
    assert done.stdout == (
        f"Something went wrong inside the game. Details are in neural-bonsai.log. {said}\n"
    )
    assert "a fault of ours" in (tmp_path / "neural-bonsai.log").read_text(encoding="utf-8")


def test_unreadable_preferences_are_said_once_the_window_stands(tmp_path: Path) -> None:
    (tmp_path / "preferences.json").write_text("{")
    script = CRASHED.replace("QTimer.singleShot(0, fail)", "pass")
    command = [sys.executable, "-c", script, str(tmp_path), "free"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert "Your preferences could not be read" in done.stdout


PERMITTED = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from app.start.application import play_game
from app.storage.paths import Paths
from levels import campaign
from tests.app.playing import OnceOpen
from widgets.controls.toast import Toast

paths = Paths.named(Path(sys.argv[1]))
app = QApplication([])

def act(window):
    print(window.findChild(Toast).text)
    paths.preferences.chmod(0o600)  # the player does as the sentence says
    window._game.settings.toggle_theme()
    window.close()

watch = OnceOpen(act)
sys.exit(play_game(paths, campaign().level("xor")))
"""


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
def test_preferences_that_are_forbidden_stay_as_they_are(tmp_path: Path) -> None:
    path = Paths(tmp_path).preferences
    save_preferences(path, Preferences(theme="dark", text_scale=1.5))
    before = path.read_bytes()
    path.chmod(0o000)
    done = run_without_privileges([sys.executable, "-c", PERMITTED, str(tmp_path)])
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        f"You may not read your preferences in {path}; give yourself the permission and start the "
        "game again. The defaults are used until then, and changes are not kept.\n"
    )
    assert path.read_bytes() == before
    assert not list(tmp_path.glob("*unreadable*"))


HINDERED = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication, QPushButton
from app.start.application import play_game
from app.storage.paths import Paths
from levels import campaign
from tests.app.hindered import hindered
from tests.app.playing import OnceOpen
from widgets.controls.toast import Toast

folder, how = Path(sys.argv[1]), sys.argv[2]
app = QApplication([])

def play(window):
    game = window._game
    said = []
    with hindered(folder / "records.db", how):
        window.workbench.view.document.move({"y": (7.0, 8.0)})
        game.leave()
        game.open_id("xor")
        said.append(window.workbench.view.document.layout["y"])
        said.append(window.close())
        if how == "full":
            window.findChild(QPushButton, "keep-open").click()
            said.append(window.isVisible())
            window.close()
            window.findChild(QPushButton, "close-and-lose").click()
        said.append(window.isVisible())
    print(*said, flush=True)

def look(window):
    print(window.workbench.view.document.layout["y"])
    print(window.findChild(Toast).text)
    window.close()

watch = OnceOpen(look if how == "look" else play)
sys.exit(play_game(Paths.named(folder), campaign().level("xor")))
"""


def hindered_game(folder: Path, how: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", HINDERED, str(folder), how]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0
    return done


def test_what_a_lock_kept_from_the_disk_comes_back_at_the_next_start(tmp_path: Path) -> None:
    done = hindered_game(tmp_path, "locked")
    assert done.stdout == "(7.0, 8.0) True False\n"
    assert "unsaved-1.json and is taken in at the next start.\n" in done.stderr
    assert (tmp_path / "unsaved-1.json").exists()
    again = hindered_game(tmp_path, "look")
    assert again.stdout.startswith("(7.0, 8.0)\n")
    assert "What you built in “Solution 1” was not saved last time" in again.stdout
    assert again.stderr == ""
    assert not (tmp_path / "unsaved-1.json").exists()
    assert hindered_game(tmp_path, "look").stdout == "(7.0, 8.0)\n\n"


def test_nothing_is_lost_on_a_full_disk_unless_the_player_says_so(tmp_path: Path) -> None:
    done = hindered_game(tmp_path, "full")
    assert done.stdout == "(7.0, 8.0) False True False\n"
    assert "not saved: “Solution 1”" in done.stderr
    assert list(tmp_path.glob("unsaved*")) == []


AT_THE_MAP = """
import gc, sys
from pathlib import Path
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from app.start.application import play_game
from app.storage.paths import Paths
from app.window.main_window import MainWindow

folder, what = Path(sys.argv[1]), sys.argv[2]

def main_window():
    return next(own for own in QApplication.topLevelWidgets() if isinstance(own, MainWindow))

class AtTheMap(QObject):
    \"""Acts once the map of levels is painted.\"""
    def eventFilter(self, receiver, event):
        if event.type() == QEvent.Type.Paint and receiver.objectName() == "home":
            QApplication.instance().removeEventFilter(self)
            QTimer.singleShot(0, act)
        return False

def act():
    window = main_window()
    print(*(name for name in ("numpy", "pydantic") if name in sys.modules), "at the map")
    print([card.id for card in window.home.levels._cards.values()], flush=True)
    if what == "play":
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    if what == "close":
        window.close()
    elif what == "incomplete":
        choose()
    else:
        finish()

def choose():
    window = main_window()
    if not window._toast.text:
        QTimer.singleShot(5, choose)
        return
    print(window._toast.text)
    print("collecting" if gc.isenabled() else "not collecting")
    window._toast.hide()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    print(window._toast.text)
    window.close()

def finish():
    window = main_window()
    ready = window.workbench if what == "play" else window._game
    if ready is None:
        QTimer.singleShot(5, finish)
        return
    print(window.windowTitle())
    window.close()

if what == "incomplete":
    sys.modules["app.saving.recovery"] = None  # as where a file of the installation is missing
gc.disable()  # as the command does
app = QApplication([])
watch = AtTheMap()
app.installEventFilter(watch)
sys.exit(play_game(Paths.named(folder)))
"""


def at_the_map(folder: Path, what: str) -> list[str]:
    command = [sys.executable, "-c", AT_THE_MAP, str(folder), what]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()


UNREADY = (
    "The game could not be made ready, so no level can be opened; close it and start it again."
)
LEVELS = "['first-line', 'xor', 'noisy-spiral']"


def test_the_map_does_not_wait_for_what_it_does_not_need(tmp_path: Path) -> None:
    assert at_the_map(tmp_path, "look") == ["at the map", LEVELS, "Neural Bonsai"]


def test_a_level_chosen_before_the_game_is_ready_is_opened(tmp_path: Path) -> None:
    said = at_the_map(tmp_path, "play")
    assert said[:2] == ["at the map", LEVELS]
    assert said[2] == "Either, but not both – Neural Bonsai"


def test_a_game_that_cannot_be_made_ready_says_so_when_a_level_is_chosen(tmp_path: Path) -> None:
    assert at_the_map(tmp_path, "incomplete")[2:] == [
        f"Something went wrong inside the game. Details are in neural-bonsai.log. {UNREADY}",
        "collecting",
        UNREADY,
    ]
    logged = (tmp_path / "neural-bonsai.log").read_text(encoding="utf-8")
    assert "import of app.saving.recovery halted" in logged


def test_a_game_that_the_map_waits_for_and_that_cannot_be_made_ready_says_so(
    tmp_path: Path,
) -> None:
    (tmp_path / "unsaved-1.json").write_text("{}", encoding="utf-8")
    command = [sys.executable, "-c", AT_THE_MAP, str(tmp_path), "incomplete"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2
    assert done.stderr.startswith("neural-bonsai: The game could not be made ready: ")
    assert done.stderr.endswith(". Try again, or reinstall it.\n")
    assert done.stderr.count("\n") == 1
    assert (tmp_path / "unsaved-1.json").exists()


def test_a_game_closed_before_it_is_ready_leaves_sound_records(tmp_path: Path) -> None:
    assert at_the_map(tmp_path, "close") == ["at the map", LEVELS]
    with closing(Records(tmp_path / "records.db")) as records:
        assert records.notice is None
    assert not (tmp_path / "records.db-wal").exists()
    assert load_preferences(tmp_path / "preferences.json")[0].geometry


def test_a_repair_is_reported_although_the_first_window_was_closed_early(tmp_path: Path) -> None:
    path = tmp_path / "records.db"
    with closing(Records(path)) as records:
        row = records.add_solution(campaign().level("xor").address, "Mine", "{}", 1).id
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("UPDATE solutions SET text = '[' WHERE id = ?", (row,))
    assert at_the_map(tmp_path, "close") == ["at the map", LEVELS]
    with closing(Records(path)) as records:
        assert "have been repaired" in (records.notice or "")
    assert at_the_map(tmp_path, "look")[-1] == "Neural Bonsai"  # it is furnished, and says it
    with closing(Records(path)) as records:
        assert records.notice is None


def test_a_damaged_file_that_was_put_aside_does_not_slow_the_start(tmp_path: Path) -> None:
    (tmp_path / "unsaved-1.unreadable-1.json").write_text("{}", encoding="utf-8")
    assert at_the_map(tmp_path, "look") == ["at the map", LEVELS, "Neural Bonsai"]


def test_what_was_not_saved_is_taken_in_before_the_map_is_shown(tmp_path: Path) -> None:
    (tmp_path / "unsaved-1.json").write_text("{}", encoding="utf-8")
    assert at_the_map(tmp_path, "look")[0] == "numpy pydantic at the map"
    assert not (tmp_path / "unsaved-1.json").exists()


@pytest.mark.skipif(os.name == "nt", reason="pipes of POSIX")
def test_no_pipe_in_the_place_of_a_small_file_holds_up_the_start(tmp_path: Path) -> None:
    names = {"unsaved-1.json", "crash.log", "neural-bonsai.log", "preferences.json"}
    for name in names:
        os.mkfifo(tmp_path / name)
    assert at_the_map(tmp_path, "look") == ["at the map", LEVELS, "Neural Bonsai"]
    assert all((tmp_path / name).is_fifo() for name in names - {"preferences.json"})
