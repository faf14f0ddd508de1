#!/usr/bin/env python3
"""Every document that the golden outputs hold as JSON has its published form, docs/schemas/.

Exit code 77: python3-jsonschema is not installed.
"""

import json
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SCHEMAS = ROOT / "docs/schemas"
ELSEWHERE = {"pack"}  # in an archive: tests/cli/evidence.cpp
SKIPPED = 77


def documents(text):
    """What begins with a brace at a line's beginning and names its schema."""
    decoder = json.JSONDecoder()
    for begin in re.finditer(r"^\{", text, re.M):
        try:
            document, _ = decoder.raw_decode(text, begin.start())
        except json.JSONDecodeError:
            continue
        if str(document.get("schema", "")).startswith("accrue."):
            yield document


def main():
    try:
        import jsonschema
    except ImportError:
        print("SKIPPED: python3-jsonschema is not installed")
        return SKIPPED
    forms, used, wrong = {}, set(), 0
    for path in sorted(SCHEMAS.glob("*.schema.json")):
        form = json.loads(path.read_text(encoding="utf-8"))
        jsonschema.Draft202012Validator.check_schema(form)
        forms[form["$id"]] = jsonschema.Draft202012Validator(form)
    goldens = [*(ROOT / "tests/golden").rglob("*.out"), *(ROOT / "tests/golden").rglob("*.json")]
    for path in sorted(goldens):
        for document in documents(path.read_text(encoding="utf-8", errors="replace")):
            name = document["schema"]
            used.add(name)
            if name not in forms:
                wrong += 1
                print(f"{path.relative_to(ROOT)}: `{name}` has no form in docs/schemas")
                continue
            for mistake in forms[name].iter_errors(document):
                wrong += 1
                print(f"{path.relative_to(ROOT)}: {name} {mistake.json_path}: {mistake.message[:200]}")
    for name in sorted(set(forms) - used - {f"accrue.{name}/1" for name in ELSEWHERE}):
        wrong += 1
        print(f"no golden output has the form of `{name}`")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
