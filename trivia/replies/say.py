"""From any outcome to the replies that show it."""

from trivia.commands.curated import Curated
from trivia.commands.outcomes import (
    Answered,
    BoardShown,
    Broken,
    DailyTold,
    DisputeShown,
    DisputeTaken,
    FactChanged,
    FactsShown,
    FactTaught,
    FirstTold,
    HelpShown,
    HistoryShown,
    Outcome,
    Refused,
    ReminderSet,
    ReviewListed,
    RoundReviewed,
    Said,
    ScheduleChanged,
    SchedulePreviewed,
    SchedulesListed,
    ScheduleTold,
    ScoreShown,
    SeasonClosed,
    SeasonOpened,
    SeasonsListed,
    SettingChanged,
    SettingsShown,
    TopicsListed,
)
from trivia.replies.answers import answered
from trivia.replies.curated import curated
from trivia.replies.daily import daily_told
from trivia.replies.disputes import dispute_shown, dispute_taken
from trivia.replies.facts import changed, history, shown, taught
from trivia.replies.helping import help_shown
from trivia.replies.looking_back import round_reviewed
from trivia.replies.reply import Code, Reply, marked
from trivia.replies.reviewing import review_listed
from trivia.replies.rounds import told
from trivia.replies.schedules import listed, previewed, reminder_set, schedule_changed, schedule_told
from trivia.replies.scores import board_shown, score_shown, season_closed, season_opened, seasons_listed
from trivia.replies.settings import setting_changed, settings_shown
from trivia.replies.topics import topics_listed


def replies(outcome: Outcome | None) -> tuple[Reply, ...]:
    """Word an outcome; nothing where the channel's own message says it all."""
    if outcome is None or (isinstance(outcome, Said) and outcome.word is None):
        return ()
    if isinstance(outcome, FirstTold):
        return (*outcome.news, *replies(outcome.then))
    if isinstance(outcome, DailyTold):
        return tuple(daily_told(told) for told in outcome.told)
    return (curated(outcome) if isinstance(outcome, Curated) else _worded(outcome),)


def _worded(outcome: Outcome) -> Reply:
    match outcome:
        case Answered(answer, id_):
            return answered(answer, id_)
        case Said(word) if word is not None:
            return told(word)
        case Refused(reason):
            return Reply(text=marked(reason), private=True)
        case Broken(incident):
            return _broken(incident)
        case HelpShown(command, family):
            return help_shown(command, family)
        case RoundReviewed():
            return round_reviewed(outcome)
        case TopicsListed() | ScoreShown() | BoardShown() | SeasonsListed() | SeasonOpened() | SeasonClosed():
            return _about_play(outcome)
        case SettingsShown() | SettingChanged():
            return settings_shown(outcome) if isinstance(outcome, SettingsShown) else setting_changed(outcome)
        case ScheduleTold() | SchedulesListed() | ScheduleChanged() | SchedulePreviewed() | ReminderSet():
            return _about_schedules(outcome)
        case DisputeTaken():
            return dispute_taken(outcome)
        case DisputeShown() | ReviewListed():
            return dispute_shown(outcome) if isinstance(outcome, DisputeShown) else review_listed(outcome)
        case _:
            return _about_facts(outcome)


def _about_play(
    outcome: TopicsListed | ScoreShown | BoardShown | SeasonsListed | SeasonOpened | SeasonClosed,
) -> Reply:
    match outcome:
        case TopicsListed():
            return topics_listed(outcome)
        case ScoreShown():
            return score_shown(outcome)
        case BoardShown():
            return board_shown(outcome)
        case SeasonsListed():
            return seasons_listed(outcome)
        case SeasonOpened():
            return season_opened(outcome)
        case SeasonClosed():
            return season_closed(outcome)


def _about_schedules(
    outcome: ScheduleTold | SchedulesListed | ScheduleChanged | SchedulePreviewed | ReminderSet,
) -> Reply:
    match outcome:
        case ScheduleTold():
            return schedule_told(outcome)
        case SchedulesListed():
            return listed(outcome)
        case ScheduleChanged():
            return schedule_changed(outcome)
        case SchedulePreviewed():
            return previewed(outcome)
        case ReminderSet():
            return reminder_set(outcome)


def _about_facts(outcome: Outcome) -> Reply:
    match outcome:
        case FactTaught():
            return taught(outcome)
        case FactsShown():
            return shown(outcome)
        case HistoryShown():
            return history(outcome)
        case FactChanged():
            return changed(outcome)
        case _:
            return Reply()


def _broken(incident: str) -> Reply:
    said = marked("Something went wrong on my side. If it happens again, tell a moderator this code: ", Code(incident))
    return Reply(text=said, private=True)
