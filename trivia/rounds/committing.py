"""From a step of the machine to what is stored of it."""

from datetime import datetime

from trivia.replies.rounds import announced
from trivia.rounds.model import Rules
from trivia.rounds.ports import Commit, Outgoing, Wanted
from trivia.rounds.step import Step
from trivia.values import replace


def commit_of(step: Step, event: str, at: datetime) -> Commit:
    """Return all that a step changes, with the messages that say it; a message's id comes from the step."""
    state = step.state
    outgoing = []
    for index, notice in enumerate(step.say):
        reply = announced(notice)
        if step.updates_lobby and index == 0:
            reply = replace(reply, replaces=f"{state.id}:1:0")
        outgoing.append(Outgoing(f"{state.id}:{state.version}:{index}", state.place, reply))
    return Commit(
        round=state,
        event=event,
        at=at,
        attempt=step.attempt,
        points=step.points,
        asked=step.put,
        outgoing=tuple(outgoing),
        closed=step.closed,
        appends=step.appends,
    )


def wanted(rules: Rules) -> Wanted:
    """Return what a round by these rules asks for, one question at a time."""
    return Wanted(
        count=1,
        seed=0,
        kinds=rules.kinds,
        topic=rules.topic,
        difficulty=rules.difficulty,
        spoilers=rules.spoilers,
        ceiling=rules.ceiling,
    )
