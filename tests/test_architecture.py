"""The shape of the project: rooms, what starts fast, what is shipped, and what no file may say."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "scpxl"
MODULES = sorted(PACKAGE.rglob("*.py"))
ROOMS = sorted(path.parent for path in PACKAGE.rglob("*/__init__.py"))
LONGEST_MODULE = 300
LONGEST_FUNCTION = 60
MOST_MODULES = 15
"""Of so many a reader keeps the whole in view."""
HEAVY = {"numpy", "openpyxl", "pandas", "pydantic", "scipy", "xlsxwriter", "xlwings"}

_AS_A_TABLE = "the method, and its answer as a table"
ONE_IDEA = {
    "change_test": _AS_A_TABLE,
    "funnel": _AS_A_TABLE,
    "rate": _AS_A_TABLE,
    "xmr": _AS_A_TABLE,
    "percent_change": "of numbers, and of figures that may be missing",
    "is_fraction": "of a number, and as a worksheet's formula",
}
"""What bears one name in two rooms, and is the same there."""

# Nobody else has these folders, and an index is each machine's own choice.  Split, so that they are not found here.
FORBIDDEN = {
    "a folder of one machine": r"(?<![\w./}~-])/(?:" + "home|root|work|Users" + r")/[\w.]",
    "an address of a package index": "index" + "-url|" + "find" + "-links[= ]+|" + "files.python" + "hosted",
}
FORBIDDEN_IN_DOCS = {"a scratch folder of one machine": r"(?<![\w./])/" + r"tmp\b"}


def words(path: Path) -> str:
    """Return a file's text, or nothing for a picture or a workbook."""
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        return ""


