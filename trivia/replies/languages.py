"""What commands and menus are called and said to do in other languages, where a platform shows commands in its user's.

A language is added here and nowhere else: by its locale, the English words with what is said instead. What has no
translation stays English. Names of slash commands are kept everywhere, so that guides and members speak of the same
thing; names of menus are plain words, and may be translated.
"""

from collections.abc import Mapping

Languages = Mapping[str, Mapping[str, str]]

LANGUAGES: Languages = {
    "de": {
        "Answer a question from the facts, with their sources": "Eine Frage aus den Fakten beantworten, mit Quellen",
        "what you want to know": "was du wissen willst",
        "Play a round": "Eine Runde spielen",
        "Plan rounds": "Runden planen",
        "Points and boards": "Punkte und Ranglisten",
        "Teach and mend facts": "Fakten beibringen und berichtigen",
        "What is kept of you": "Was von dir gespeichert ist",
        "Start a round in this channel": "Eine Runde in diesem Kanal beginnen",
        "Play in the round that is on": "Bei der laufenden Runde mitspielen",
        "Answer the open question, by letter or in words": "Die offene Frage beantworten, mit Buchstabe oder Worten",
        "your answer": "deine Antwort",
        "Ask for a hint; right answers earn less after it": "Um einen Hinweis bitten; danach gibt es weniger Punkte",
        "End the round; for its starter and for moderators": "Die Runde beenden; für Starter und Moderatoren",
        "List what can be asked about": "Zeigen, wonach gefragt werden kann",
        "how many questions": "wie viele Fragen",
        "time for each question": "Zeit für jede Frage",
        "how hard": "wie schwer",
        "Add as fact": "Als Fakt aufnehmen",
        "Look this up": "Nachschlagen",
        "Trivia card": "Quizkarte",
    },
}
"""Translations by locale, as Discord names it (docs.discord.com: reference#locales)."""
