"""A question as the JSON that the command line promises."""

from trivia.lookup.document import Document, evidence_document
from trivia.questions.model import Question


def question_document(question: Question) -> Document:
    """Return a question as plain values; ``options`` only where there are any."""
    document: Document = {
        "stem": question.stem,
        "kind": question.kind.value,
        "key": question.key,
        "accepted": list(question.accepted),
    }
    if question.options:
        document["options"] = list(question.options)
    document |= {
        "evidence": [evidence_document(e) for e in question.evidence],
        "plan": question.plan,
        "difficulty": question.difficulty,
        "topic": question.topic,
    }
    return document
