"""Answer lines of quiz packets."""

import pytest

from trivia.judging.judge import judge
from trivia.judging.prepared import prepare
from trivia.judging.verdict import AnswerKey, Ruling

ACCEPT, PROMPT, REJECT = Ruling.ACCEPT, Ruling.PROMPT, Ruling.REJECT

CLERK = (
    "Ada <b><u>Byron</u></b> [or Countess of <b><u>Lovelace</u></b>; prompt on <u>Augusta</u> by asking “who?”; "
    "do not accept or prompt on “Lord Byron”]"
)


@pytest.mark.parametrize(
    ("line", "given", "expected"),
    [
        (CLERK, "Byron", ACCEPT), (CLERK, "ada byron", ACCEPT), (CLERK, "Lovelace", ACCEPT), (CLERK, "Augusta", PROMPT),
        (CLERK, "Lord Byron", REJECT), (CLERK, "Ada", REJECT),
        ("<b><u>U</u></b>nited <b><u>N</u></b>ations", "UN", ACCEPT),
        ("<b><u>golden apples</u></b> [prompt on a partial answer]", "apples", PROMPT),
        ("<b><u>Paul</u></b> <b><u>Klee</u></b> [accept either name]", "paul", ACCEPT),
        ("<b><u>bee</u></b>s", "bee", ACCEPT),
        ("<b><u>Prime Minister</u></b> of <b><u>Fiji</u></b>", "fiji prime minister", ACCEPT),
        ("copper (or Cu)", "Cu", ACCEPT), ("The (Holy) <b><u>Grail</u></b>", "holy grail", ACCEPT),
        ("[Swiss] <b><u>cheese</u></b>", "cheese", ACCEPT), ("fire (accept flame; reject smoke)", "smoke", REJECT),
    ],
)  # fmt: skip
def test_an_answer_line_says_what_is_right_imprecise_and_wrong(line: str, given: str, expected: Ruling) -> None:
    assert judge(prepare(AnswerKey(line)), given).ruling is expected