def tracked() -> list[Path]:
    """Return the files git knows, or, in an unpacked archive, none."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        return []
    listed = subprocess.run([git, "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    paths = (ROOT / name.decode() for name in listed.stdout.split(b"\0") if name)
    return [path for path in paths if path.is_file()]


def loaded_by(code: str) -> set[str]:
    """Return the top names of the modules a fresh Python has loaded after running the code."""
    program = f"{code}\nimport sys; print('LOADED', *{{name.split('.')[0] for name in sys.modules}})"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(done.stdout.rpartition("LOADED")[2].split())


def test_the_rooms_keep_to_their_import_contracts() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([str(program), "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_importing_the_package_loads_nothing_heavy() -> None:
    assert loaded_by("import scpxl") & HEAVY == set()


def test_help_answers_without_loading_anything_heavy() -> None:
    ask = "import scpxl.cli\ntry:\n    scpxl.cli.main(['--help'])\nexcept SystemExit as end:\n    assert not end.code"
    assert loaded_by(ask) & HEAVY == set()


def test_reading_and_checking_a_return_loads_what_a_browser_has_too() -> None:
    ask = "import scpxl.read.return_workbook, scpxl.checks.return_check, scpxl.framework.entries, scpxl.returns.schema"
    assert (
        loaded_by(ask) & {"numpy", "pandas", "scipy", "sqlite3", "_sqlite3", "xlsxwriter", "openpyxl"}
        == set()
    )


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: str(room.relative_to(PACKAGE)))
def test_every_room_says_what_it_is_for(room: Path) -> None:
    assert ast.get_docstring(ast.parse(words(room / "__init__.py")))


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: str(room.relative_to(PACKAGE)))
def test_a_room_with_many_modules_is_divided_into_rooms(room: Path) -> None:
    assert len(list(room.glob("[!_]*.py"))) <= MOST_MODULES, "Which of its modules belong together?"


def test_no_module_needs_itself_by_way_of_others() -> None:
    needed = {name_of(path): needs_of(path) for path in MODULES}
    open_now: list[str] = []
    seen: set[str] = set()

    def go_through(module: str) -> None:
        assert module not in open_now, " -> ".join([*open_now, module])
        if module in seen:
            return
        open_now.append(module)
        for one in sorted(needed[module]):
            go_through(one)
        seen.add(open_now.pop())

    for module in needed:
        go_through(module)


def test_no_name_stands_for_two_ideas() -> None:
    # The face and the commands are called as what they ask for is.
    doors = (PACKAGE / "__init__.py", PACKAGE / "__main__.py")
    defined: dict[str, set[str]] = {}
    for path in MODULES:
        if path in doors or path.is_relative_to(PACKAGE / "cli"):
            continue
        for node in ast.parse(words(path)).body:
            if isinstance(node, ast.ClassDef | ast.FunctionDef) and not node.name.startswith("_"):
                defined.setdefault(node.name, set()).add(name_of(path))
    twice = {name: places for name, places in defined.items() if len(places) > 1}
    assert {name: sorted(places) for name, places in twice.items() if name not in ONE_IDEA} == {}
    assert set(twice) == set(ONE_IDEA)


def name_of(path: Path) -> str:
    """Return a module's dotted name."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def needs_of(path: Path) -> set[str]:
    """Return the modules of ours that a module imports as it starts, but not those it does for its types alone."""
    there = {name_of(module) for module in MODULES}
    found: set[str] = set()
    for node in ast.parse(words(path)).body:
        if isinstance(node, ast.ImportFrom):
            found |= {
                whole if (whole := f"{node.module}.{name.name}") in there else str(node.module)
                for name in node.names
            }
    return found & there - {name_of(path)}


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_every_module_opens_with_its_promise_and_stays_small(module: Path) -> None:
    text = words(module)
    parsed = ast.parse(text)
    assert ast.get_docstring(parsed), "It says nothing about itself."
    lines = len(text.splitlines())
    assert is_list(parsed) or lines <= LONGEST_MODULE, "It has grown: it is probably two ideas."
    functions = (
        node for node in ast.walk(parsed) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    long = [one.name for one in functions if (one.end_lineno or 0) - one.lineno >= LONGEST_FUNCTION]
    assert long == [], "Which of its steps has a name?"


def is_list(module: ast.Module) -> bool:
    """Whether a module is a list of words or records: it names things, and does no more than name what follows from them."""
    named = ("property", "cached_property")
    return all(
        any(isinstance(mark, ast.Name) and mark.id in named for mark in part.decorator_list)
        for part in ast.walk(module)
        if isinstance(part, (ast.FunctionDef, ast.AsyncFunctionDef))
    )


def test_only_the_writer_of_forms_knows_worksheet_formulas() -> None:
    formula = re.compile(r"\b(?:ISNUMBER|ISBLANK|ISERROR|IFERROR|SUBSTITUTE|COUNTIF|COLUMN|TRIM)\(")
    inside = {path for path in MODULES if formula.search(words(path))}
    forms = PACKAGE / "render" / "forms"
    assert any(path.is_relative_to(forms) for path in inside)
    core = [PACKAGE / room for room in ("model", "returns", "checks", "framework", "scorecard")]
    assert [path for path in inside if any(path.is_relative_to(room) for room in core)] == []


def test_no_file_speaks_of_one_machine() -> None:
    found = []
    for path in tracked():
        is_page = path.suffix in {".md", ".toml"} and "tests" not in path.parts
        for what, pattern in (FORBIDDEN | FORBIDDEN_IN_DOCS if is_page else FORBIDDEN).items():
            # Options that keep addresses out of the locks are named after what they keep out.
            text = re.sub(r"--no-emit-[\w-]+", "", words(path))
            found += [f"{path.relative_to(ROOT)}: {what}: {hit[0]}" for hit in re.finditer(pattern, text)]
    assert found == []


def test_the_words_that_must_not_stand_are_recognised() -> None:
    machine = FORBIDDEN["a folder of one machine"]
    assert re.search(machine, "see /" + "home/ann/returns")
    assert not re.search(machine, "see https://example.org/" + "home/page and docs/work/plan")


def test_every_dependency_is_locked() -> None:
    project = tomllib.loads(words(ROOT / "pyproject.toml"))
    wanted = [
        *project["project"]["dependencies"],
        *(name for extra in project["project"]["optional-dependencies"].values() for name in extra),
        *(name for group in project["dependency-groups"].values() for name in group),
    ]
    locks = words(ROOT / "requirements-build.txt") + words(ROOT / "requirements-dev.txt")
    locked = set(re.findall(r"(?m)^([a-z0-9-]+)==", locks))
    assert {re.split(r"[^\w.-]", name)[0].casefold() for name in wanted} - locked == set()


def pinned_in(lock: str) -> dict[str, str]:
    """Return the releases of a lock: the version by the name."""
    return dict(re.findall(r"(?m)^([a-z0-9-]+)==([\w.]+)", words(ROOT / lock)))


def test_users_install_what_the_tests_ran_with_on_linux_windows_and_macos() -> None:
    project = tomllib.loads(words(ROOT / "pyproject.toml"))["project"]
    wanted = {re.split(r"[^\w.-]", name)[0].casefold() for name in project["dependencies"]}
    users, tests = pinned_in("requirements.txt"), pinned_in("requirements-dev.txt")
    assert wanted <= set(users)
    assert {name: version for name, version in users.items() if tests.get(name, version) != version} == {}
    lock = words(ROOT / "requirements.txt")
    for system, package in (("win32", "pywin32"), ("darwin", "appscript")):
        assert re.search(rf"(?m)^{package}==[\w.]+ ; sys_platform == '{system}'", lock)


def test_every_locked_release_carries_its_hashes() -> None:
    for lock in ("requirements.txt", "requirements-build.txt", "requirements-dev.txt"):
        for pinned in re.split(r"(?m)^(?=[a-z0-9-]+==)", words(ROOT / lock))[1:]:
            assert "--hash=sha256:" in pinned, pinned.splitlines()[0]


@pytest.mark.slow
def test_a_wheel_carries_the_templates_the_macros_and_the_worked_example(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(ROOT)]
    done = subprocess.run(build, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        carried = set(wheel.namelist())
    told = tomllib.loads(words(ROOT / "pyproject.toml"))["tool"]["hatch"]["build"]["targets"]["wheel"]
    to_look_at = {path for pattern in told["exclude"] for path in ROOT.glob(pattern)}
    assert to_look_at
    shipped = [
        path.relative_to(ROOT).as_posix()
        for path in tracked()
        if path.relative_to(ROOT).parts[0] in {"templates", "macros", "workbooks"} and path not in to_look_at
    ]
    assert {name.split("/")[0] for name in shipped} == {"templates", "macros", "workbooks"}
    assert {f"scpxl/_shipped/{name}" for name in shipped} <= carried
    assert {"scpxl/_shipped/json-schema/scpxl-2.json", "scpxl/py.typed"} <= carried
    assert not any(name.startswith(("tests/", "docs/")) for name in carried)
