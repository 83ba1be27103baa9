#!/usr/bin/env python3
"""Tests the mutants that Stryker has made, with MutantRunner (docs/mutation.md).

mutants.py list LOG TOKENTOOLS_CORE_DLL   writes out/mutation/mutants.json: all mutants that were compiled, by file
mutants.py cover NAMESPACE [TEST...]      finds which tests reach which mutants, without the tests of these names
mutants.py run NAMESPACE                  runs them; what an earlier run has found stays
mutants.py cold NAMESPACE                 runs those that an initializer reaches, each in a process of its own
mutants.py show NAMESPACE [STATUS...]     the score, and the mutants of these statuses
"""
import collections
import json
import os
import re
import struct
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
OUT = os.path.join(HERE, "..", "..", "out", "mutation")
MUTANTS = os.path.join(OUT, "mutants.json")


def list_mutants(log, assembly):
    mutants, file, last = {}, None, None
    with open(log, encoding="utf-8", errors="replace") as lines:
        for line in lines:
            start = re.match(r"\[[\d:]+ DBG\] Mutating (\S+)", line)
            created = re.match(r"\[[\d:]+ DBG\] Mutant (\d+) created (.*)", line, re.S)
            if start:
                file, last = start.group(1).split("TokenTools.Core/")[-1], None
            elif created:
                last = int(created.group(1))
                mutants[last] = [file, created.group(2)]
            elif line.startswith("["):
                last = None
            elif last is not None:
                mutants[last][1] += line
    with open(assembly, "rb") as stream:
        code = stream.read()
    # IL: ldc.i4 with the id, then call with the token of MutantControl.IsActive, which is called most.
    calls = collections.Counter(call.group(1) for call in re.finditer(rb"\x20....\x28(...\x06)", code, re.S))
    ids = set()
    for call in re.finditer(rb"\x28" + re.escape(calls.most_common(1)[0][0]), code, re.S):
        at = call.start()
        if code[at - 5] == 0x20:
            ids.add(struct.unpack("<i", code[at - 4:at])[0])
        elif code[at - 2] == 0x1F:
            ids.add(code[at - 1])
        elif 0x16 <= code[at - 1] <= 0x1E:
            ids.add(code[at - 1] - 0x16)
    os.makedirs(OUT, exist_ok=True)
    with open(MUTANTS, "w", encoding="utf-8") as stream:
        json.dump({number: mutants[number] for number in sorted(ids & mutants.keys())}, stream)
    print(len(mutants), "created,", len(ids & mutants.keys()), "compiled")


def of_namespace(name):
    with open(MUTANTS, encoding="utf-8") as stream:
        return {int(number): mutant for number, mutant in json.load(stream).items()
                if mutant[0].startswith(name + "/") and "/Windows" not in mutant[0]}


def runner(name, *arguments):
    program = os.path.join(OUT, "bin", name, "TokenTools.Core.Tests.dll")
    # A mutant may allocate without end.
    environment = dict(os.environ, DOTNET_GCHeapHardLimit="0x80000000")
    return subprocess.run(["dotnet", program, "mutants", *arguments], env=environment, cwd=os.path.dirname(program),
                          stdout=subprocess.DEVNULL if arguments[0] in ("run", "cold") else None, check=False).returncode


def run(name):
    numbers = os.path.join(OUT, name + ".ids")
    with open(numbers, "w", encoding="utf-8") as stream:
        stream.write("\n".join(map(str, of_namespace(name))))
    # It ends with each endless loop.
    while runner(name, "run", os.path.join(OUT, name + ".cov"), numbers, os.path.join(OUT, name + ".res")) != 0:
        pass


def cold(name):
    coverage, results = (os.path.join(OUT, name + end) for end in (".cov", ".res"))
    control = results + ".control"
    runner(name, "cold", coverage, "-1", control)
    with open(control, encoding="utf-8") as lines:
        outcome = lines.readlines()[-1]
    if not outcome.startswith("-1 Survived of "):
        sys.exit("without a mutant: " + outcome)
    for number, (status, _) in sorted(read(name).items()):
        if status == "Initializer":
            code = runner(name, "cold", coverage, str(number), results)
            if code != 0 and read(name)[number][0] == "Initializer":
                with open(results, "a", encoding="utf-8") as stream:
                    stream.write(f"{number} Killed the process ended\n")


def read(name):
    results = {}
    with open(os.path.join(OUT, name + ".res"), encoding="utf-8") as lines:
        for line in lines:
            number, status, *rest = line.split(None, 2)
            if status not in ("started", "Again"):
                results[int(number)] = status, "".join(rest).strip()
    return results


def show(name, *statuses):
    results = read(name)
    counts = collections.Counter(status for status, _ in results.values())
    noticed = counts["Killed"] + counts["Timeout"]
    print(len(results), dict(counts), f"{100 * noticed / max(1, len(results)):.1f} %")
    mutants = of_namespace(name)
    for number, (status, detail) in sorted(results.items()):
        if status in statuses:
            print(number, status, mutants[number][0], " ".join(mutants[number][1].split()), "|", detail)


if __name__ == "__main__":
    command, *rest = sys.argv[1:] or ["help"]
    if command == "list":
        list_mutants(*rest)
    elif command == "cover":
        sys.exit(runner(rest[0], "coverage", os.path.abspath(os.path.join(OUT, rest[0] + ".cov")), *rest[1:]))
    elif command == "run":
        run(*rest)
    elif command == "cold":
        cold(*rest)
    elif command == "show":
        show(*rest)
    else:
        sys.exit(__doc__)
