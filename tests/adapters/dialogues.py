"""Dialogues that run on every platform: what is typed, and words that are to be read after it, in this order.

What begins with a slash is a command; anything else is said where a round is on, or else asked. Questions come from
the fake source in a fixed order: the capital of Norway, Rome, and who directed an episode.
"""

STEERED = "statement={subject} was steered by {value} question=Who steered {subject}? subject=episode value=person"
START = "/trivia start 1 lobby=0 mode=race thread=no"

DIALOGUES: dict[str, tuple[tuple[str, str], ...]] = {
    "a question is answered with its source": (("/ask who directed AKA You're Welcome?", "Krysten Ritter"),),
    "what is not known is said to be so": (("/ask who directed The Long Nothing?", "I don't know"),),
    "a round of choices": (
        (f"{START} kinds=choice", "What is the capital of Norway?"),
        ("B", "Oslo"),
    ),
    "a round of typed answers, with a slip of the keyboard": (
        (f"{START} kinds=text", "Who directed AKA You're Welcome?"),
        ("nonsense", "That is not it. 2 tries left."),
        ("krysten riter", "Krysten Ritter"),
    ),
    "a hint is given": (
        (f"{START} kinds=text", "Who directed AKA You're Welcome?"),
        ("/trivia hint", "K······ R·····"),
    ),
    "one round at a time": (
        (f"{START} kinds=choice", "What is the capital of Norway?"),
        ("/trivia start", "A round is on here already"),
        ("/trivia stop", "The round was stopped"),
    ),
    "nothing is on": (("/trivia stop", "No round is on here."),),
    "bare words find their options": (("/trivia start 1 easy kinds=choice lobby=0 thread=no", "Question 1 of 1"),),
    "words that fit nowhere": (("/trivia start conut=5", "Did you mean count=?"),),
    "a number that is too high": (("/trivia start count=99", "from 1 to 50"),),
    "topics": (("/trivia topics", "Jessica Jones"),),
    "a schedule": (
        ("/schedule add weekdays at 9:30 zone=Europe/Berlin", "Europe/Berlin"),
        ("/schedule list", "9:30"),
    ),
    "a schedule that can't be read": (("/schedule add whenever", "whenever"),),
    "settings": (("/settings zone value=Europe/Oslo", "Europe/Oslo"),),
    "a decision about a daily question is told to who had it when they look": (
        ("/settings daily value=1", "daily is now 1"),
        ("/trivia daily", "What is the capital of Norway?"),
        ("/trivia answer B", "Right!"),
        ("/trivia report that is in Sweden", "Thank you."),
        ("/fact review d1 decision=void", "Done: the question counts for nobody."),
        ("/score me", "Your points: −10"),
    ),
    "an unknown setting": (("/settings zoen", "Did you mean zone?"),),
    "a question of one's own": (
        ("/fact question Who keeps our keys? answer=Eve wrong=Bob|Cy topic=our club", "I will ask: "),
        ("/fact questions our club", "Who keeps our keys?"),
        ("/ask who keeps our keys", "– Eve"),
        ("/ask who keeps our old keys", "Did you mean"),
        ("/fact show keeps keys", "Eve"),
    ),
    "two that a pack holds apart are one here": (
        ("/fact merge Uta Briesewitz into=Krysten Ritter", "is now another name of Krysten Ritter"),
        ("/fact undo", "Taken back"),
    ),
    "a thing goes with all that is said of it, and comes back": (
        ("/fact retire Krysten Ritter", "Krysten Ritter (person) would go"),
        ("/fact confirm", "Krysten Ritter is retired with"),
        ("/ask who directed AKA You're Welcome?", "I don't know"),
        ("/fact restore Krysten Ritter", "Krysten Ritter is back"),
    ),
    "two relations are one here": (
        (
            f"/fact relation steered_by {STEERED}",
            "I know a new relation",
        ),
        ("/fact merge steered_by into=directed_by", "steered_by would be one with directed_by"),
        ("/fact confirm", "steered_by is one with directed_by here now"),
        ("/ask who steered AKA You're Welcome?", "Krysten Ritter"),
        ("/fact restore relation=steered_by", "Taken back"),
    ),
    "a fact that is not there": (("/fact show 999999", "I know no fact number 999999"),),
    "help with a command": (("/trivia help start", "how many questions"),),
}
