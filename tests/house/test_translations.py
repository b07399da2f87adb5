"""The English is complete: every text of the code is in the catalogue, and every one translated."""

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.sources import LAYERS, ROOT, Module, files, modules

CATALOGUE = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"
HAN = re.compile(r"[\u3400-\u9fff]")
GETTEXT = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "gettext_noop"}
GETTEXT |= {"pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy"}
# Says it in both languages at once; see maps/both.py.
GETTEXT |= {"Both"}
# A language is named in itself, and these parts of names are looked for, never shown.
NO_TEXT = {"中文", "地图", "街道", "区", "市", "县", "镇", "乡", "省", "演示"}

Entry = tuple[str, str]


def entries(catalogue: str) -> dict[Entry, list[str]]:
    """(context, msgid) → its translations, obsolete entries left out."""
    found: dict[Entry, list[str]] = {}
    for block in re.split(r"\n\s*\n", catalogue):
        fields: dict[str, str] = {}
        name = ""
        for line in block.splitlines():
            if match := re.match(r'(msgctxt|msgid|msgid_plural|msgstr(?:\[\d\])?) (".*")$', line):
                name = match[1]
                fields[name] = ast.literal_eval(match[2])
            elif line.startswith('"') and name:
                fields[name] += ast.literal_eval(line)
        if fields.get("msgid"):
            translations = [text for key, text in fields.items() if key.startswith("msgstr")]
            found[fields.get("msgctxt", ""), fields["msgid"]] = translations
    return found


def tool(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def untranslated(catalogue: Path) -> list[Entry]:
    rows = entries(tool("msgattrib", "--no-obsolete", "--no-wrap", str(catalogue)))
    return [entry for entry, texts in rows.items() if not all(texts)]


def fuzzy(catalogue: Path) -> list[Entry]:
    return list(entries(tool("msgattrib", "--only-fuzzy", "--no-obsolete", str(catalogue))))


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> dict[Entry, list[str]]:
    """What the code and the templates ask for, collected in a copy of them."""
    copy = tmp_path_factory.mktemp("messages")
    for layer in LAYERS:
        shutil.copytree(ROOT / layer, copy / layer, ignore=shutil.ignore_patterns("__pycache__"))
    (copy / "locale").mkdir()
    subprocess.run(
        [sys.executable, "-m", "django", "makemessages", "--locale", "en"],
        cwd=copy,
        env={name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")},
        check=True,
        capture_output=True,
    )
    made = copy / "locale" / "en" / "LC_MESSAGES" / "django.po"
    return entries(made.read_text(encoding="utf-8"))


def test_the_catalogue_holds_every_text_and_no_other(collected: dict[Entry, list[str]]) -> None:
    kept = entries(tool("msgattrib", "--no-obsolete", "--no-wrap", str(CATALOGUE)))
    assert sorted(collected.keys() - kept.keys()) == [], "run `make messages` and translate these"
    assert sorted(kept.keys() - collected.keys()) == [], (
        "nobody asks for these; run `make messages`"
    )


def test_every_text_is_translated() -> None:
    assert untranslated(CATALOGUE) == []


def test_no_translation_is_a_guess() -> None:
    assert fuzzy(CATALOGUE) == []


def test_placeholders_agree_with_the_original() -> None:
    tool("msgfmt", "--check-format", "--output-file=/dev/null", str(CATALOGUE))


def test_no_template_has_chinese_outside_gettext() -> None:
    wrong = {}
    for path in files("maps/templates", ".html", ".txt", ".svg"):
        if left := untagged(path.read_text(encoding="utf-8")):
            wrong[str(path.relative_to(ROOT))] = left
    assert wrong == {}


def untagged(template: str) -> list[str]:
    """Lines of a template with Chinese that no translation tag holds."""
    text = re.sub(
        r"{%\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}"
        r"|{%\s*comment\b.*?{%\s*endcomment\s*%}|{#.*?#}|<!--.*?-->",
        "",
        template,
        flags=re.DOTALL,
    )
    text = text.replace("中文", "")
    text = re.sub(r"{%\s*trans(?:late)?\s.*?%}|_\((\"[^\"]*\"|'[^']*')\)", "", text)
    return [line.strip() for line in text.splitlines() if HAN.search(line)]


def unmarked(module: Module) -> list[str]:
    """Chinese string constants outside gettext calls and docstrings."""
    held: set[ast.AST] = set()
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name in GETTEXT:
                held.update(ast.walk(node))
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            held.add(node.value)
    return [
        f"{module.name}:{node.lineno} {node.value}"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and HAN.search(node.value)
        and node.value not in NO_TEXT
        and node not in held
    ]


def test_no_view_speaks_chinese_past_gettext() -> None:
    assert [line for module in modules("maps") for line in unmarked(module)] == []


def test_the_checks_themselves_notice_a_breach(tmp_path: Path) -> None:
    assert untagged('<p>{% translate "零工" %}</p>\n<p>市场</p>') == ["<p>市场</p>"]
    assert unmarked(Module("maps.x", '"""文档"""\na = _("零工")\nb = "市场"')) == ["maps.x:3 市场"]
    catalogue = tmp_path / "django.po"
    catalogue.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgid "零工"\nmsgstr ""\n\n#, fuzzy\nmsgid "市场"\nmsgstr "guess"\n',
        encoding="utf-8",
    )
    assert untranslated(catalogue) == [("", "零工")]
    assert fuzzy(catalogue) == [("", "市场")]
