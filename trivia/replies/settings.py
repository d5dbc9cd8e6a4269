"""Settings, as replies."""

from trivia.commands.outcomes import SettingChanged, SettingsShown
from trivia.replies.reply import Bold, Code, Marked, Reply, lines, marked
from trivia.settings import Chosen, Scope, Setting, SettingType

_WHOSE = {Scope.COMMUNITY: "for the community", Scope.CHANNEL: "for this channel", Scope.MEMBER: "for you"}


def settings_shown(outcome: SettingsShown) -> Reply:
    """Show what is set, each with what it means."""
    example = Code("/settings zone value=Europe/Berlin")
    return Reply(
        title="Settings" if len(outcome.settings) > 1 else "",
        text=lines(_line(setting, outcome.chosen) for setting in outcome.settings),
        footer=marked("Change one: ", example) if len(outcome.settings) > 1 else (),
        private=True,
    )


def setting_changed(outcome: SettingChanged) -> Reply:
    """Say what holds now."""
    said = marked(Bold(outcome.setting.name), f" is now {_shown(outcome.setting, outcome.value)} ")
    return Reply(text=marked(*said, f"{_WHOSE[outcome.scope]}."), private=True)


def _line(setting: Setting, chosen: Chosen) -> Marked:
    value = chosen.text(setting.name)
    usual = "" if setting.name in chosen.values else " (nobody chose otherwise)"
    return marked(Bold(setting.name), f" is {_shown(setting, value)}{usual}: {setting.summary}.")


def _shown(setting: Setting, value: str) -> str:
    if not value:
        return "not set"
    return f"{int(value):,}" if setting.type is SettingType.INTEGER else value
