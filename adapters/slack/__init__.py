"""Slack: commands, buttons, forms, mentions and App Home of any number of workspaces.

Importing this package loads nothing of Slack's; ``adapters.slack.serving`` does.
"""
