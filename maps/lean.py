"""Scripts as they are sent: without the comments and types that are written for people."""

import re

# Our own modules keep to these three ways of commenting, and have none of them inside a string;
# tests/js/test_lean.py holds them to it.
_BLOCK = re.compile(r"^[ \t]*/\*(?:(?!\*/).)*\*/[ \t]*\n", re.DOTALL | re.MULTILINE)
_CAST = re.compile(r"/\*\* @?[^*\n]*\*/ ?")
_LINE = re.compile(r"^[ \t]*//.*\n", re.MULTILINE)
_INDENT = re.compile(r"^[ \t]+|\n(?=\n)", re.MULTILINE)


def without_comments(script: str) -> str:
    """The same program, about half as long: no comments, no indentation, no empty lines."""
    for pattern in (_BLOCK, _CAST, _LINE, _INDENT):
        script = pattern.sub("", script)
    return script.lstrip("\n")
