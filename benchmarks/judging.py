"""Speed and accuracy of the judge of typed answers, beside three simple methods on the same cases.

Run as ``python -m benchmarks.judging``. Speed is the median of several runs over every case; accuracy is measured
on human-labelled answers where ``../shared/data/judging`` has them, a prompt counted once as a refusal and once as an
acceptance.
"""

import csv
import gzip
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz

from trivia.judging.judge import judge
from trivia.judging.prepared import prepare
from trivia.judging.verdict import AnswerKey, Ruling
from trivia.text import fold, without_article

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "judging"
RUNS = 7

_MADE_UP = (
    ("Paris", "paris"), ("Paris", "London"), ("Krysten Ritter", "Kristen Riter"), ("14 June 2019", "June 14th, 2019"),
    ("643,801 km2", "644 thousand"), ("The Lord of the Rings", "lord of the rings"), ("Australia", "Austria"),
    ("Vincent van Gogh", "I think it's van Gogh"), ("thirteen", "13"), ("Claude Monet", "Edouard Manet"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """A key with its aliases, what was typed, and whether people took it for right."""

    key: AnswerKey
    given: str
    right: bool


def labelled() -> list[Case]:
    """Return the human-labelled answers, or nothing where they are not at hand."""
    path = DATA / "evouna_nq_fid.tsv.gz"
    if not path.exists():
        return []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [_case(row) for row in rows]


def _case(row: dict[str, str]) -> Case:
    key, *accepted = row["gold_slash_separated"].split("/")
    return Case(AnswerKey(key, tuple(accepted), question=row["question"]), row["given"], row["human"] == "accept")


def answer_lines() -> Iterator[tuple[str, str, str]]:
    """Yield the answer lines of quiz packets: line, what was typed, the ruling due."""
    path = DATA / "qb_formatted.tsv"
    if path.exists():
        with path.open(encoding="utf-8") as lines:
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
                yield row["answerline_html"], row["given"], row["expected"]


def _plain(text: str) -> str:
    return without_article(fold(text))


def _golds(case: Case) -> list[str]:
    return [_plain(gold) for gold in (case.key.key, *case.key.accepted)]


def _token_f1(one: str, two: str) -> float:
    first, second = one.split(), two.split()
    shared = sum(min(first.count(word), second.count(word)) for word in set(first))
    return 2 * shared / (len(first) + len(second)) if first or second else 0.0


def _ours(*, prompt_is_right: bool) -> Callable[[Case], bool]:
    right = {Ruling.ACCEPT, Ruling.PROMPT} if prompt_is_right else {Ruling.ACCEPT}
    return lambda case: judge(prepare(case.key), case.given).ruling in right


METHODS: dict[str, Callable[[Case], bool]] = {
    "this judge, prompt = reject": _ours(prompt_is_right=False),
    "this judge, prompt = accept": _ours(prompt_is_right=True),
    "exact match": lambda case: _plain(case.given) in _golds(case),
    "token F1 >= 0.5": lambda case: any(_token_f1(_plain(case.given), gold) >= 0.5 for gold in _golds(case)),
    "token_set >= 90": lambda case: any(fuzz.token_set_ratio(_plain(case.given), gold) >= 90 for gold in _golds(case)),
}


def report_accuracy(cases: list[Case]) -> None:
    """Print accuracy, false rejections and false acceptances of every method."""
    right = sum(case.right for case in cases)
    print(f"{len(cases)} human-labelled answers{'accuracy':>15} {'false reject':>14} {'false accept':>14}")
    for name, method in METHODS.items():
        rulings = [(case.right, method(case)) for case in cases]
        refused = sum(due and not taken for due, taken in rulings)
        taken_wrongly = sum(taken and not due for due, taken in rulings)
        accuracy = 1 - (refused + taken_wrongly) / len(cases)
        print(f"  {name:<32}{accuracy:>10.1%} {refused / right:>14.1%} {taken_wrongly / (len(cases) - right):>14.1%}")


def report_lines() -> None:
    """Print how many answer lines of quiz packets get the ruling due."""
    rulings = [judge(prepare(AnswerKey(line)), given).ruling == due for line, given, due in answer_lines()]
    if rulings:
        print(f"{len(rulings)} answer lines of quiz packets: {sum(rulings) / len(rulings):.1%} as due")


def _per_second(work: Callable[[], int]) -> float:
    speeds = []
    for _ in range(RUNS):
        started = time.perf_counter()
        done = work()
        speeds.append(done / (time.perf_counter() - started))
    return statistics.median(speeds)


def report_speed(cases: list[Case]) -> None:
    """Print judgements a second: with a key prepared for each, and with keys prepared before."""
    ready = [(prepare(case.key), case.given) for case in cases]

    def with_keys() -> int:
        for case in cases:
            judge(prepare(case.key), case.given)
        return len(cases)

    def without_keys() -> int:
        for prepared, given in ready:
            judge(prepared, given)
        return len(ready)

    print(f"judgements a second, a new key each: {_per_second(with_keys):,.0f}")
    print(f"judgements a second, keys prepared:  {_per_second(without_keys):,.0f}")


def main() -> None:
    """Measure and print."""
    cases = labelled()
    report_speed(cases or [Case(AnswerKey(key), given, right=True) for key, given in _MADE_UP * 300])
    if cases:
        report_accuracy(cases)
    report_lines()


if __name__ == "__main__":
    main()
